"""Disagreements about the past, the directors, the policies in force and the wishes."""

from __future__ import annotations

from datetime import date

from ..applicant import Applicant
from .check import above, check

# ── History and directors ─────────────────────────────────────────────────────────────────────────────────────────────


@check
def incident_in_the_future(a: Applicant, on: date) -> bool:
    return any(incident.year > on.year for incident in a.history.incidents or ())


@check
def incident_before_foundation(a: Applicant, on: date) -> bool:
    founded = a.company.founded_on
    return founded is not None and any(incident.year < founded.year for incident in a.history.incidents or ())


@check
def company_without_director(a: Applicant, on: date) -> bool:
    return a.directors.count == 0


@check
def funds_without_investor(a: Applicant, on: date) -> bool:
    return above(a.directors.funds_raised_eur, 0) and a.directors.external_investors is False


@check
def negative_yet_above_half(a: Applicant, on: date) -> bool:
    return a.directors.negative_equity is True and a.directors.equity_below_half_capital is False


# ── Present cover and wishes ──────────────────────────────────────────────────────────────────────────────────────────


@check
def professional_sublimit_above_limit(a: Applicant, on: date) -> bool:
    policy = a.cover.professional_liability
    return above(policy.non_material_limit_eur, policy.limit_eur)


@check
def professional_policy_ended(a: Applicant, on: date) -> bool:
    return above(on, a.cover.professional_liability.expires_on)


@check
def product_policy_ended(a: Applicant, on: date) -> bool:
    return above(on, a.cover.product_liability.expires_on)


@check
def cyber_policy_ended(a: Applicant, on: date) -> bool:
    return above(on, a.cover.cyber.expires_on)


@check
def directors_policy_ended(a: Applicant, on: date) -> bool:
    return above(on, a.cover.directors.expires_on)


@check
def professional_past_cover_from_the_future(a: Applicant, on: date) -> bool:
    return above(a.cover.professional_liability.retroactive_on, on)


@check
def product_past_cover_from_the_future(a: Applicant, on: date) -> bool:
    return above(a.cover.product_liability.retroactive_on, on)


@check
def cyber_past_cover_from_the_future(a: Applicant, on: date) -> bool:
    return above(a.cover.cyber.retroactive_on, on)


@check
def america_outside_the_wished_territory(a: Applicant, on: date) -> bool:
    wished = a.wishes.territory in ("france", "eea", "world_except_us_canada")
    return wished and above(a.company.revenue_us_canada_share, 0)


@check
def abroad_outside_the_wished_territory(a: Applicant, on: date) -> bool:
    """Sales outside Europe beyond those in America, which have a question of their own."""
    elsewhere = above(a.company.revenue_outside_eu_share, a.company.revenue_us_canada_share)
    return a.wishes.territory in ("france", "eea") and elsewhere


@check
def professional_retention_above_limit(a: Applicant, on: date) -> bool:
    policy = a.cover.professional_liability
    return above(policy.retention_eur, policy.limit_eur)


@check
def cyber_retention_above_limit(a: Applicant, on: date) -> bool:
    return above(a.cover.cyber.retention_eur, a.cover.cyber.limit_eur)


@check
def wished_retention_above_limit(a: Applicant, on: date) -> bool:
    return above(a.wishes.cyber_retention_eur, a.wishes.cyber_limit_eur)


@check
def start_in_the_past(a: Applicant, on: date) -> bool:
    return above(on, a.wishes.start_on)


@check
def cyber_insured_twice(a: Applicant, on: date) -> bool:
    return above(a.cover.cyber.expires_on, a.wishes.start_on)


@check
def professional_insured_twice(a: Applicant, on: date) -> bool:
    wished = above(a.wishes.professional_limit_eur, 0)
    return wished and above(a.cover.professional_liability.expires_on, a.wishes.start_on)


@check
def product_insured_twice(a: Applicant, on: date) -> bool:
    wished = above(a.wishes.product_limit_eur, 0)
    return wished and above(a.cover.product_liability.expires_on, a.wishes.start_on)


@check
def directors_insured_twice(a: Applicant, on: date) -> bool:
    wished = above(a.wishes.directors_limit_eur, 0)
    return wished and above(a.cover.directors.expires_on, a.wishes.start_on)


@check
def wish_below_client_demand(a: Applicant, on: date) -> bool:
    return above(a.contracts.client_required_limit_eur, a.wishes.cyber_limit_eur)
