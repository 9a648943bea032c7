"""Reading an edition of the guide: strictly, every mistake named at once with its file, path and remedy."""

from __future__ import annotations

import difflib
import hashlib
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from pydantic import ValidationError

from ..assessment import GuideRef
from .base import Source, Strict, Text
from .conditions_schema import ConditionsGuide
from .contradictions_schema import ContradictionsGuide
from .covers_schema import Cover, CoversGuide
from .eligibility_schema import EligibilityGuide
from .fixes_schema import FixesGuide
from .gaps_schema import GapsGuide
from .guarantees_schema import GuaranteesGuide
from .losses_schema import LossesGuide
from .maturity_schema import MaturityGuide
from .obligations_schema import ObligationsGuide
from .plan_schema import PlanGuide
from .questionnaire_schema import Question, Questionnaire, Section
from .rules_schema import Rule, RulesGuide, StatesGuide
from .situations_schema import SituationsGuide
from .tariff_schema import TariffGuide

GUIDES = Path(__file__).resolve().parent.parent / "guides"


class Edition(Strict):
    """guide.toml: which edition this is, since when, and the hash it had when it was approved."""

    edition: str
    effective_from: date
    status: Literal["draft", "approved"]
    sha256: str
    title: Text


FILES: dict[str, type[Strict]] = {
    "conditions": ConditionsGuide,
    "contradictions": ContradictionsGuide,
    "covers": CoversGuide,
    "eligibility": EligibilityGuide,
    "fixes": FixesGuide,
    "gaps": GapsGuide,
    "guarantees": GuaranteesGuide,
    "losses": LossesGuide,
    "maturity": MaturityGuide,
    "obligations": ObligationsGuide,
    "plan": PlanGuide,
    "rules": RulesGuide,
    "situations": SituationsGuide,
    "states": StatesGuide,
    "tariff": TariffGuide,
}


