"""The assessment: everything the underwriting says of one applicant file on one day (contract, section 4).

Money is Decimal (euros, two decimals once written), scores and probabilities are plain numbers. `portable` turns an
assessment into the JSON object that the contract fixes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from ..guide.base import Language
from .advice import Example, Lever, Payer, Remaining, Residual, Story, StoryCover, Unpaid
from .codes import (
    CALIBRATIONS,
    CENT,
    COVERS,
    PRICED,
    SITUATIONS,
    Audience,
    Calibration,
    CoverCode,
    CoverOutcome,
    Effect,
    Moment,
    OptionCode,
    Outcome,
    SituationCode,
    cents,
)
from .findings import (
    Completeness,
    Contradiction,
    Decision,
    Driver,
    Gap,
    GuideRef,
    Maturity,
    Obligation,
    Prerequisite,
    Reason,
    Situation,
    Theme,
)
from .fixes import CoverPath, Fix, FixToQuote
from .money import (
    Action,
    ControlWorth,
    CoverQuote,
    Guarantee,
    Losses,
    LossFigures,
    Option,
    OptionCover,
    Quote,
    Scenario,
    Step,
    Subjectivity,
    TraceEntry,
    WishCorrection,
)

__all__ = [
    "CALIBRATIONS",
    "CENT",
    "COVERS",
    "PRICED",
    "SITUATIONS",
    "Action",
    "Assessment",
    "Audience",
    "Calibration",
    "Completeness",
    "Contradiction",
    "ControlWorth",
    "CoverCode",
    "CoverOutcome",
    "CoverPath",
    "CoverQuote",
    "Decision",
    "Driver",
    "Effect",
    "Example",
    "Fix",
    "FixToQuote",
    "Gap",
    "Guarantee",
    "GuideRef",
    "Lever",
    "LossFigures",
    "Losses",
    "Maturity",
    "Moment",
    "Obligation",
    "Option",
    "OptionCode",
    "OptionCover",
    "Outcome",
    "Payer",
    "Prerequisite",
    "Quote",
    "Reason",
    "Remaining",
    "Residual",
    "Scenario",
    "Situation",
    "SituationCode",
    "Step",
    "Story",
    "StoryCover",
    "Subjectivity",
    "Theme",
    "TraceEntry",
    "Unpaid",
    "WishCorrection",
    "cents",
    "portable",
]


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
    fix_to_quote: FixToQuote | None
    stories: tuple[Story, ...]
    residual: Residual


def portable(value: Any) -> Any:
    """A JSON value: money as a string with two decimals, numbers to 12 significant digits, dates as ISO strings."""
    if value is None or isinstance(value, str | bool):
        return value
    if is_dataclass(value) and not isinstance(value, type):
        return {name: portable(getattr(value, name)) for name in _names(type(value))}
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


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))
