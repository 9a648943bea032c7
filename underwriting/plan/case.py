"""What the plan is made from, and the register of the functions that draft its actions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from ..applicant import Applicant
from ..assessment import (
    Completeness,
    CoverCode,
    CoverQuote,
    Gap,
    Losses,
    Obligation,
    Prerequisite,
    Reason,
)
from ..guide.base import Language, Text
from ..guide.loader import Guide
from ..guide.questionnaire_schema import Colleague

StepNumber = Literal[1, 2, 3, 4]
QUOTED: dict[Language, str] = {"fr": "« {} »", "en": "“{}”"}


@dataclass(frozen=True, slots=True)
class Case:
    """One assessed file, as the plan reads it.

    `held_back`: for each priced cover without an immediate price, the codes of the reasons that keep it so.
    """

    applicant: Applicant
    guide: Guide
    on: date
    language: Language
    eligibility: tuple[Prerequisite, ...]
    gaps: tuple[Gap, ...]
    obligations: tuple[Obligation, ...]
    covers: tuple[CoverQuote, ...]
    losses: Losses
    reasons: tuple[Reason, ...]
    completeness: Completeness
    published: bool
    held_back: Mapping[CoverCode, frozenset[str]]

    def cover(self, code: CoverCode) -> CoverQuote:
        """The advice on one of the six covers."""
        return next(cover for cover in self.covers if cover.code == code)

    def name(self, path: str) -> str:
        """The short name of a question, or of one field of a question answered by a table."""
        question = self.guide.question(path)
        part = path.rpartition(".")[2]
        label = next((field.label for field in question.fields if field.code == part), None)
        if label is None:
            return question.name.to(self.language)
        return QUOTED[self.language].format(label.to(self.language))

    def open_gaps(self, codes: Iterable[str]) -> tuple[Gap, ...]:
        """Gaps of these codes that apply and weigh something, the worst first."""
        wanted = frozenset(codes)
        found = (gap for gap in self.gaps if gap.code in wanted and gap.applies and gap.severity > 0)
        return tuple(sorted(found, key=lambda gap: -gap.severity))

    def days_until(self, day: date) -> int:
        """Days from now to a day; 0 when it has come."""
        return max(0, (day - self.on).days)


@dataclass(frozen=True, slots=True)
class Draft:
    """One action of a kind: what fills its words, what it changes, and how it departs from its template.

    `key` tells apart several actions of one kind; it ends their code. `effort` names a size of work of plan.toml,
    `effort_text` gives the words themselves.
    """

    key: str = ""
    values: Mapping[str, object] = field(default_factory=dict)
    effect: Mapping[str, Any] = field(default_factory=dict)
    step: StepNumber | None = None
    priority: Literal[1, 2, 3] | None = None
    due_in_days: int | None = None
    effort: str | None = None
    effort_text: Text | None = None
    owner: Colleague | None = None


Drafter = Callable[[Case], Iterable[Draft]]
DRAFTERS: dict[str, Drafter] = {}
"""Every function that drafts actions, by its code."""


def action(function: Drafter) -> Drafter:
    """Register a drafter under its own name, which is the code of its template in plan.toml."""
    DRAFTERS[function.__name__] = function
    return function
