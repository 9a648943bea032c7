"""One duty held against one file on one day, and the registries of the functions that read it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from .. import words
from ..applicant import Applicant
from ..guide.base import Language, Text
from ..guide.loader import Guide
from ..guide.obligations_schema import Duty
from .verdicts import Verdict

Status = Literal["met", "not_met", "unknown", "not_due"]


@dataclass(frozen=True, slots=True)
class Case:
    """What the functions of a duty read."""

    applicant: Applicant
    guide: Guide
    duty: Duty
    on: date
    language: Language

    def number(self, name: str) -> float:
        """A threshold of the duty."""
        return self.duty.numbers[name].f

    def write(self, text: Text) -> str:
        """Words of the duty, its figures filled in."""
        return text.to(self.language, **{name: self._figure(n.value, n.unit) for name, n in self.duty.numbers.items()})

    def phrase(self, name: str, **values: object) -> str:
        """A sentence that this duty keeps for a given situation; dates are written for people."""
        written = {key: words.day(v, self.language) if isinstance(v, date) else v for key, v in values.items()}
        return self.duty.phrases[name].to(self.language, **written)

    def _figure(self, value: Decimal, unit: str) -> str:
        return words.euros(value, self.language) if unit == "EUR" else words.number(value, self.language)


@dataclass(frozen=True, slots=True)
class Finding:
    """Where the company stands with a duty that applies: its status, a date of its own, a sentence to add."""

    status: Status
    deadline: date | None = None
    remark: str = ""


Trigger = Callable[[Case], Verdict]
Check = Callable[[Case], Finding]

TRIGGERS: dict[str, Trigger] = {}
"""Whom each duty binds, by its code: one function for each duty of the guide."""

CHECKS: dict[str, Check] = {}
"""How the status is read, by code, for the duties whose answers need more than `by_answers`."""


def trigger(function: Trigger) -> Trigger:
    """Register who a duty binds, under the function's name."""
    TRIGGERS[function.__name__] = function
    return function


def check(*codes: str) -> Callable[[Check], Check]:
    """Register how the status of some duties is read."""

    def register(function: Check) -> Check:
        CHECKS.update(dict.fromkeys(codes, function))
        return function

    return register
