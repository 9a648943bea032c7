"""How far each of the four steps is, from the answers alone."""

from __future__ import annotations

from typing import Literal

from .audit import professional_held
from .case import Case, StepNumber
from .clients import demand, limit_shown
from .directors import held as directors_held
from .directors import is_stretched

Status = Literal["to_do", "in_progress", "done"]


def status_of(step: StepNumber, case: Case) -> Status:
    """`done` when nothing is left to correct, `in_progress` when a part is in place."""
    started, finished = {1: _audit, 2: _cyber, 3: _directors, 4: _clients}[step](case)
    if started and finished:
        return "done"
    return "in_progress" if started else "to_do"


def _compulsory_met(case: Case) -> bool:
    product = case.applicant.cover.product_liability
    insured = product.held == "yes" and product.certificate is not False
    return insured or not case.cover("product_liability").compulsory


def _audit(case: Case) -> tuple[bool, bool]:
    """A policy is held; none of the gaps that its clauses answer is open, and the compulsory cover is there."""
    gaps = case.open_gaps(case.guide.plan.gaps_of_clauses)
    return professional_held(case), not gaps and _compulsory_met(case)


def _cyber(case: Case) -> tuple[bool, bool]:
    """The prerequisites are met, if partly, or a policy is held; both in full."""
    statuses = {item.status for item in case.eligibility}
    policy = case.applicant.cover.cyber.held == "yes"
    return policy or statuses <= {"met", "partly", "not_applicable"}, policy and statuses <= {"met", "not_applicable"}


def _directors(case: Case) -> tuple[bool, bool]:
    """A policy is held, while equity and cash suffice."""
    return directors_held(case), not is_stretched(case)


def _clients(case: Case) -> tuple[bool, bool]:
    """Something can be shown to clients; what they demand is known and met."""
    wanted = 0 if case.applicant.contracts.client_insurance_required is False else demand(case)
    shown = limit_shown(case)
    met = wanted is not None and (wanted == 0 or (shown is not None and wanted <= shown))
    return professional_held(case), met and _compulsory_met(case)
