"""From bytes to an applicant file: every mistake is named at once, each with what would be right."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from pathlib import PurePath
from typing import Any, NoReturn

from pydantic import ValidationError

from ..guide.base import Language
from .messages import Problem, explain, problem
from .model import Applicant

__all__ = ["InvalidApplicant", "Problem", "read_applicant", "read_bytes"]

MAX_BYTES = 2_000_000
DEEPEST = 50


class InvalidApplicant(Exception):
    """The file can't be assessed. `problems` names every mistake, in the order of the file."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))


def read_bytes(content: bytes, name: str, language: Language = "en") -> Applicant:
    """Read a TOML or JSON file (told apart by its name, `.json` or else TOML). Raises InvalidApplicant."""
    return read_applicant(_parse(content, name, language), language)


def read_applicant(raw: Mapping[str, Any], language: Language = "en") -> Applicant:
    """Check the tables of a file. Raises InvalidApplicant with every mistake: a bad field hides no other one."""
    problems: list[Problem] = []
    try:
        applicant = Applicant.model_validate(raw)
    except ValidationError as error:
        problems = [explain(item, raw, language) for item in error.errors(include_url=False)]
        applicant = _readable_part(raw, error)
    problems += _impossible(applicant, language)
    if problems:
        raise InvalidApplicant(tuple(dict.fromkeys(problems)))
    return applicant


def _readable_part(raw: Mapping[str, Any], error: ValidationError) -> Applicant:
    """What is left of a file once its bad fields are taken out, so that checks across fields can still be made."""
    rest: Any = raw
    while True:
        bad = {item["loc"] for item in error.errors(include_url=False)}
        smaller = _prune(rest, bad, ())
        if smaller == rest:
            return Applicant()
        rest = smaller
        try:
            return Applicant.model_validate(rest)
        except ValidationError as again:
            error = again


def _prune(value: Any, bad: set[tuple[int | str, ...]], here: tuple[int | str, ...]) -> Any:
    """`value` without the branches named by `bad`; a list or a control with a bad part goes whole."""
    if isinstance(value, Mapping):
        kept = {}
        for key, item in value.items():
            path = (*here, key)
            if path in bad or (not isinstance(item, Mapping) and any(loc[: len(path)] == path for loc in bad)):
                continue
            kept[key] = _prune(item, bad, path)
        missing = any(len(loc) == len(here) + 1 and loc[:-1] == here and loc[-1] not in value for loc in bad)
        return {} if missing and here else kept
    return value


def _impossible(applicant: Applicant, language: Language) -> list[Problem]:
    """Values that no company can have, across fields."""
    product, found = applicant.product, []
    if product.main_family and product.families and product.main_family not in product.families:
        allowed = ", ".join(product.families)
        found.append(
            problem("main_family", "product.main_family", language, value=product.main_family, allowed=allowed)
        )
    return found


def _depth(value: Any) -> int:
    """How deep tables and lists lie in one another, found without recursion."""
    level, depth = [value], 0
    while level:
        depth += 1
        level = [
            item
            for part in level
            for item in (part.values() if isinstance(part, dict) else part if isinstance(part, list) else ())
        ]
    return depth


def _parse(content: bytes, name: str, language: Language) -> dict[str, Any]:
    if len(content) > MAX_BYTES:
        _refuse("too_large", "", language, limit=f"{MAX_BYTES:,}")
    try:
        text = content.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        _refuse("encoding", "", language, position=error.start)
    value = _parse_json(text, language) if PurePath(name).suffix.lower() == ".json" else _parse_toml(text, language)
    if _depth(value) > DEEPEST:
        _refuse("too_deep", "", language)
    return value


def _parse_toml(text: str, language: Language) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        _refuse("toml", "", language, detail=_short(error))


def _parse_json(text: str, language: Language) -> dict[str, Any]:
    repeated: list[str] = []

    def table(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        keys = [key for key, _ in pairs]
        repeated.extend(key for key in dict.fromkeys(keys) if keys.count(key) > 1)
        return dict(pairs)

    try:
        value = json.loads(text, object_pairs_hook=table) if text.strip() else {}
    except (ValueError, RecursionError) as error:
        _refuse("json", "", language, detail=_short(error))
    if repeated:
        raise InvalidApplicant(tuple(problem("repeated", key, language) for key in repeated))
    if not isinstance(value, dict):
        _refuse("not_a_table", "", language)
    return value


def _short(error: BaseException) -> str:
    return str(error).splitlines()[0][:160] if str(error) else type(error).__name__


def _refuse(code: str, path: str, language: Language, **values: object) -> NoReturn:
    raise InvalidApplicant((problem(code, path, language, **values),))
