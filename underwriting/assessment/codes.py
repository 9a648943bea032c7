"""The codes of an assessment, fixed by the contract, and the one rounding of money."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

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
