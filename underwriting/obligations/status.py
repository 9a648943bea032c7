"""Where a company stands with a duty that applies to it, as far as its answers tell."""

from __future__ import annotations

from ..applicant.kinds import Answer
from . import profile
from .case import Case, Finding, Status, check
from .notices import notice_dates
from .verdicts import Verdict

OF_ANSWER: dict[Answer | None, Status] = {"yes": "met", "partly": "not_met", "no": "not_met"}
"""A duty half met is not met. What is unknown, unanswered or said not to apply tells nothing."""

POLICY_NAMES = {"directors": "directors_liability"}
"""Present policies whose cover has another name in the guide."""


def by_answers(case: Case, applies: Verdict) -> Finding:
    """The worst of the answers that the duty names; without any, an event falls due later and the rest is unknown."""
    if case.duty.answered_by:
        return Finding(_worst(case))
    return Finding("not_due" if case.duty.on_event and applies == "yes" else "unknown")


def _worst(case: Case) -> Status:
    found = {OF_ANSWER.get(case.applicant.control(path), "unknown") for path in case.duty.answered_by}
    return "not_met" if "not_met" in found else "unknown" if "unknown" in found else "met"


def _insured(case: Case, held: str | None, certificate: bool | None) -> Finding:
    if held == "no":
        return Finding("not_met", remark=case.phrase("no_cover"))
    if held == "yes" and certificate is False:
        return Finding("not_met", remark=case.phrase("no_certificate"))
    return Finding("met" if held == "yes" and certificate else "unknown")


@check("csp_l1142_2")
def product_insured(case: Case) -> Finding:
    """Met by a product policy and its certificate."""
    policy = case.applicant.cover.product_liability
    return _insured(case, policy.held, policy.certificate)


@check("csp_l1121_10")
def study_insured(case: Case) -> Finding:
    """Met by a policy for the study and its certificate."""
    policy = case.applicant.cover.clinical_trial
    return _insured(case, policy.held, policy.certificate)


@check("mdr_10_16", "ivdr_10_15")
def financially_covered(case: Case) -> Finding:
    """Met with a product policy and its certificate; without one, another means may do, so nobody is accused."""
    policy = case.applicant.cover.product_liability
    if policy.held == "no":
        return Finding("unknown", remark=case.phrase("no_cover"))
    return Finding("met" if policy.held == "yes" and policy.certificate else "unknown")


@check("mdr_rule_11")
def class_fits(case: Case) -> Finding:
    """Met by class I without any decision support, or a higher class; advice on doses may ask for more than IIa.

    A class that looks low is a question to the company, never a breach.
    """
    product = case.applicant.product
    if profile.class_looks_low(case.applicant) and product.decision_support is not None:
        return Finding("unknown", remark=case.phrase("low"))
    if product.device_class == "IIa" and product.decision_support == "dose":
        return Finding("unknown", remark=case.phrase("dose"))
    fits = {
        "I": product.decision_support == "none",
        "IIa": product.decision_support is not None,
        "IIb": True,
        "III": True,
    }
    return Finding("met" if fits.get(product.device_class or "", False) else "unknown")


@check("csp_l1111_8_hds")
def hosting_certified(case: Case) -> Finding:
    """Met by a certificate of the whole chain that is still valid and names activities."""
    hosting = case.applicant.hosting
    until = hosting.hds_valid_until
    if until is not None and until < case.on:
        return Finding("not_met", deadline=until, remark=case.phrase("expired", day=until))
    status = _worst(case)
    return Finding("unknown" if status == "met" and hosting.hds_activities == () else status, deadline=until)


@check("csp_l1111_8_hds_2026")
def stored_in_the_area(case: Case) -> Finding:
    """Met by a valid certificate and data that stay in the European Economic Area, access included."""
    hosting = case.applicant.hosting
    if hosting.region in ("outside_eea", "mixed"):
        return Finding("not_met", remark=case.phrase("outside"))
    status = _worst(case)
    expired = hosting.hds_valid_until is not None and hosting.hds_valid_until < case.on
    unsure = hosting.region != "eea" or expired or case.applicant.data.transfers_outside_eea is True
    return Finding("unknown" if status == "met" and unsure else status)


@check("cp_226_17")
def never_accused(case: Case) -> Finding:
    """Met when every measure is in place; an offence is for a court to find."""
    return Finding("met" if _worst(case) == "met" else "unknown")


@check("nis2")
def law_of_another_country(case: Case) -> Finding:
    """The French law is awaited; that of another country may be in force already."""
    abroad = case.applicant.company.country not in ("FR", None)
    return Finding("not_due", remark=case.phrase("abroad") if abroad else "")


@check("pld_2024_2853")
def product_cover_held(case: Case) -> Finding:
    """Met by a product policy; it is prudent, not owed, so its absence is no breach."""
    return Finding("met" if case.applicant.cover.product_liability.held == "yes" else "unknown")


@check("cass_l124_5_run_off")
def run_off_long_enough(case: Case) -> Finding:
    """Met by a policy that goes on answering as long as the law asks."""
    years = case.applicant.cover.professional_liability.run_off_years
    if years is None:
        return Finding("unknown")
    return Finding("met" if years >= case.number("years") else "not_met")


@check("cass_l113_12_notice")
def notices_ahead(case: Case) -> Finding:
    """Not due while every window is open; the next date to hold, else the last one missed; each policy is named."""
    notices = notice_dates(case.applicant, case.guide, case.on)
    if not notices:
        return Finding("unknown")
    phrases = {"open": "notice", "passed": "passed", "over": "over"}
    remark = " ".join(
        case.phrase(
            phrases[notice.window],
            cover=case.guide.cover(POLICY_NAMES.get(notice.cover, notice.cover)).name.to(case.language),
            expiry=notice.expires_on,
            day=notice.notice_on,
        )
        for notice in notices
    )
    ahead = [notice.notice_on for notice in notices if notice.window == "open"]
    missed = [notice.notice_on for notice in notices if notice.window == "passed"]
    status: Status = "not_due" if len(ahead) == len(notices) else "unknown"
    return Finding(status, deadline=min(ahead) if ahead else max(missed, default=None), remark=remark)
