"""The rules of professional, product and directors’ liability, and of the covers that are never priced here."""

from __future__ import annotations

from .case import HIT, UNSAID, Case, Finding, any_us_canada, base_above, fact, known, limit_above, rule

# ── Professional liability ───────────────────────────────────────────────────────────────────────────────────────────


@rule
def professional_size(case: Case) -> Finding:
    return base_above(case, "professional_size")


@rule
def professional_limit(case: Case) -> Finding:
    return limit_above(case, "professional_limit", "professional_liability")


@rule
def professional_device_class(case: Case) -> Finding:
    product = case.applicant.product
    if product.device_status in (None, "not_a_device") or product.device_class in ("I", "IIa", "A", "B"):
        return None
    if product.device_class in (None, "unknown"):
        settled = product.device_status != "unknown"
        return {"fields": ("product.device_class",) if settled else ("product.device_status",)}
    return {"class": product.device_class, "variant": "told"}


@rule
def professional_dose(case: Case) -> Finding:
    support = case.applicant.product.decision_support
    return UNSAID if support is None else (HIT if support == "dose" else None)


@rule
def professional_ai_unvalidated(case: Case) -> Finding:
    used = case.applicant.product.ai_component
    validated = case.control("product.human_validation") == "yes"
    return UNSAID if used is None else (HIT if used and not validated else None)


@rule
def professional_penalties(case: Case) -> Finding:
    penalties = case.applicant.contracts.penalties
    return {"variant": penalties} if penalties in ("uncapped", "unknown") else None


@rule
def professional_liability_cap(case: Case) -> Finding:
    contracts, limit = case.applicant.contracts, case.threshold("professional_liability_cap")
    if contracts.liability_cap in ("all", "most"):
        return None
    if contracts.largest_contract_eur is None:
        return UNSAID
    allowed = limit * (case.applicant.company.revenue_last_eur or 0)
    if contracts.largest_contract_eur <= allowed:
        return None
    return {"limit": limit} | ({"variant": "unknown"} if contracts.liability_cap == "unknown" else {})


@rule
def professional_us_canada(case: Case) -> Finding:
    return any_us_canada(case)


@rule
def professional_ip_dispute(case: Case) -> Finding:
    return fact(case.applicant.intellectual_property.disputes)


@rule
def professional_project_dispute(case: Case) -> Finding:
    return fact(case.applicant.contracts.project_disputes)


# ── Product liability ────────────────────────────────────────────────────────────────────────────────────────────────


@rule
def product_size(case: Case) -> Finding:
    return base_above(case, "product_size")


@rule
def product_class(case: Case) -> Finding:
    device_class = case.applicant.product.device_class
    if device_class == "unknown":
        return {"variant": "unknown"}
    return {"class": device_class} if device_class in ("IIb", "III", "C", "D") else None


@rule
def product_status(case: Case) -> Finding:
    status = case.applicant.product.device_status
    return {"variant": status} if status in ("unknown", "in_certification") else None


@rule
def product_not_on_market(case: Case) -> Finding:
    product = case.applicant.product
    return HIT if product.device_class in ("IIa", "B") and product.stage != "on_market" else None


@rule
def product_implant(case: Case) -> Finding:
    return known(case.applicant.product.implantable)


@rule
def product_pharma_biotech(case: Case) -> Finding:
    return HIT if case.applicant.product.other_kind in ("pharma", "biotech") else None


@rule
def product_study(case: Case) -> Finding:
    return HIT if case.applicant.product.stage == "clinical_study" else None


@rule
def product_direct_action(case: Case) -> Finding:
    return HIT if case.applicant.product.patient_harm == "direct_action" else None


@rule
def product_recall(case: Case) -> Finding:
    return fact(case.applicant.product.past_recall)


@rule
def product_unsigned_update(case: Case) -> Finding:
    update = case.applicant.product.remote_update
    return UNSAID if update is None else (HIT if update == "unsigned" else None)


@rule
def product_limit(case: Case) -> Finding:
    return limit_above(case, "product_limit", "product_liability")


@rule
def product_us_canada(case: Case) -> Finding:
    return any_us_canada(case)


@rule
def product_unlisted(case: Case) -> Finding:
    product = case.applicant.product
    physical = any(family != "software" for family in product.families or ())
    return HIT if physical and product.device_status == "not_a_device" else None


# ── Directors ────────────────────────────────────────────────────────────────────────────────────────────────────────


@rule
def directors_size(case: Case) -> Finding:
    return base_above(case, "directors_size")


@rule
def directors_equity(case: Case) -> Finding:
    return fact(case.applicant.directors.negative_equity)


@rule
def directors_half_capital(case: Case) -> Finding:
    return fact(case.applicant.directors.equity_below_half_capital)


@rule
def directors_runway(case: Case) -> Finding:
    months, limit = case.applicant.directors.cash_runway_months, case.threshold("directors_runway")
    return UNSAID if months is None else ({"months": months, "limit": limit} if months < limit else None)


@rule
def directors_litigation(case: Case) -> Finding:
    return fact(case.applicant.directors.litigation)


@rule
def directors_limit(case: Case) -> Finding:
    return limit_above(case, "directors_limit", "directors_liability")


# ── Covers that are said, never priced here ──────────────────────────────────────────────────────────────────────────


@rule
def public_liability_by_broker(case: Case) -> Finding:
    return HIT


@rule
def clinical_trial_by_broker(case: Case) -> Finding:
    return HIT
