"""Every duty of the guide, in its order: whether it applies, where the company stands, by when."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from ..applicant import Applicant
from ..assessment import Obligation
from ..guide.base import Language
from ..guide.loader import Guide
from .case import CHECKS, TRIGGERS, Case, Finding
from .status import by_answers
from .verdicts import Verdict


def assess_obligations(applicant: Applicant, guide: Guide, *, on: date, language: Language) -> tuple[Obligation, ...]:
    """Every duty of the guide, in its order, for a file reduced to its visible answers, on one day.

    A duty that does not apply, and one whose law is not in force yet, are `not_due`; the second with its date as
    deadline. One that an event will bring about is `not_due` without a date. What nobody has answered is `unknown`.
    """
    return tuple(_assess(Case(applicant, guide, duty, on, language)) for duty in guide.obligations.duties)


def _assess(case: Case) -> Obligation:
    applies = TRIGGERS[case.duty.code](case)
    finding = _finding(case, applies)
    return Obligation(
        code=case.duty.code,
        applies=applies,
        status=finding.status,
        standing=case.duty.standing,
        text=_text(case, applies, finding),
        deadline=finding.deadline,
        source=case.duty.source,
    )


def _finding(case: Case, applies: Verdict) -> Finding:
    duty = case.duty
    if applies == "no":
        return Finding("not_due")
    if duty.awaiting_transposition:
        remark = CHECKS[duty.code](case).remark if duty.code in CHECKS else ""
        return Finding("not_due", remark=remark)
    if duty.in_force_from is not None and case.on < duty.in_force_from:
        return Finding("not_due", deadline=duty.in_force_from)
    finding = CHECKS[duty.code](case) if duty.code in CHECKS else by_answers(case, applies)
    coming = next((stage for stage in duty.stages if stage > case.on), None)
    return Finding(finding.status, finding.deadline or coming, finding.remark)


def _text(case: Case, applies: Verdict, finding: Finding) -> str:
    """What the duty asks, what the answers add, what is to confirm, and what the law provides otherwise."""
    duty = case.duty
    before_market = case.guide.obligations.before_market
    parts = [case.write(duty.text), finding.remark]
    if before_market is not None and duty.from_market and _begins_on_the_market(case, applies):
        parts.append(before_market.to(case.language))
    if applies == "to_confirm" and duty.confirm is not None:
        parts.append(case.write(duty.confirm))
    if applies != "no" and duty.sanction is not None:
        parts.append(case.write(duty.sanction.text))
    return " ".join(part for part in parts if part)


def _begins_on_the_market(case: Case, applies: Verdict) -> bool:
    """Nothing is surely due today, and something may be once the product is on the market."""
    product = case.applicant.product
    if applies == "yes" or product.stage in ("on_market", None):
        return False
    sold = case.applicant.model_copy(update={"product": product.model_copy(update={"stage": "on_market"})})
    return TRIGGERS[case.duty.code](replace(case, applicant=sold)) != "no"
