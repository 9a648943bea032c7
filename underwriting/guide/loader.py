"""Reading an edition of the guide: strictly, every mistake named at once with its file, path and remedy."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, Literal

from pydantic import ValidationError

from ..assessment import GuideRef
from .base import Source, Strict, Text
from .checks import part_problems
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
from .residual_schema import ResidualGuide
from .rules_schema import Rule, RulesGuide, StatesGuide
from .shape import shape_problem
from .situations_schema import SituationsGuide
from .stories_schema import StoriesGuide
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
    "residual": ResidualGuide,
    "rules": RulesGuide,
    "situations": SituationsGuide,
    "states": StatesGuide,
    "stories": StoriesGuide,
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
    residual: ResidualGuide
    rule_book: RulesGuide
    situations: SituationsGuide
    states: StatesGuide
    stories: StoriesGuide
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


def gather(folder: Path) -> tuple[Guide, tuple[str, ...]]:
    """What can be read of an edition, and every problem of its files. A part that can't be read is None."""
    reading = _Reading(folder)
    parts: dict[str, Any] = {name: reading.part(f"{name}.toml", schema) for name, schema in FILES.items()}
    about = reading.part("guide.toml", Edition)
    names = sorted(path.relative_to(folder).as_posix() for path in (folder / "questionnaire").glob("*.toml"))
    sections = [reading.part(name, Section) for name in names]
    parts["questionnaire"] = None if None in sections else reading.questionnaire(sections)
    parts["sources"] = reading.sources()
    reading.check_parts()
    parts["rule_book"] = parts.pop("rules")
    digest = content_hash(folder)
    if about is not None:
        reading.problems += _seal(about, folder, digest)
    guide = Guide.model_construct(about=about, content_sha256=digest, **parts)
    return guide, tuple(reading.problems)


def _seal(about: Edition, folder: Path, digest: str) -> Iterator[str]:
    if about.edition != folder.name:
        yield f"guide.toml: edition: {about.edition} stands in a folder called {folder.name}: name both the same"
    if about.status == "approved" and about.sha256 != digest:
        yield (
            f"guide.toml: sha256: the edition is approved but its content has changed: "
            f"make a new edition, or approve this content as {digest}"
        )


class _Reading:
    """One edition being read: its parts by file, and the problems found so far."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problems: list[str] = []
        self._parts: dict[str, Strict] = {}
        self._sources: set[str] = set()

    def part(self, name: str, schema: type[Strict]) -> Any:
        """One file by its schema; None once its problems are noted."""
        raw = self._toml(name)
        if raw is None:
            return None
        try:
            self._parts[name] = schema.model_validate(raw)
        except ValidationError as error:
            self.problems += [shape_problem(name, item, raw, schema) for item in error.errors(include_url=False)]
            return None
        return self._parts[name]

    def questionnaire(self, sections: list[Section]) -> Questionnaire | None:
        try:
            return Questionnaire(sections=tuple(sorted(sections, key=lambda section: section.order)))
        except ValidationError as error:
            for item in error.errors():
                self.problems += [f"questionnaire: {line}" for line in _said(item["msg"])]
            return None

    def sources(self) -> dict[str, Source]:
        found: dict[str, Source] = {}
        for path in sorted((self.folder / "sources").glob("*.toml")):
            name = path.relative_to(self.folder).as_posix()
            for code, table in (self._toml(name) or {}).items():
                if code in self._sources:
                    self.problems.append(f"{name}: {code}: this source is already told in another file: keep one")
                    continue
                self._sources.add(code)
                try:
                    found[code] = Source.model_validate(table)
                except ValidationError as error:
                    for item in error.errors(include_url=False):
                        self.problems.append(shape_problem(name, item, table, Source, code))
        return found

    def check_parts(self) -> None:
        """What each part that was read holds: its words, its figures, its codes and the sources it names."""
        for name, part in self._parts.items():
            self.problems += [f"{name}: {problem}" for problem in part_problems(part, self._sources)]

    def _toml(self, name: str) -> dict[str, Any] | None:
        try:
            return tomllib.loads((self.folder / name).read_text(encoding="utf-8"))
        except FileNotFoundError:
            self.problems.append(f"{name}: the file is missing: an edition has one")
        except UnicodeDecodeError:
            self.problems.append(f"{name}: not UTF-8: save it as UTF-8")
        except tomllib.TOMLDecodeError as error:
            self.problems.append(f"{name}: not TOML: {error}: mend that line")
        return None


def _said(message: str) -> list[str]:
    return message.removeprefix("Value error, ").splitlines()
