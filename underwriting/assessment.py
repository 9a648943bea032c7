"""The assessment: everything the underwriting says of one applicant file on one day (contract, section 4).

Money is Decimal (euros, two decimals once written), scores and probabilities are plain numbers. `portable` turns an
assessment into the JSON object that the contract fixes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Literal

from .guide.base import Language, Standing

Audience = Literal["broker", "prospect"]
Outcome = Literal["quote", "partial", "refer", "incomplete", "decline"]
Effect = Literal["refer", "incomplete", "decline", "condition"]
CoverCode = Literal[
    "cyber",
    "professional_liability",
    "product_liability",
    "directors_liability",
    "public_liability",
    "clinical_trial_liability",
]
CoverOutcome = Literal["quote", "refer", "incomplete", "decline", "not_needed"]
COVERS: tuple[CoverCode, ...] = (
    "cyber",
    "professional_liability",
    "product_liability",
    "directors_liability",
    "public_liability",
    "clinical_trial_liability",
)
PRICED: tuple[CoverCode, ...] = COVERS[:4]
Calibration = Literal["claims", "blended", "stress"]
CALIBRATIONS: tuple[Calibration, ...] = ("claims", "blended", "stress")
SituationCode = Literal["software", "connected_device", "other_health_product"]
SITUATIONS: tuple[SituationCode, ...] = ("software", "connected_device", "other_health_product")
OptionCode = Literal["essential", "recommended", "extended"]
Moment = Literal["quote", "bind", "30_days_after"]
CENT = Decimal("0.01")


def cents(amount: Decimal | float) -> Decimal:
    """The one rounding of money: to the cent, halves away from zero."""
    return Decimal(str(amount)).quantize(CENT, ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class GuideRef:
    edition: str
    sha256: str
    effective_from: date


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a cover, or the whole file, is not automatic; or what it is subject to."""

    code: str
    effect: Effect
    covers: tuple[CoverCode, ...]
    text: str
    fields: tuple[str, ...]
    way_back: str | None
    source: str


@dataclass(frozen=True, slots=True)
class Decision:
    outcome: Outcome
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Completeness:
    """Shares of the visible questions answered, and the fields that are not."""

    short_path: float
    full: float
    missing: tuple[str, ...]
    unknown: tuple[str, ...]
    ignored: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contradiction:
    code: str
    fields: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Prerequisite:
    code: str
    status: Literal["met", "partly", "not_met", "unknown", "not_applicable"]
    text: str
    remedy: str | None


@dataclass(frozen=True, slots=True)
class Driver:
    """A field's part in a score. Points are multiples of a quarter, so that sums are exact."""

    field: str
    points: float
    text: str


@dataclass(frozen=True, slots=True)
class Situation:
    """Risk 0 to 100, higher is riskier: the exact sum of its drivers."""

    code: SituationCode
    applies: bool
    score: float
    coupling: Literal["inseparable", "sometimes", "distinct"]
    cover_architecture: str
    drivers: tuple[Driver, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    code: str
    applies: bool
    exposure: int
    cover: Literal["covered", "sublimited", "excluded", "unknown", "no_policy"]
    severity: int
    text: str
    question_to_insurer: str


@dataclass(frozen=True, slots=True)
class Obligation:
    code: str
    applies: Literal["yes", "no", "to_confirm"]
    status: Literal["met", "not_met", "unknown", "not_due"]
    standing: Standing
    text: str
    deadline: date | None
    source: str


@dataclass(frozen=True, slots=True)
class Theme:
    code: str
    score: float
    weight: float


@dataclass(frozen=True, slots=True)
class Maturity:
    """100 is best. `score` is the exact sum of the drivers' points."""

    score: float
    grade: Literal["A", "B", "C", "D", "E"]
    themes: tuple[Theme, ...]
    drivers: tuple[Driver, ...]


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
    """What one more safeguard would save a year: on average, in the worst year of a hundred, on the premiums."""

    code: str
    expected_saved_eur: Decimal
    var_99_saved_eur: Decimal
    premium_saved_eur: Decimal | None


@dataclass(frozen=True, slots=True)
class Losses:
    calibrations: Mapping[Calibration, LossFigures]
    scenarios: tuple[Scenario, ...]
    controls: tuple[ControlWorth, ...]


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
    """A condition, with the moment before which it must be met."""

    code: str
    text: str
    before: Moment


@dataclass(frozen=True, slots=True)
class CoverQuote:
    """One of the six covers. Amounts are None where none can be computed or shown."""

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


@dataclass(frozen=True, slots=True)
class OptionCover:
    code: CoverCode
    limit_eur: Decimal
    retention_eur: Decimal
    net_eur: Decimal
    total_eur: Decimal


@dataclass(frozen=True, slots=True)
class Option:
    code: OptionCode
    covers: tuple[OptionCover, ...]
    net_eur: Decimal
    tax_eur: Decimal
    total_eur: Decimal
    range_eur: tuple[Decimal, Decimal]


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
    """Something to do. Priority 1 is first; `effect` says what it changes, in fields fit for machines."""

    code: str
    text: str
    why: str
    priority: Literal[1, 2, 3]
    due_in_days: int
    effort: str
    effect: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Step:
    step: Literal[1, 2, 3, 4]
    code: str
    status: Literal["to_do", "in_progress", "done"]
    actions: tuple[Action, ...]


@dataclass(frozen=True, slots=True)
class Assessment:
    guide: GuideRef
    assessed_on: date
    language: Language
    audience: Audience
    decision: Decision
    completeness: Completeness
    contradictions: tuple[Contradiction, ...]
    eligibility: tuple[Prerequisite, ...]
    situations: tuple[Situation, ...]
    gaps: tuple[Gap, ...]
    obligations: tuple[Obligation, ...]
    maturity: Maturity
    losses: Losses
    quote: Quote
    plan: tuple[Step, ...]


def portable(value: Any) -> Any:
    """A JSON value: money as a string with two decimals, numbers to 12 significant digits, dates as ISO strings."""
    if is_dataclass(value):
        return {f.name: portable(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, Decimal):
        return str(cents(value))
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 1e12 else float(f"{value:.12g}")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: portable(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [portable(item) for item in value]
    return value