class GuideError(Exception):
    """An edition can't be used. `problems`: one line each, `file: path: what is wrong: what would be right`."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


class Guide(Strict):
    """One edition of the underwriting guide, checked and frozen."""

    about: Edition
    content_sha256: str
    sources: dict[str, Source]
    questionnaire: Questionnaire
    conditions: ConditionsGuide
    contradictions: ContradictionsGuide
    covers: CoversGuide
    eligibility: EligibilityGuide
    fixes: FixesGuide
    gaps: GapsGuide
    guarantees: GuaranteesGuide
    losses: LossesGuide
    maturity: MaturityGuide
    obligations: ObligationsGuide
    plan: PlanGuide
    rule_book: RulesGuide
    situations: SituationsGuide
    states: StatesGuide
    tariff: TariffGuide

    def __hash__(self) -> int:
        return hash(self.content_sha256)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Guide) and self.content_sha256 == other.content_sha256

    @property
    def edition(self) -> str:
        return self.about.edition

    @property
    def effective_from(self) -> date:
        return self.about.effective_from

    @property
    def sha256(self) -> str:
        """Hash of the whole content, the one a quote keeps."""
        return self.content_sha256

    @property
    def ref(self) -> GuideRef:
        return GuideRef(self.edition, self.sha256, self.effective_from)

    @property
    def rules(self) -> tuple[Rule, ...]:
        return self.rule_book.rules

    @property
    def questions(self) -> dict[str, Question]:
        """Every question by its dotted path, in the order of the questionnaire."""
        return self.questionnaire.by_path

    def question(self, path: str) -> Question:
        """The question at a dotted path; a part of an answer (a clause, an incident's year) gives its question."""
        while path not in self.questions:
            path, _, part = path.rpartition(".")
            if not part:
                raise KeyError(path)
        return self.questions[path]

    def cover(self, code: str) -> Cover:
        return next(cover for cover in self.covers.covers if cover.code == code)

    def rule(self, code: str) -> Rule:
        return next(rule for rule in self.rules if rule.code == code)


def editions(root: Path = GUIDES) -> tuple[str, ...]:
    """The editions there are, oldest first."""
    return tuple(sorted(folder.name for folder in root.iterdir() if (folder / "guide.toml").is_file()))


def content_hash(folder: Path) -> str:
    """SHA-256 over every TOML file of an edition but guide.toml, by name and content."""
    digest = hashlib.sha256()
    for file in sorted(folder.rglob("*.toml")):
        name = file.relative_to(folder).as_posix()
        if name != "guide.toml":
            content = file.read_bytes()
            digest.update(f"{name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


@lru_cache(maxsize=8)
def read_edition(folder: Path) -> Guide:
    """Read one edition's folder. Raises GuideError with every problem of shape found in any of its files."""
    problems: list[str] = []
    parts: dict[str, Any] = {name: _read(folder, f"{name}.toml", schema, problems) for name, schema in FILES.items()}
    about = _read(folder, "guide.toml", Edition, problems)
    sections = [
        _read(folder, path.relative_to(folder).as_posix(), Section, problems)
        for path in sorted((folder / "questionnaire").glob("*.toml"))
    ]
    sources = _sources(folder, problems)
    digest = content_hash(folder)
    if about is not None and about.status == "approved" and about.sha256 != digest:
        problems.append(
            f"guide.toml: sha256: the edition is approved but its content has changed: "
            f"make a new edition, or approve this content as {digest}"
        )
    questionnaire = _questionnaire([section for section in sections if section is not None], problems)
    if problems or questionnaire is None:
        raise GuideError(problems)
    parts["rule_book"] = parts.pop("rules")
    return Guide.model_construct(
        about=about, content_sha256=digest, sources=sources, questionnaire=questionnaire, **parts
    )


def _questionnaire(sections: list[Section], problems: list[str]) -> Questionnaire | None:
    try:
        return Questionnaire(sections=tuple(sorted(sections, key=lambda section: section.order)))
    except ValidationError as error:
        problems.extend(f"questionnaire: {item['msg'].removeprefix('Value error, ')}" for item in error.errors())
        return None


def _read(folder: Path, name: str, schema: type[Strict], problems: list[str]) -> Any:
    raw = _toml(folder, name, problems)
    if raw is None:
        return None
    try:
        return schema.model_validate(raw)
    except ValidationError as error:
        problems.extend(_line(name, item, raw) for item in error.errors(include_url=False))
        return None


def _toml(folder: Path, name: str, problems: list[str]) -> dict[str, Any] | None:
    try:
        return tomllib.loads((folder / name).read_text(encoding="utf-8"))
    except FileNotFoundError:
        problems.append(f"{name}: the file is missing: an edition has one")
    except UnicodeDecodeError:
        problems.append(f"{name}: not UTF-8: save it as UTF-8")
    except tomllib.TOMLDecodeError as error:
        problems.append(f"{name}: not TOML: {error}: mend that line")
    return None


def _sources(folder: Path, problems: list[str]) -> dict[str, Source]:
    found: dict[str, Source] = {}
    for path in sorted((folder / "sources").glob("*.toml")):
        name = path.relative_to(folder).as_posix()
        for code, table in (_toml(folder, name, problems) or {}).items():
            if code in found:
                problems.append(f"{name}: {code}: this source is already told in another file: keep one")
                continue
            try:
                found[code] = Source.model_validate(table)
            except ValidationError as error:
                problems.extend(_line(name, item, table, code) for item in error.errors(include_url=False))
    return found


def _line(name: str, item: Mapping[str, Any], raw: Any, prefix: str = "") -> str:
    """One problem of shape, in words."""
    loc = [str(part) for part in item["loc"] if not str(part).startswith(("function-", "tuple["))]
    path = ".".join(([prefix] if prefix else []) + loc)
    kind = item["type"]
    if kind == "extra_forbidden":
        siblings = list(_parent(raw, item["loc"]))
        close = difflib.get_close_matches(loc[-1], [s for s in siblings if s != loc[-1]], n=1)
        return f"{name}: {path}: unknown key: remove it" + (f", or did you mean {close[0]}?" if close else "")
    if kind == "missing":
        return f"{name}: {path}: missing: give it"
    if kind == "literal_error":
        return f"{name}: {path}: {item['input']!r} is not a choice: one of {item['ctx']['expected']}"
    return f"{name}: {path}: {item['msg']}: {item['input']!r} can't stand here"[:300]


def _parent(raw: Any, loc: Iterable[Any]) -> Iterable[str]:
    *above, _ = loc
    for part in above:
        try:
            raw = raw[part]
        except (KeyError, IndexError, TypeError):
            return ()
    return raw if isinstance(raw, Mapping) else ()
