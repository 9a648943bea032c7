"""Whom the duties on health data and personal data bind."""

from __future__ import annotations

from .. import facts
from . import profile
from .case import Case, trigger
from .verdicts import Verdict, at_least, both, either, holds, perhaps, told


@trigger
def csp_l1111_8_hds(case: Case) -> Verdict:
    """Whoever hosts health data for others; a company that hosts its own is not concerned."""
    return profile.hosts_for_others(case.applicant)


@trigger
def csp_l1111_8_hds_2026(case: Case) -> Verdict:
    """The same companies, under the standard of 2024."""
    return profile.hosts_for_others(case.applicant)


@trigger
def csp_l1111_8_2(case: Case) -> Verdict:
    """Medical biology laboratories; a laboratory without health data may not be one."""
    product = case.applicant.product
    if not product.families:
        return "to_confirm"
    laboratory = told(product.other_kind, "laboratory") if facts.is_other(case.applicant) else "no"
    return laboratory if profile.health_data(case.applicant) == "yes" else perhaps(laboratory)


@trigger
def gdpr_28(case: Case) -> Verdict:
    """Whoever processes for others or has a host; nearly everyone else has some supplier who does."""
    outside = told(case.applicant.hosting.production, "cloud", "hosting_provider")
    return both(profile.personal_data(case.applicant), either(profile.processor(case.applicant), outside, "to_confirm"))


@trigger
def gdpr_30(case: Case) -> Verdict:
    """Whoever holds health data or is large enough; the others unless their processing is only occasional."""
    large = at_least(case.applicant.company.headcount, case.number("staff"))
    return both(profile.personal_data(case.applicant), either(profile.health_data(case.applicant), large, "to_confirm"))


@trigger
def gdpr_32(case: Case) -> Verdict:
    """Whoever holds data on persons, for itself or for others."""
    return profile.personal_data(case.applicant)


@trigger
def gdpr_33(case: Case) -> Verdict:
    """Whoever holds data on persons: towards the authority, or towards the client."""
    return profile.personal_data(case.applicant)


@trigger
def gdpr_34(case: Case) -> Verdict:
    """Whoever decides how the data are used."""
    return both(profile.personal_data(case.applicant), profile.controller(case.applicant))


@trigger
def gdpr_35(case: Case) -> Verdict:
    """Whoever decides how health data of many persons are used; data of minors may call for it too."""
    minors = perhaps("yes" if "minors" in (case.applicant.data.kinds or ()) else "no")
    risky = either(profile.large_scale_health(case.applicant, case.number("large")), minors)
    return both(profile.controller(case.applicant), risky)


@trigger
def gdpr_37(case: Case) -> Verdict:
    """Whoever lives on health data of many persons; many persons of any kind may call for it."""
    many = at_least(case.applicant.data.personal_records, case.number("large"))
    return either(profile.large_scale_health(case.applicant, case.number("large")), perhaps(many))


@trigger
def gdpr_44(case: Case) -> Verdict:
    """Whoever sends data outside the area; a host that is not surely inside it puts a no in doubt."""
    doubt: Verdict = "to_confirm" if case.applicant.hosting.region in ("outside_eea", "mixed", "unknown") else "no"
    transfers = either(holds(case.applicant.data.transfers_outside_eea), doubt)
    return both(profile.personal_data(case.applicant), transfers)


@trigger
def gdpr_5_1_e(case: Case) -> Verdict:
    """Whoever holds data on persons."""
    return profile.personal_data(case.applicant)


@trigger
def cp_226_17(case: Case) -> Verdict:
    """Whoever decides how the data are used; whoever processes them for others may answer too."""
    return both(profile.personal_data(case.applicant), either(profile.controller(case.applicant), "to_confirm"))


@trigger
def cp_226_17_1(case: Case) -> Verdict:
    """Whoever must notify a breach."""
    return profile.personal_data(case.applicant)
