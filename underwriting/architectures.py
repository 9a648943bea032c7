"""Which architecture of cover fits each situation of a company, and the sentences that say why.

Software: one contract, always. Another health product: two, always. A device: as its coupling drivers say, what isn't
known being taken for the worst and said to be so.
"""

from __future__ import annotations

from collections.abc import Callable

from . import facts, words
from .applicant import Applicant
from .assessment import SituationCode
from .guide.base import Language
from .guide.loader import Guide
from .guide.situations_schema import SituationRule

ONLINE = frozenset({"saas", "mobile_app"})
OWN_KINDS = frozenset({"staff", "confidential_business"})
"""Data that any company holds; they don't come with a device."""

VARIANTS = {
    (True, False): "combined",
    (True, True): "combined_unsure",
    (False, True): "presumed",
    (False, False): "side_by_side",
}
"""The advice for a device, by whether a coupling reason is told and whether one isn't known."""


def architecture_of(rule: SituationRule, applies: bool, applicant: Applicant, guide: Guide, language: Language) -> str:
    """The architecture advised, the answers that decide it, and what a second activity changes."""
    texts = guide.situations.texts
    if not facts.families(applicant):
        return texts.families_unanswered.to(language)
    if not applies:
        return rule.elsewhere.to(language)
    first = [texts.main.to(language)] if _leads(rule.code, applicant) else []
    if rule.code == "connected_device":
        advice = [_device(rule, applicant, guide, language)]
    else:
        (only,) = rule.architecture.values()
        advice = [only.to(language), *_reasons(rule, applicant, guide, language)]
    also = [text.to(language) for code, text in rule.also.items() if ALSO[rule.code][code](applicant)]
    return " ".join((*first, *advice, *also))


def _leads(code: SituationCode, applicant: Applicant) -> bool:
    """The main one of several families."""
    return len(facts.families(applicant)) > 1 and applicant.product.main_family == code


def _reasons(rule: SituationRule, applicant: Applicant, guide: Guide, language: Language) -> list[str]:
    found = [text.to(language) for code, text in rule.reasons.items() if REASONS[rule.code][code](applicant)]
    texts = guide.situations.texts
    sentence = texts.reasons_linked if rule.coupling == "inseparable" else texts.reasons_apart
    return [sentence.to(language, reasons=words.listing(found, language))] if found else []


def _device(rule: SituationRule, applicant: Applicant, guide: Guide, language: Language) -> str:
    """Combined for any single reason, told or not known; side by side when each is known not to be there."""
    verdicts = {code: holds(applicant) for code, holds in COUPLING.items()}
    reasons = [getattr(guide.situations.coupling, code) for code, holds in verdicts.items() if holds]
    unsure = [getattr(guide.situations.coupling, code) for code, holds in verdicts.items() if holds is None]
    return rule.architecture[VARIANTS[bool(reasons), bool(unsure)]].to(
        language,
        reasons=words.listing([reason.told.to(language) for reason in reasons], language),
        whether=words.listing([reason.whether.to(language) for reason in unsure], language),
    )


# ── A device: what couples its liability and its data; None while an answer is missing ───────────────────────────────


def carries_personal_data(applicant: Applicant) -> bool | None:
    """The device is taken to come with people's data as soon as the company holds other people's."""
    kinds = applicant.data.kinds
    return None if kinds is None else bool(set(kinds) - OWN_KINDS)


def remotely_reachable(applicant: Applicant) -> bool | None:
    """Updated from afar, or served by an application or a cloud."""
    product = applicant.product
    if product.remote_update in ("signed", "unsigned") or ONLINE & set(product.delivery or ()):
        return True
    return None if product.remote_update is None or product.delivery is None else False


def fails_unsafe_offline(applicant: Applicant) -> bool | None:
    """Not fully safe without a network; an answer that it doesn't apply leaves the matter open."""
    answer = applicant.control("product.safe_offline")
    return {"yes": False, "partly": True, "no": True}.get(answer or "unknown")


COUPLING: dict[str, Callable[[Applicant], bool | None]] = {
    "carries_personal_data": carries_personal_data,
    "remotely_reachable": remotely_reachable,
    "fails_unsafe_offline": fails_unsafe_offline,
}

# ── Software and other products: the answers that tie liability and data together, or keep them apart ────────────────


def patient_harm(applicant: Applicant) -> bool:
    return applicant.product.patient_harm in ("delay_of_care", "wrong_decision", "direct_action")


def people_data(applicant: Applicant) -> bool:
    return bool(set(applicant.data.kinds or ()) - OWN_KINDS)


def hosting_for_others(applicant: Applicant) -> bool:
    return applicant.hosting.hosts_health_data_for_others is True


def promises(applicant: Applicant) -> bool:
    return applicant.contracts.commitments in ("service_levels", "results")


def no_service(applicant: Applicant) -> bool:
    return applicant.product.attached_digital_service is False and facts.is_other_only(applicant)


def study_data(applicant: Applicant) -> bool:
    return "research" in (applicant.data.kinds or ())


REASONS: dict[SituationCode, dict[str, Callable[[Applicant], bool]]] = {
    "software": {
        "patient_harm": patient_harm,
        "people_data": people_data,
        "hosting_for_others": hosting_for_others,
        "promises": promises,
    },
    "connected_device": {},
    "other_health_product": {"no_service": no_service, "study_data": study_data},
}

# ── A second activity ────────────────────────────────────────────────────────────────────────────────────────────────


def serves_another_product(applicant: Applicant) -> bool:
    """The software is that of another health product."""
    return applicant.product.attached_digital_service is True


def service_unsaid(applicant: Applicant) -> bool:
    return applicant.product.attached_digital_service is None


ALSO: dict[SituationCode, dict[str, Callable[[Applicant], bool]]] = {
    "software": {"serves_a_device": facts.is_device, "serves_another_product": serves_another_product},
    "connected_device": {"runs_on_software": facts.is_software},
    "other_health_product": {"has_a_service": serves_another_product, "service_unsaid": service_unsaid},
}
