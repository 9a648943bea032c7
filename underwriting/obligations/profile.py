"""What a company is, as duties see it: its products, its role, its data; each a verdict."""

from __future__ import annotations

from .. import facts
from ..applicant import Applicant
from .verdicts import Verdict, above, among, at_least, both, either, holds, perhaps, told

PERSONAL_KINDS = ("health", "genetic", "identity", "minors", "payment", "staff")
"""Kinds of data that are always about persons; research and business data may or may not be."""

DIAGNOSTIC_CLASSES = ("A", "B", "C", "D")
DEVICE_CLASSES = ("I", "IIa", "IIb", "III")

DECIDING = ("triage", "diagnosis", "dose")
"""Decision support that proposes something, beyond showing information."""


def under_mdr(applicant: Applicant) -> Verdict:
    """A medical device under Regulation (EU) 2017/745; being certified as one is not being one yet."""
    return _regulated(applicant, "mdr", DIAGNOSTIC_CLASSES)


def under_ivdr(applicant: Applicant) -> Verdict:
    """An in vitro diagnostic under Regulation (EU) 2017/746; likewise."""
    return _regulated(applicant, "ivdr", DEVICE_CLASSES)


def _regulated(applicant: Applicant, regime: str, classes_of_the_other: tuple[str, ...]) -> Verdict:
    status = applicant.product.device_status
    if status == "in_certification":
        return "no" if applicant.product.device_class in classes_of_the_other else "to_confirm"
    return told(status, regime)


def outside_device_law(applicant: Applicant) -> Verdict:
    """Neither a medical device nor a diagnostic, nor on the way to it."""
    status = applicant.product.device_status
    return "to_confirm" if status == "in_certification" else told(status, "not_a_device")


def on_market(applicant: Applicant) -> Verdict:
    """The product is on the market; a pilot may be."""
    stage = applicant.product.stage
    return "to_confirm" if stage == "pilot" else told(stage, "on_market")


def maker(applicant: Applicant) -> Verdict:
    """Manufacturer of the product, in the sense of European product law."""
    return among(applicant.product.roles or None, "manufacturer")


def maker_or_developer(applicant: Applicant) -> Verdict:
    """Manufacturer; a developer may be one, unless it writes for somebody else."""
    return either(maker(applicant), perhaps(among(applicant.product.roles or None, "developer")))


def has_software(applicant: Applicant) -> Verdict:
    """Software is part of what is sold."""
    if facts.is_software(applicant) or facts.is_device(applicant):
        return "yes"
    if not applicant.product.families:
        return "to_confirm"
    return holds(applicant.product.attached_digital_service) if facts.is_other(applicant) else "no"


def has_digital_product(applicant: Applicant) -> Verdict:
    """Software that clients install, or a connected object; a purely online service is neither."""
    delivery = applicant.product.delivery or None
    installed = "yes" if facts.is_device(applicant) else among(delivery, "embedded", "on_premise", "mobile_app")
    return both(has_software(applicant), installed)


def has_ai(applicant: Applicant) -> Verdict:
    """An artificial intelligence is part of what is sold."""
    return both(has_software(applicant), holds(applicant.product.ai_component))


def class_looks_low(applicant: Applicant) -> bool:
    """Class I with a software that supports decisions on care, or of which that is not told (MDR, rule 11)."""
    product = applicant.product
    return product.device_class == "I" and product.decision_support in (*DECIDING, None)


def personal_data(applicant: Applicant) -> Verdict:
    """Holds data on persons; no company can be sure that it holds none."""
    known = facts.persons(applicant) > 0 or among(applicant.data.kinds, *PERSONAL_KINDS) == "yes"
    return "yes" if known else "to_confirm"


def health_data(applicant: Applicant) -> Verdict:
    """Holds health or genetic data; research data may be such."""
    kinds = applicant.data.kinds
    return either(among(kinds, "health", "genetic"), perhaps(among(kinds, "research")))


def large_scale_health(applicant: Applicant, limit: float) -> Verdict:
    """Health data of many persons; below the limit, which is only a guide, it stays to confirm."""
    return both(health_data(applicant), either(at_least(applicant.data.health_records, limit), "to_confirm"))


def controller(applicant: Applicant) -> Verdict:
    """Decides, alone or with others, how some of the data are used."""
    return told(applicant.data.role, "controller", "joint", "mixed")


def processor(applicant: Applicant) -> Verdict:
    """Processes some of the data for somebody else."""
    return told(applicant.data.role, "processor", "mixed")


def hosts_for_others(applicant: Applicant) -> Verdict:
    """Hosts health data for somebody else."""
    answer = applicant.hosting.hosts_health_data_for_others
    return perhaps(health_data(applicant)) if answer is None else holds(answer)


def holds_any(applicant: Applicant, *covers: facts.PresentCover) -> Verdict:
    """Holds at least one of these policies today."""
    return either(*(told(facts.held(applicant, cover), "yes") for cover in covers))


def nis2_size(applicant: Applicant, staff: float, turnover: float) -> Verdict:
    """Medium-sized or larger: enough staff, or enough turnover and balance sheet; no answer gives the balance sheet."""
    company = applicant.company
    grouped = company.group in ("subsidiary", "parent") or company.subsidiaries is True
    by_sums = either(above(company.revenue_last_eur, turnover), holds(grouped))
    return either(at_least(company.headcount, staff), perhaps(by_sums))


def nis2_sector(applicant: Applicant) -> Verdict:
    """An activity that the directive lists; an online service may count as one."""
    product = applicant.product
    if not product.families:
        return "to_confirm"
    device = both(either(under_mdr(applicant), under_ivdr(applicant)), maker(applicant))
    other = either(told(product.other_kind, "pharma"), perhaps(told(product.other_kind, "biotech", "laboratory")))
    online = both(has_software(applicant), perhaps(among(product.delivery or None, "saas")))
    return either(device, other if facts.is_other(applicant) else "no", online)
