"""Disagreements about contracts, hosting, data and safeguards."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from ..applicant import Applicant
from ..guide.base import Number
from .check import above, check, compared, has, lacks

# ── Contracts and hosting ─────────────────────────────────────────────────────────────────────────────────────────────


@check
def results_beyond_the_law(a: Applicant, on: date) -> bool:
    return a.contracts.commitments == "results" and a.control("contracts.warranties_limited_to_law") == "yes"


@check
def uncapped_penalties_under_a_cap(a: Applicant, on: date) -> bool:
    return a.contracts.penalties == "uncapped" and a.contracts.liability_cap == "all"


@check
def contract_larger_than_sales(a: Applicant, on: date) -> bool:
    return above(a.contracts.largest_contract_eur, _best_year(a))


@check
def contract_above_the_largest_client(a: Applicant, on: date) -> bool:
    """The largest contract, a year, against the share of sales that the largest client is said to make."""
    share, sales, contract = a.company.largest_client_share, _best_year(a), a.contracts.largest_contract_eur
    if share is None or sales is None or contract is None:
        return False
    return Decimal(str(share)) * sales < contract <= sales


def _best_year(a: Applicant) -> int | None:
    """The better of last year's sales and this year's forecast; None unless both are told."""
    last, forecast = a.company.revenue_last_eur, a.company.revenue_forecast_eur
    return None if last is None or forecast is None else max(last, forecast)


@check
def online_service_without_hosting(a: Applicant, on: date) -> bool:
    return a.hosting.production == "none" and has(a.product.delivery, "saas")


@check
def hosting_for_others_without_hosting(a: Applicant, on: date) -> bool:
    return a.hosting.production == "none" and a.hosting.hosts_health_data_for_others is True


@check
def hosting_for_others_without_health_data(a: Applicant, on: date) -> bool:
    return a.hosting.hosts_health_data_for_others is True and lacks(a.data.kinds, "health", "genetic")


@check
def hosting_for_others_as_controller(a: Applicant, on: date) -> bool:
    return a.hosting.hosts_health_data_for_others is True and a.data.role == "controller"


@check
def certificate_said_not_to_apply(a: Applicant, on: date) -> bool:
    return a.hosting.hosts_health_data_for_others is True and a.control("hosting.hds_certified") == "not_applicable"


@check
def certificate_past_its_date(a: Applicant, on: date) -> bool:
    return a.control("hosting.hds_certified") == "yes" and above(on, a.hosting.hds_valid_until)


@check
def certificate_without_activity(a: Applicant, on: date) -> bool:
    return a.control("hosting.hds_certified") == "yes" and a.hosting.hds_activities == ()


@check
def certificate_claimed_and_denied(a: Applicant, on: date) -> bool:
    return a.control("hosting.hds_certified") == "no" and has(a.safeguards.certifications, "hds")


@check
def certified_host_outside_europe(a: Applicant, on: date) -> bool:
    return a.control("hosting.hds_certified") == "yes" and a.hosting.region == "outside_eea"


@check
def hosted_outside_europe_without_transfer(a: Applicant, on: date) -> bool:
    return a.hosting.region in ("outside_eea", "mixed") and a.data.transfers_outside_eea is False


# ── Data and safeguards ───────────────────────────────────────────────────────────────────────────────────────────────


@check
def fewer_persons_than_patients(a: Applicant, on: date) -> bool:
    return above(a.data.health_records, a.data.personal_records)


@check
def sensitive_data_of_nobody(a: Applicant, on: date) -> bool:
    in_use = a.product.stage in ("clinical_study", "pilot", "on_market")
    return a.data.health_records == 0 and (in_use or a.hosting.hosts_health_data_for_others is True)


@check
def payments_without_cards(a: Applicant, on: date) -> bool:
    return has(a.data.kinds, "payment") and a.data.card_data == "none"


@check
def detection_without_antivirus(a: Applicant, on: date) -> bool:
    return (a.control("safeguards.endpoint_detection"), a.control("prerequisites.antivirus_weekly")) == ("yes", "no")


@check
def locked_backup_but_none_apart(a: Applicant, on: date) -> bool:
    apart = a.control("prerequisites.data_backup_monthly_offline")
    return a.control("safeguards.backup_immutable") == "yes" and apart == "no"


@compared
def monthly_patches_too_late(a: Applicant, numbers: Mapping[str, Number]) -> bool:
    days = a.safeguards.critical_patch_days
    monthly = a.control("prerequisites.systems_patched_monthly") == "yes"
    return monthly and days is not None and days > numbers["longest_month"].value


@check
def no_certificate_and_some(a: Applicant, on: date) -> bool:
    held = a.safeguards.certifications
    return has(held, "none") and held is not None and len(held) > 1


@check
def outage_borne_longer_than_bearable(a: Applicant, on: date) -> bool:
    return above(a.hosting.tolerated_outage_hours, a.continuity.survivable_outage_hours)
