"""Which of the six covers a company needs, which the law compels, and why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from . import facts
from .applicant import Applicant
from .assessment import COVERS, CoverCode
from .guide.base import Language
from .guide.loader import Guide
from .words import listing


@dataclass(frozen=True, slots=True)
class Need:
    """Whether a cover is needed or compulsory, with the sentence that says why."""

    code: CoverCode
    needed: bool
    compulsory: bool
    why: str


@dataclass(frozen=True, slots=True)
class _Finding:
    needed: bool
    why: str
    compulsory: bool = False
    reasons: tuple[str, ...] = ()


def cyber(applicant: Applicant, guide: Guide) -> _Finding:
    """Needed as soon as the company holds personal data or depends on its systems."""
    if applicant.data.kinds or facts.persons(applicant):
        return _Finding(True, "data")
    if applicant.hosting.production == "none" and applicant.data.kinds == () and not applicant.product.delivery:
        return _Finding(False, "none")
    return _Finding(True, "systems")


def professional_liability(applicant: Applicant, guide: Guide) -> _Finding:
    """Needed for software and services."""
    if facts.is_software(applicant) or facts.is_device(applicant):
        return _Finding(True, "software")
    if "services" in (applicant.product.delivery or ()) or (applicant.contracts.projects_share or 0) > 0:
        return _Finding(True, "services")
    return _Finding(False, "none") if applicant.product.families else _Finding(True, "unanswered")


def product_liability(applicant: Applicant, guide: Guide) -> _Finding:
    """Needed by makers, importers and suppliers of products; compulsory where CSP L.1142-2 applies."""
    product = applicant.product
    if facts.is_health_product_on_market(applicant):
        return _Finding(True, "compulsory", compulsory=True)
    if product.device_status in ("mdr", "ivdr", "in_certification", "unknown"):
        return _Finding(True, "device")
    if facts.is_device(applicant) or facts.is_other(applicant):
        return _Finding(True, "product")
    if product.new_or_changed_after_2026_12_09:
        return _Finding(True, "new_regime")
    return _Finding(False, "none") if product.families and product.device_status else _Finding(True, "unanswered")


def directors_liability(applicant: Applicant, guide: Guide) -> _Finding:
    """Advised with outside investors, several directors, negative equity or short runway."""
    board, short = applicant.directors, guide.covers.directors_short_runway.f
    reasons = {
        "investors": board.external_investors,
        "several": (board.count or 0) > 1,
        "equity": board.negative_equity or board.equity_below_half_capital,
        "runway": board.cash_runway_months is not None and board.cash_runway_months < short,
    }
    if found := tuple(code for code, holds in reasons.items() if holds):
        return _Finding(True, "advised", reasons=found)
    answered = board.external_investors is not None or board.count is not None
    return _Finding(False, "none" if answered else "unanswered")


def public_liability(applicant: Applicant, guide: Guide) -> _Finding:
    """Needed by whoever has staff, visitors or premises."""
    return _Finding(False, "none") if applicant.company.headcount == 0 else _Finding(True, "staff")


def clinical_trial_liability(applicant: Applicant, guide: Guide) -> _Finding:
    """Compulsory for a study's promoter, per protocol (CSP L.1121-10)."""
    return _Finding(True, "study", compulsory=True) if facts.has_study(applicant) else _Finding(False, "none")


NEEDS: dict[CoverCode, Callable[[Applicant, Guide], _Finding]] = {
    "cyber": cyber,
    "professional_liability": professional_liability,
    "product_liability": product_liability,
    "directors_liability": directors_liability,
    "public_liability": public_liability,
    "clinical_trial_liability": clinical_trial_liability,
}


def cover_needs(applicant: Applicant, guide: Guide, language: Language) -> tuple[Need, ...]:
    """The six covers, in the order of the contract."""
    return tuple(_need(code, NEEDS[code](applicant, guide), applicant, guide, language) for code in COVERS)


def _need(code: CoverCode, finding: _Finding, applicant: Applicant, guide: Guide, language: Language) -> Need:
    why = guide.cover(code).why
    board = applicant.directors
    said = [why[r].to(language, count=board.count, months=board.cash_runway_months) for r in finding.reasons]
    values = {"reasons": listing(said, language)} if said else {}
    return Need(code, finding.needed, finding.compulsory, why[finding.why].to(language, **values))
