"""Disagreements about the company and its product."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from ..applicant import Applicant
from ..guide.base import Number
from .check import above, check, compared, has, lacks

MDR_CLASSES = ("I", "IIa", "IIb", "III")
IVDR_CLASSES = ("A", "B", "C", "D")


# ── The company ───────────────────────────────────────────────────────────────────────────────────────────────────────


@check
def founded_in_the_future(a: Applicant, on: date) -> bool:
    return above(a.company.founded_on, on)


@check
def more_technical_staff_than_staff(a: Applicant, on: date) -> bool:
    return above(a.company.it_headcount, a.company.headcount)


@check
def largest_client_without_revenue(a: Applicant, on: date) -> bool:
    return a.company.revenue_last_eur == 0 and above(a.company.largest_client_share, 0)


@compared
def forecast_far_below_revenue(a: Applicant, numbers: Mapping[str, Number]) -> bool:
    last, forecast = a.company.revenue_last_eur, a.company.revenue_forecast_eur
    return last is not None and forecast is not None and forecast < last * numbers["fall_to"].value


@check
def america_above_outside_europe(a: Applicant, on: date) -> bool:
    return above(a.company.revenue_us_canada_share, a.company.revenue_outside_eu_share)


@check
def parent_without_subsidiary(a: Applicant, on: date) -> bool:
    return a.company.group == "parent" and a.company.subsidiaries is False


# ── The product ───────────────────────────────────────────────────────────────────────────────────────────────────────


@check
def on_market_before_certification(a: Applicant, on: date) -> bool:
    return a.product.stage == "on_market" and a.product.device_status == "in_certification"


@check
def diagnostic_class_under_mdr(a: Applicant, on: date) -> bool:
    return a.product.device_status == "mdr" and a.product.device_class in IVDR_CLASSES


@check
def device_class_under_ivdr(a: Applicant, on: date) -> bool:
    return a.product.device_status == "ivdr" and a.product.device_class in MDR_CLASSES


@check
def lowest_class_with_notified_body(a: Applicant, on: date) -> bool:
    return a.product.device_class in ("I", "A") and a.product.notified_body is not None


@check
def lowest_class_implant(a: Applicant, on: date) -> bool:
    return a.product.device_class == "I" and a.product.implantable is True


@check
def diagnostic_test_under_mdr(a: Applicant, on: date) -> bool:
    return a.product.other_kind == "ivd" and a.product.device_status == "mdr"


@check
def medical_decision_but_no_device(a: Applicant, on: date) -> bool:
    return a.product.decision_support in ("diagnosis", "dose") and a.product.device_status == "not_a_device"


@check
def wrong_decision_without_support(a: Applicant, on: date) -> bool:
    return a.product.decision_support == "none" and a.product.patient_harm == "wrong_decision"


@check
def medical_decision_without_harm(a: Applicant, on: date) -> bool:
    return a.product.decision_support in ("diagnosis", "dose") and a.product.patient_harm == "none"


@check
def implant_without_harm(a: Applicant, on: date) -> bool:
    return a.product.implantable is True and a.product.patient_harm == "none"


@check
def highest_class_without_harm(a: Applicant, on: date) -> bool:
    return a.product.device_class in ("III", "D") and a.product.patient_harm == "none"


@check
def study_without_maker(a: Applicant, on: date) -> bool:
    return a.product.stage == "clinical_study" and lacks(a.product.roles, "manufacturer", "developer")


@check
def importer_of_european_goods(a: Applicant, on: date) -> bool:
    return has(a.product.roles, "importer") and a.product.non_eu_manufacturer is False


@check
def units_before_any_pilot(a: Applicant, on: date) -> bool:
    return a.product.stage == "research" and above(a.product.units_in_service, 0)


@check
def users_before_any_pilot(a: Applicant, on: date) -> bool:
    return a.product.stage == "research" and above(a.product.end_users, 0)
