"""Whom the duties on companies, their directors and their insurance bind."""

from __future__ import annotations

from . import profile
from .case import TRIGGERS, Case, Trigger, trigger
from .notices import DATED, notice_dates
from .verdicts import Verdict, both, told


@trigger
def nis2(case: Case) -> Verdict:
    """Entities of a listed activity that are medium-sized or larger."""
    size = profile.nis2_size(case.applicant, case.number("staff"), case.number("turnover"))
    return both(size, profile.nis2_sector(case.applicant))


@trigger
def ccom_l651_2(case: Case) -> Verdict:
    """Directors of French companies."""
    return told(case.applicant.company.country, "FR")


@trigger
def cass_l113_2_aggravation(case: Case) -> Verdict:
    """Whoever is insured."""
    return profile.holds_any(case.applicant, *DATED, "clinical_trial", "public_liability", "e_reputation")


@trigger
def cass_l113_2_claim_notice(case: Case) -> Verdict:
    """Whoever is insured."""
    return cass_l113_2_aggravation(case)


@trigger
def cass_l113_12_notice(case: Case) -> Verdict:
    """Whoever holds a policy with a renewal date to come; without the date, it is to be found out."""
    if any(notice.window != "over" for notice in notice_dates(case.applicant, case.guide, case.on)):
        return "yes"
    return "no" if profile.holds_any(case.applicant, *DATED) == "no" else "to_confirm"


@trigger
def cass_l124_2_no_admission(case: Case) -> Verdict:
    """Whoever holds a policy that answers for liability."""
    return profile.holds_any(case.applicant, *DATED, "public_liability")


@trigger
def cass_l124_5_run_off(case: Case) -> Verdict:
    """Whoever holds a claims-made professional policy."""
    policy = case.applicant.cover.professional_liability
    return both(profile.holds_any(case.applicant, "professional_liability"), told(policy.trigger, "claims_made"))


@trigger
def cass_revenue_declaration(case: Case) -> Verdict:
    """Whoever holds a policy usually priced on revenue."""
    policies = profile.holds_any(case.applicant, "professional_liability", "product_liability", "cyber")
    return "no" if policies == "no" else "to_confirm"


def everyone(case: Case) -> Verdict:
    """Every applicant, whatever the answers."""
    return "yes"


FOR_EVERYONE: dict[str, Trigger] = dict.fromkeys(
    (
        "cass_l12_10_1",
        "cass_l113_2_answers",
        "cass_l112_2_claims_basis",
        "cass_l521_2_disclosures",
        "cass_l521_4_advice",
        "cass_l521_2_fees",
        "cnil_retention",
    ),
    everyone,
)
TRIGGERS.update(FOR_EVERYONE)
