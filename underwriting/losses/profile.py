"""A company as the model sees it: its size, its hazards, its controls."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

import numpy as np

from .. import facts
from ..applicant import Applicant
from ..applicant.kinds import Family
from ..guide.loader import Guide
from ..guide.losses_schema import SCENARIOS, Hazards, LossesGuide
from .concerns import possible
from .model import Model, family_hazards, model_of
from .severity import Floats

ProductKind = Literal["no_device", "software_device", "device"]
"""What product liability insures: nothing regulated, a software that is (or may be) a device, a thing."""

UNANSWERED = "_unanswered"
PRODUCT, DIRECTORS, HIJACK = (SCENARIOS.index(code) for code in ("product_defect", "directors_claim", "device_hijack"))


@dataclass(frozen=True, eq=False, slots=True)
class RiskProfile:
    """A company in figures.

    `exposure_base` in euros; `persons` as counted, `persons_told` when that is what the company said. `ln_base`,
    `ln_persons`: the logarithms of both relative to the reference company. `hazards` (s,) multiply frequencies, 0 for
    what can't happen here; `situation` names those that belong to this company alone. `states` (c,) go from 0 to 1, 1
    being a control fully in place; `asked`: the controls that concern this company. `frequency` (events a year, s) and
    `ln_median` (s,) are the outcome, under the claims calibration.
    """

    exposure_base: float
    persons: int
    persons_told: bool
    family: Family
    device_class: str
    product: ProductKind
    units: int | None
    situation: tuple[str, ...]
    ln_base: float
    ln_persons: float
    hazards: Floats
    states: Floats
    asked: tuple[str, ...]
    improvable: tuple[str, ...]
    frequency: Floats
    ln_median: Floats


def risk_profile(applicant: Applicant, guide: Guide) -> RiskProfile:
    """The profile of a file reduced to its visible answers. Never fails: what is unanswered is never rewarded."""
    model, losses = model_of(guide), guide.losses
    base = exposure_base(applicant, guide)
    persons, told = counted_persons(applicant, losses)
    offset = losses.exposure.persons_offset.f
    ln_base = math.log(base / losses.reference.exposure_base.f)
    ln_persons = math.log((persons + offset) / (losses.reference.persons.f + offset))
    situation = _situation(applicant, losses.hazards)
    hazards = _hazards(applicant, losses, situation)
    states = _states(applicant, model)
    asked = _asked(applicant, guide, model)
    logs = ln_base * model.base + ln_persons * model.records
    return RiskProfile(
        exposure_base=base,
        persons=persons,
        persons_told=told,
        family=applicant.product.main_family or "software",
        device_class=device_class(applicant),
        product=product_kind(applicant),
        units=_units(applicant, losses.hazards),
        situation=situation,
        ln_base=ln_base,
        ln_persons=ln_persons,
        hazards=hazards,
        states=states,
        asked=asked,
        improvable=tuple(path for path in asked if states[model.controls.index(path)] < 1),
        frequency=model.frequency * hazards * np.exp(logs[0] + model.control_logs(states)),
        ln_median=model.ln_median + logs[1],
    )


def exposure_base(applicant: Applicant, guide: Guide) -> float:
    """The size of the company in euros a year: the greatest of its revenues, its spend and a figure per head."""
    company, rule = applicant.company, guide.losses.exposure
    told = max(company.revenue_last_eur or 0, company.revenue_forecast_eur or 0, company.annual_spend_eur or 0)
    heads = (company.headcount or 0) * rule.revenue_per_head.value
    return float(max(Decimal(told), heads, rule.smallest_base.value))


def counted_persons(applicant: Applicant, losses: LossesGuide) -> tuple[int, bool]:
    """Persons whose data are counted, and whether that number was told.

    The number that the kinds of data call for, left unanswered, counts as what few companies exceed; no data at all, or
    a small number told, counts as the fewest.
    """
    rule, kinds = losses.exposure, applicant.data.kinds
    counted, told = facts.persons(applicant), facts.persons_told(applicant)
    if not told:
        stand_in = rule.unanswered_persons.values
        counted = max(counted, *(int(stand_in[kind]) for kind in (stand_in if kinds is None else kinds)))
        counted = max(counted, applicant.company.headcount or 0)
    return max(counted, int(rule.fewest_persons.value)), told


def product_kind(applicant: Applicant) -> ProductKind:
    """A thing once a connected device, a regulated product or a finished health product is sold."""
    product = applicant.product
    regulated = facts.may_be_regulated_device(applicant)
    if facts.is_device(applicant) or product.other_kind in facts.FINISHED_KINDS:
        return "device"
    if facts.is_other(applicant) and facts.is_regulated_device(applicant):
        return "device"
    return "software_device" if regulated else "no_device"


def device_class(applicant: Applicant) -> str:
    """The class of the device: "none" for what is said to be no device, "unknown" for whatever is not known."""
    if not facts.may_be_regulated_device(applicant):
        return "none"
    return applicant.product.device_class or "unknown"


def _hazards(applicant: Applicant, losses: LossesGuide, situation: tuple[str, ...]) -> Floats:
    """Multipliers (s,), 0 for what can't happen to this company. The main family gives them; for bodily injury the most
    dangerous of the families counts."""
    rule = losses.hazards
    families: list[Family] = [*(applicant.product.families or ()), applicant.product.main_family or "software"]
    each = [family_hazards(losses, family, _product(family, applicant)) for family in families]
    hazards = each[-1].copy()
    for scenario in (PRODUCT, HIJACK):
        hazards[scenario] = max(row[scenario] for row in each)
    hazards[PRODUCT] *= rule.device_class.f(device_class(applicant)) * _units_factor(applicant, rule)
    hazards[PRODUCT] *= rule.implant.f if "implant" in situation else 1
    hazards[PRODUCT] *= rule.study.f if "study" in situation else 1
    board = [code.removesuffix(UNANSWERED) for code in situation]
    product = math.prod(rule.directors.f(code) for code in board if code in rule.directors.values)
    hazards[DIRECTORS] *= min(product, rule.directors.f("most"))
    return hazards * possible(applicant, losses)


def _product(family: Family, applicant: Applicant) -> str:
    if family != "software":
        return family
    return "software_device" if facts.may_be_regulated_device(applicant) else "software_no_device"


def _units(applicant: Applicant, rule: Hazards) -> int | None:
    """Devices in service, None where none are sold."""
    if not facts.is_device(applicant):
        return None
    told = applicant.product.units_in_service
    return int(rule.units.unanswered.value) if told is None else told


def _units_factor(applicant: Applicant, rule: Hazards) -> float:
    """Grows with the devices in service; the offset keeps it smooth near zero."""
    units = _units(applicant, rule)
    if units is None:
        return 1.0
    offset = rule.units.offset.f
    return float(((units + offset) / (rule.units.reference.f + offset)) ** rule.units.exponent.f)


def _situation(applicant: Applicant, rule: Hazards) -> tuple[str, ...]:
    """What belongs to this company alone. A fact about the board left out counts as true and is named so; the runway
    apart: an unknown one is no ground for a referral either."""
    product, board = applicant.product, applicant.directors
    runway = board.cash_runway_months
    devices = facts.is_device(applicant)
    told = {
        "implant": product.implantable or False,
        "study": facts.has_study(applicant),
        "units": devices and (True if product.units_in_service is not None else None),
        "negative_equity": board.negative_equity,
        "short_runway": runway is not None and runway < rule.short_runway_months.value,
        "external_investors": board.external_investors,
        "litigation": board.litigation,
    }
    return tuple(code + UNANSWERED * (answer is None) for code, answer in told.items() if answer is not False)


def _states(applicant: Applicant, model: Model) -> Floats:
    """1 for yes, a part for partly, 0 for no, unknown and unanswered; not applicable: the reference company's state."""
    worth = {"yes": 1.0, "partly": model.partly}
    answers = (applicant.control(path) for path in model.controls)
    return np.array(
        [
            standard if answer == "not_applicable" else worth.get(answer or "no", 0.0)
            for answer, standard in zip(answers, model.in_reference, strict=True)
        ]
    )


def _asked(applicant: Applicant, guide: Guide, model: Model) -> tuple[str, ...]:
    """The controls that this company is asked about and that can apply to it."""
    return tuple(
        path
        for path in model.controls
        if applicant.control(path) != "not_applicable" and guide.questions[path].is_visible(applicant.get)
    )
