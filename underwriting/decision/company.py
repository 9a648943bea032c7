"""The rules that touch the whole company, and those of cyber cover."""

from __future__ import annotations

from decimal import Decimal

from .case import (
    HIT,
    UNSAID,
    Case,
    Finding,
    base_above,
    fact,
    hosts,
    known,
    limit_above,
    prerequisite,
    recent_incidents,
    rule,
)

# ── The whole company ────────────────────────────────────────────────────────────────────────────────────────────────


@rule
def short_path_incomplete(case: Case) -> Finding:
    return {"count": len(case.missing), "names": case.missing} if case.missing else None


@rule
def sanctioned_countries(case: Case) -> Finding:
    return known(case.applicant.company.sanctioned_countries)


@rule
def hds_certificate_missing(case: Case) -> Finding:
    return HIT if hosts(case) and case.control("hosting.hds_certified") == "no" else None


@rule
def hds_certificate_unproven(case: Case) -> Finding:
    answer, ends = case.control("hosting.hds_certified"), case.applicant.hosting.hds_valid_until
    if not hosts(case):
        return None
    if answer == "yes" and ends is not None and ends < case.on:
        return {"ends": ends, "variant": "ended"}
    fields = ("hosting.hosts_health_data_for_others", "hosting.hds_certified")
    return {"fields": fields} if answer in ("partly", "unknown", "not_applicable") else None


@rule
def prerequisite_individual_passwords(case: Case) -> Finding:
    return prerequisite(case, "individual_passwords")


@rule
def prerequisite_antivirus_weekly(case: Case) -> Finding:
    return prerequisite(case, "antivirus_weekly")


@rule
def prerequisite_systems_patched_monthly(case: Case) -> Finding:
    return prerequisite(case, "systems_patched_monthly")


@rule
def prerequisite_data_backup_monthly_offline(case: Case) -> Finding:
    return prerequisite(case, "data_backup_monthly_offline")


@rule
def prerequisite_system_backup_on_change(case: Case) -> Finding:
    return prerequisite(case, "system_backup_on_change")


@rule
def country(case: Case) -> Finding:
    found = case.applicant.company.country
    return HIT if found not in (None, "FR") else None


@rule
def complaint(case: Case) -> Finding:
    return known(case.applicant.history.complaints)


@rule
def known_circumstance(case: Case) -> Finding:
    return known(case.applicant.history.known_circumstances)


@rule
def refused_or_cancelled(case: Case) -> Finding:
    return fact(case.applicant.history.refused_or_cancelled)


@rule
def restructuring(case: Case) -> Finding:
    return fact(case.applicant.company.restructuring_24_months)


@rule
def incidents_not_remedied(case: Case) -> Finding:
    recent, since = recent_incidents(case, "incidents_not_remedied")
    return {"since": since} if any(not incident.remedied for incident in recent) else None


@rule
def incidents_cost(case: Case) -> Finding:
    recent, since = recent_incidents(case, "incidents_cost")
    costs, limit = [incident.cost_eur for incident in recent], case.threshold("incidents_cost")
    if None in costs:
        return {"since": since, "limit": limit, "variant": "unstated"}
    total = sum(cost for cost in costs if cost is not None)
    return {"since": since, "cost": total, "limit": limit} if total >= limit else None


# ── Cyber ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@rule
def cyber_size(case: Case) -> Finding:
    return base_above(case, "cyber_size")


@rule
def cyber_persons(case: Case) -> Finding:
    limit = case.threshold("cyber_persons")
    if case.persons > limit:
        return {"persons": case.persons, "limit": limit}
    data = case.applicant.data
    return UNSAID if data.personal_records is None and data.kinds != () else None


@rule
def cyber_persons_safeguards(case: Case) -> Finding:
    limit = case.threshold("cyber_persons_safeguards")
    asked = ["safeguards.mfa_admin", "safeguards.restore_tested", "safeguards.backup_immutable"]
    owed = asked + (["hosting.hds_certified"] if hosts(case) else [])
    lacking = tuple(path for path in owed if case.control(path) != "yes")
    counts = ("data.health_records", "data.personal_records")
    told = tuple(path for path in counts if case.applicant.get(path) is not None)
    fields = (*told, *lacking)
    return {"limit": limit, "names": lacking, "fields": fields} if case.persons > limit and lacking else None


@rule
def cyber_limit(case: Case) -> Finding:
    return limit_above(case, "cyber_limit", "cyber")


@rule
def cyber_us_canada(case: Case) -> Finding:
    share, limit = case.applicant.company.revenue_us_canada_share, case.threshold("cyber_us_canada")
    return {"share": share, "limit": limit} if share is not None and Decimal(str(share)) > limit else None
