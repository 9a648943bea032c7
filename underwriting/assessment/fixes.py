"""The way to a quote: the fewest answers to change, what that opens, and what it costs. Money is Decimal, in euros."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from .codes import CoverCode, CoverOutcome, Outcome


@dataclass(frozen=True, slots=True)
class Fix:
    """One answer to change: `then` instead of `now`, by the day `due_on`.

    `kind` is find_out when nobody has said what holds: the answer may already be right. `lifts` are the codes of the
    rules that stop hitting. `saved_eur` is what the premiums fall by, a year and tax included; None where none is told.
    """

    code: str
    field: str
    kind: Literal["do", "find_out", "choose"]
    now: Any
    then: Any
    text: str
    owner: str
    effort: str
    due_on: date
    lifts: tuple[str, ...]
    saved_eur: Decimal | None


@dataclass(frozen=True, slots=True)
class CoverPath:
    """What the changes do to one needed, priced cover: codes of its fixes, and of the rules only a broker can lift."""

    cover: CoverCode
    now: CoverOutcome
    then: CoverOutcome
    fixes: tuple[str, ...]
    remaining: tuple[str, ...]
    total_now_eur: Decimal | None
    range_then_eur: tuple[Decimal, Decimal] | None


@dataclass(frozen=True, slots=True)
class FixToQuote:
    """The smallest set of changes that opens every cover that changes can open.

    `answer_first`: essential questions without an answer, which come before everything. `range_then_eur` and
    `total_now_eur` add up the covers that are quoted then and now, tax included. `cheaper`: safeguards that lower the
    premiums quoted then, with `range_cheaper_eur` once all of them are in place.
    """

    outcome_now: Outcome
    outcome_then: Outcome
    text: str
    answer_first: tuple[str, ...]
    fixes: tuple[Fix, ...]
    ready_on: date | None
    covers: tuple[CoverPath, ...]
    total_now_eur: Decimal | None
    range_then_eur: tuple[Decimal, Decimal] | None
    cheaper: tuple[Fix, ...]
    range_cheaper_eur: tuple[Decimal, Decimal] | None
