"""What a cover pays for, in plain words: included, as an option, or never."""

from __future__ import annotations

from collections.abc import Callable

from . import facts
from .applicant import Applicant
from .assessment import CoverCode, Guarantee
from .guide.base import Language, Text
from .guide.guarantees_schema import GuaranteeCode, GuaranteeEntry
from .guide.loader import Guide


def notification(applicant: Applicant) -> bool:
    """There are persons to inform."""
    return facts.persons(applicant) > 0 or bool(applicant.data.kinds)


def monitoring(applicant: Applicant) -> bool:
    """Data are held whose theft may be used against somebody."""
    return facts.holds_special_data(applicant) or bool({"identity", "payment"} & set(applicant.data.kinds or ()))


def supplier_interruption(applicant: Applicant) -> bool:
    """Production depends on somebody else, or may do."""
    return facts.is_hosted(applicant) is not False


def card_industry_penalties(applicant: Applicant) -> bool:
    """Cards are handled, by oneself or by a provider."""
    return applicant.data.card_data in ("provider_only", "stored")


def study_data(applicant: Applicant) -> bool:
    """A study, or research data, could be lost; so could those of another product while nothing is said."""
    unsaid = applicant.data.kinds is None and facts.is_other(applicant)
    return unsaid or facts.has_study(applicant) or "research" in (applicant.data.kinds or ())


def injured_patient(applicant: Applicant) -> bool:
    """A mistake may injure a patient, as far as is known."""
    return applicant.product.patient_harm != "none"


def goods_to_recall(applicant: Applicant) -> bool:
    """Things are delivered, and not software alone."""
    return not facts.families(applicant) or facts.is_device(applicant) or facts.is_other(applicant)


CONCERNED: dict[tuple[CoverCode, GuaranteeCode], Callable[[Applicant], bool]] = {
    ("cyber", "notification"): notification,
    ("cyber", "monitoring"): monitoring,
    ("cyber", "data_restoration"): study_data,
    ("cyber", "supplier_interruption"): supplier_interruption,
    ("cyber", "card_industry_penalties"): card_industry_penalties,
    ("professional_liability", "third_party_liability"): injured_patient,
    ("product_liability", "extra_expenses"): goods_to_recall,
}
"""The guarantees of a cover whose words change for a company that they don't concern."""


def guarantees_of(
    cover_code: CoverCode, applicant: Applicant, guide: Guide, language: Language
) -> tuple[Guarantee, ...]:
    """The guarantees of one cover, in the order of the guide, worded for this company."""
    notice = complaint_notice(guide, language)
    return tuple(
        Guarantee(entry.code, entry.included, _words(cover_code, entry, applicant).to(language, notice=notice))
        for entry in guide.guarantees.covers[cover_code]
    )


def _words(cover: CoverCode, entry: GuaranteeEntry, applicant: Applicant) -> Text:
    if entry.otherwise is None or CONCERNED[cover, entry.code](applicant):
        return entry.text
    return entry.otherwise


def complaint_notice(guide: Guide, language: Language) -> str:
    """The 72-hour complaint that French law requires, to be said beside any cyber cover."""
    return guide.guarantees.complaint.text.to(language)
