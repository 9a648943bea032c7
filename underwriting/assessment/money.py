"""What is computed and advised: losses, quote, plan. Money is Decimal, in euros."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from .codes import Calibration, CoverCode, CoverOutcome, Moment, OptionCode


@dataclass(frozen=True, slots=True)
class LossFigures:
    """The year's loss before insurance under one calibration; exceedance pairs are (loss in euros, probability)."""

    expected_annual_eur: Decimal
    probability_any: float
    typical_loss_eur: Decimal
    var_95_eur: Decimal
    var_99_eur: Decimal
    exceedance: tuple[tuple[Decimal, float], ...]
    probability_above_limit: float


@dataclass(frozen=True, slots=True)
class Scenario:
    code: str
    frequency: float
    median_eur: Decimal
    expected_annual_eur: Decimal


@dataclass(frozen=True, slots=True)
class ControlWorth:
    """What one more safeguard would save a year: on average, in the worst year of a hundred, on the premiums; and
    `meets`, the codes of the rules and duties open today that read it."""

    code: str
    expected_saved_eur: Decimal
    var_99_saved_eur: Decimal
    premium_saved_eur: Decimal | None
    meets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Losses:
    """The year's losses. `text` says the blended year in a sentence; `controls_text` whether the missing controls pay
    for their work by average losses alone."""

    calibrations: Mapping[Calibration, LossFigures]
    scenarios: tuple[Scenario, ...]
    controls: tuple[ControlWorth, ...]
    text: str = ""
    controls_text: str = ""


@dataclass(frozen=True, slots=True)
class WishCorrection:
    field: str
    asked: int
    given: int
    because: str


@dataclass(frozen=True, slots=True)
class TraceEntry:
    """One line of a premium's arithmetic: the reference, a factor, or a step in euros."""

    kind: Literal["reference", "factor", "step"]
    factor: str
    value: float | Decimal
    because: str
    source: str


@dataclass(frozen=True, slots=True)
class Guarantee:
    code: str
    included: Literal["yes", "option", "no"]
    text: str


@dataclass(frozen=True, slots=True)
class Subjectivity:
    """A condition, with the moment before which it must be met.

    `deadline`: the day that the moment falls on at the latest, None while no start of the cover can be told.
    """

    code: str
    text: str
    before: Moment
    deadline: date | None = None


@dataclass(frozen=True, slots=True)
class CoverQuote:
    """One of the six covers. Amounts are None where none can be computed or shown.

    `why` it is needed, and this limit; `advice`: why this retention, and what the market takes. Empty without a price.
    """

    code: CoverCode
    compulsory: bool
    needed: bool
    outcome: CoverOutcome
    why: str
    limit_eur: Decimal | None
    retention_eur: Decimal | None
    reference_eur: Decimal | None
    pure_eur: Decimal | None
    net_eur: Decimal | None
    tax_eur: Decimal | None
    total_eur: Decimal | None
    range_eur: tuple[Decimal, Decimal] | None
    trace: tuple[TraceEntry, ...]
    guarantees: tuple[Guarantee, ...]
    subjectivities: tuple[Subjectivity, ...]
    advice: str = ""


@dataclass(frozen=True, slots=True)
class OptionCover:
    code: CoverCode
    limit_eur: Decimal
    retention_eur: Decimal
    net_eur: Decimal
    total_eur: Decimal


@dataclass(frozen=True, slots=True)
class Option:
    """The same covers, taken smaller, as advised or larger; `text` says what that changes beside the advised one."""

    code: OptionCode
    covers: tuple[OptionCover, ...]
    net_eur: Decimal
    tax_eur: Decimal
    total_eur: Decimal
    range_eur: tuple[Decimal, Decimal]
    text: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    indicative: Literal[True]
    published: bool
    currency: Literal["EUR"]
    valid_until: date
    wish_corrections: tuple[WishCorrection, ...]
    options: tuple[Option, ...]
    covers: tuple[CoverQuote, ...]


@dataclass(frozen=True, slots=True)
class Action:
    """Something to do. Priority 1 is first; `effect` says what it changes for machines, `gains` in words."""

    code: str
    text: str
    why: str
    priority: Literal[1, 2, 3]
    due_in_days: int
    effort: str
    effect: Mapping[str, Any] = field(default_factory=dict)
    gains: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    step: Literal[1, 2, 3, 4]
    code: str
    status: Literal["to_do", "in_progress", "done"]
    actions: tuple[Action, ...]
