"""Whom the duties on products, studies and digital products bind."""

from __future__ import annotations

from .. import facts
from . import profile
from .case import Case, trigger
from .verdicts import Verdict, among, both, either, holds, perhaps, told

NOTIFIED_CLASSES = ("IIa", "IIb", "III", "B", "C", "D")
"""Classes whose certification goes through a notified body."""


@trigger
def csp_l1142_2(case: Case) -> Verdict:
    """Makers and suppliers of finished health products on the market; a pilot, or a laboratory, may be caught."""
    if facts.is_health_product_on_market(case.applicant):
        return "yes"
    laboratory = case.applicant.product.other_kind == "laboratory"
    doubt = laboratory or facts.may_be_health_product_on_market(case.applicant) or _may_be_in_pilot(case)
    return "to_confirm" if doubt else "no"


def _may_be_in_pilot(case: Case) -> bool:
    product = case.applicant.product
    health = facts.may_be_regulated_device(case.applicant) or product.other_kind in facts.FINISHED_KINDS
    return product.stage == "pilot" and health and facts.supplies_products(case.applicant)


@trigger
def csp_l5311_1_software(case: Case) -> Verdict:
    """Software that is no device may stand in the list of health products."""
    used = told(case.applicant.product.stage, "on_market", "pilot")
    not_a_device = profile.outside_device_law(case.applicant)
    return perhaps(both(profile.has_software(case.applicant), not_a_device, used))


@trigger
def csp_l1121_10(case: Case) -> Verdict:
    """Promoters of a study in France; one of no stated kind of product may involve no intervention.

    A pilot with a device that is not certified yet may be an investigation.
    """
    product = case.applicant.product
    if product.stage == "pilot" and product.device_status == "in_certification":
        return "to_confirm"
    if not facts.has_study(case.applicant):
        return told(product.stage, "clinical_study")
    study, abroad = product.study, False
    if study is not None and study.countries:
        abroad = "FR" not in study.countries
    return "to_confirm" if abroad or (study is not None and study.type == "other") else "yes"


@trigger
def mdr_10_16(case: Case) -> Verdict:
    """Manufacturers of medical devices on the market."""
    device = profile.under_mdr(case.applicant)
    return both(device, profile.maker(case.applicant), profile.on_market(case.applicant))


@trigger
def ivdr_10_15(case: Case) -> Verdict:
    """Manufacturers of in vitro diagnostics on the market."""
    diagnostic = profile.under_ivdr(case.applicant)
    return both(diagnostic, profile.maker(case.applicant), profile.on_market(case.applicant))


@trigger
def mdr_rule_11(case: Case) -> Verdict:
    """Device software; to confirm when its class is missing, or looks low for the decisions that it supports."""
    applies = both(profile.under_mdr(case.applicant), profile.has_software(case.applicant))
    untold = case.applicant.product.device_class in ("unknown", None)
    return perhaps(applies) if untold or profile.class_looks_low(case.applicant) else applies


@trigger
def mdr_87(case: Case) -> Verdict:
    """Manufacturers of medical devices on the market."""
    return mdr_10_16(case)


@trigger
def ivdr_82(case: Case) -> Verdict:
    """Manufacturers of in vitro diagnostics on the market."""
    return ivdr_10_15(case)


@trigger
def cra_14(case: Case) -> Verdict:
    """Makers of digital products on the market, medical devices left out."""
    applicant = case.applicant
    product = both(profile.outside_device_law(applicant), profile.has_digital_product(applicant))
    return both(product, profile.on_market(applicant), profile.maker_or_developer(applicant))


@trigger
def cra_full(case: Case) -> Verdict:
    """Makers of digital products, sold or to come; importers and distributors have a part of it."""
    applicant = case.applicant
    product = both(profile.outside_device_law(applicant), profile.has_digital_product(applicant))
    traders = perhaps(among(applicant.product.roles or None, "importer", "distributor"))
    return both(product, either(profile.maker_or_developer(applicant), traders))


@trigger
def cdef_l2321_4_1(case: Case) -> Verdict:
    """Publishers whose software is in use in France; that of a device, or of a foreign publisher, is to confirm."""
    applicant = case.applicant
    software = "yes" if facts.is_software(applicant) else perhaps(profile.has_software(applicant))
    here = either(told(applicant.company.country, "FR"), "to_confirm")
    in_use = told(applicant.product.stage, "on_market", "pilot")
    return both(software, profile.maker_or_developer(applicant), in_use, here)


@trigger
def pld_2024_2853(case: Case) -> Verdict:
    """Products new or substantially changed after the date; that is not asked of a product without software."""
    product = case.applicant.product
    return perhaps("yes") if facts.is_other(case.applicant) else holds(product.new_or_changed_after_2026_12_09)


@trigger
def ai_act_50(case: Case) -> Verdict:
    """Artificial intelligence that may talk with persons or make content."""
    return perhaps(profile.has_ai(case.applicant))


@trigger
def ai_act_annex_iii(case: Case) -> Verdict:
    """Artificial intelligence whose use may stand on the European list."""
    return perhaps(profile.has_ai(case.applicant))


@trigger
def ai_act(case: Case) -> Verdict:
    """Artificial intelligence in a device that a notified body assesses."""
    product = case.applicant.product
    regulated = either(profile.under_mdr(case.applicant), profile.under_ivdr(case.applicant))
    body = perhaps(holds(bool(product.notified_body)))
    return both(profile.has_ai(case.applicant), regulated, either(told(product.device_class, *NOTIFIED_CLASSES), body))


@trigger
def ehds(case: Case) -> Verdict:
    """Holders of health data and makers of medical records, which the answers do not tell apart."""
    return perhaps(profile.health_data(case.applicant))
