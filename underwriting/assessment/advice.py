"""What is told rather than asked: who pays in eight stories, and what risk remains, lever by lever."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from ..guide.base import Standing
from .codes import CoverCode

StoryCover = Literal[CoverCode, "e_reputation"]
"""A cover that may answer a story: one of the six, or the one that speaks for a name attacked online."""

Answer = Literal["pays", "partly", "to_check", "no"]
ANSWERS: tuple[Answer, ...] = ("no", "to_check", "partly", "pays")
"""From worst to best."""


@dataclass(frozen=True, slots=True)
class Payer:
    """What one cover answers to a story, and the sentence that says why."""

    cover: StoryCover
    answer: Answer
    why: str


@dataclass(frozen=True, slots=True)
class Unpaid:
    """A cost that stays with the company even after the plan: a few words for a table, and the sentence."""

    code: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Example:
    """A costed case met elsewhere, and how far it may be trusted."""

    text: str
    standing: Standing
    source: str


@dataclass(frozen=True, slots=True)
class Story:
    """One story told to this company.

    `concerns`: it can happen to the company, or nothing answered says that it can't. `today` and `after` hold the same
    covers in the same order: the policies held now, then the plan carried out.
    """

    code: str
    spare: bool
    concerns: bool
    title: str
    text: str
    today: tuple[Payer, ...]
    after: tuple[Payer, ...]
    unpaid: tuple[Unpaid, ...]
    example: Example | None
    source: str


@dataclass(frozen=True, slots=True)
class Lever:
    """What one lever takes off the year's expected loss, today and once the plan is carried out.

    `per_thousand`: thousandths of the loss that no lever would have touched. `fields`: the answers behind it.
    """

    code: str
    label: str
    text: str
    today_eur: Decimal
    after_eur: Decimal
    today_per_thousand: int
    after_per_thousand: int
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Remaining:
    """A part of the loss that stays with the company, by its cause; figures as in `Lever`."""

    code: str
    label: str
    text: str
    today_eur: Decimal
    after_eur: Decimal
    today_per_thousand: int
    after_per_thousand: int


@dataclass(frozen=True, slots=True)
class Residual:
    """The expected loss of a year (blended calibration) without any lever, what each takes off, and what is left.

    Levers and remains add up to `exposed_eur`, and to a thousand, both today and after the plan.
    """

    exposed_eur: Decimal
    text: str
    levers: tuple[Lever, ...]
    remains: tuple[Remaining, ...]
