"""Which of the six covers a company needs, which the law compels, and why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

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
    also: tuple[str, ...] = ()


def cyber(applicant: Applicant, guide: Guide, on: date) -> _Finding:
    """Needed as soon as the company holds personal data or depends on its systems."""
    if applicant.data.kinds or facts.persons(applicant):
        return _Finding(True, "data")
    if applicant.hosting.production == "none" and applicant.data.kinds == () and not applicant.product.delivery:
        return _Finding(False, "none")
    unsaid = applicant.hosting.production is None or applicant.data.kinds is None
    return _Finding(True, "unanswered" if unsaid and applicant.hosting.production in (None, "none") else "systems")


def professional_liability(applicant: Applicant, guide: Guide, on: date) -> _Finding:
    """Needed for software and services."""
    if facts.is_software(applicant) or facts.is_device(applicant):
        return _Finding(True, "software")
    if facts.sells_services(applicant):
        return _Finding(True, "services")
    return _Finding(False, "none") if applicant.product.families else _Finding(True, "unanswered")


def product_liability(applicant: Applicant, guide: Guide, on: date) -> _Finding:
    """Needed by makers, importers and suppliers of products; compulsory where CSP L.1142-2 applies.

    Software placed on the market or changed after the date of Directive (EU) 2024/2853 is a product: whoever announces
    it needs this cover, whatever the day of the assessment, and is told whether that law has begun.
    """
    also = _new_regime(guide, on) if applicant.product.new_or_changed_after_2026_12_09 else ()
    if facts.is_health_product_on_market(applicant):
        return _Finding(True, "compulsory", compulsory=True, also=also)
    if why := _device(applicant) or _goods(applicant):
        return _Finding(True, why, also=also)
    if also:
        return _Finding(True, "new_regime", also=also)
    product = applicant.product
    if not (product.families and product.device_status):
        return _Finding(True, "unanswered")
    return _Finding(False, "none" if product.new_or_changed_after_2026_12_09 is False else "none_unsaid")


def _device(applicant: Applicant) -> str | None:
    """The words for a product that is a medical device, or that nobody knows not to be one."""
    product = applicant.product
    if product.device_status == "unknown":
        return "status_unsure_on_market" if product.stage == "on_market" else "status_unsure"
    if not facts.is_regulated_device(applicant):
        return None
    if not facts.supplies_products(applicant):
        return "device_part"
    return "device" if product.stage else "device_stage_unsaid"


def _goods(applicant: Applicant) -> str | None:
    return "product" if facts.is_device(applicant) or facts.is_other(applicant) else None


def _new_regime(guide: Guide, on: date) -> tuple[str, ...]:
    begun = on > guide.covers.product_regime.day
    return ("regime_begun" if begun else "regime_coming", "regime_scope")


def directors_liability(applicant: Applicant, guide: Guide, on: date) -> _Finding:
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


def public_liability(applicant: Applicant, guide: Guide, on: date) -> _Finding:
    """Needed by whoever has staff, visitors or premises."""
    return _Finding(False, "none") if applicant.company.headcount == 0 else _Finding(True, "staff")


def clinical_trial_liability(applicant: Applicant, guide: Guide, on: date) -> _Finding:
    """Compulsory for a study's promoter, per protocol (CSP L.1121-10); another country has a law of its own."""
    if not facts.has_study(applicant):
        return _Finding(False, "none")
    abroad = facts.studies_only_abroad(applicant)
    return _Finding(True, "study_abroad" if abroad else "study", compulsory=not abroad)


NEEDS: dict[CoverCode, Callable[[Applicant, Guide, date], _Finding]] = {
    "cyber": cyber,
    "professional_liability": professional_liability,
    "product_liability": product_liability,
    "directors_liability": directors_liability,
    "public_liability": public_liability,
    "clinical_trial_liability": clinical_trial_liability,
}


def cover_needs(applicant: Applicant, guide: Guide, on: date, language: Language) -> tuple[Need, ...]:
    """The six covers on a day, in the order of the contract."""
    return tuple(_need(code, NEEDS[code](applicant, guide, on), applicant, guide, language) for code in COVERS)


def _need(code: CoverCode, finding: _Finding, applicant: Applicant, guide: Guide, language: Language) -> Need:
    why = guide.cover(code).why
    board = applicant.directors
    said = [why[r].to(language, count=board.count, months=board.cash_runway_months) for r in finding.reasons]
    values = {"reasons": listing(said, language)} if said else {}
    sentences = [why[finding.why].to(language, **values), *(why[name].to(language) for name in finding.also)]
    return Need(code, finding.needed, finding.compulsory, " ".join(sentences))
