"""What a file says of the company, as named predicates that the rest of the underwriting reads.

Every function takes a file reduced to its visible answers. Those called `may_…` count what is unknown or unanswered as
possible; the others need it to be said.
"""

from __future__ import annotations

from typing import Literal

from .applicant import Applicant

PresentCover = Literal[
    "professional_liability",
    "product_liability",
    "cyber",
    "directors",
    "clinical_trial",
    "public_liability",
    "e_reputation",
]
"""A policy that the company may hold today, as the section `cover` of the file names it."""

SPECIAL_KINDS = frozenset({"health", "genetic", "research", "minors"})
"""Kinds of data whose leak harms a person more than others; they make `data.health_records` visible."""

REGULATED = frozenset({"mdr", "ivdr", "in_certification"})
"""Device statuses under Regulations (EU) 2017/745 and 2017/746."""

SUPPLIERS = frozenset({"manufacturer", "importer", "distributor", "operator"})
"""Roles that answer for a finished product; a subcontractor or a hired developer supplies a part of one."""

FINISHED_KINDS = frozenset({"unconnected_device", "ivd", "pharma", "biotech"})
"""Other products that patients or their samples meet as finished health products."""

WATCHED_KINDS = frozenset({"unconnected_device", "ivd", "pharma"})
"""Other products that vigilance and recalls are asked about."""


def families(applicant: Applicant) -> frozenset[str]:
    """The product families told; empty while unanswered."""
    return frozenset(applicant.product.families or ())


def is_software(applicant: Applicant) -> bool:
    """Sells software: as such, attached to another product, or as the application or cloud of a device."""
    product = applicant.product
    online = bool({"saas", "mobile_app"} & set(product.delivery or ()))
    return (
        "software" in families(applicant)
        or product.attached_digital_service is True
        or (is_device(applicant) and online)
    )


def is_device(applicant: Applicant) -> bool:
    """Sells a connected device."""
    return "connected_device" in families(applicant)


def is_other(applicant: Applicant) -> bool:
    """Sells another health product: unconnected device, diagnostic, medicine, biotechnology, laboratory …"""
    return "other_health_product" in families(applicant)


def is_other_only(applicant: Applicant) -> bool:
    """Sells a product without anything digital: no software, no connected device."""
    return is_other(applicant) and not is_software(applicant) and not is_device(applicant)


def may_be_digital(applicant: Applicant) -> bool:
    """Sells software or a connected device, or has not ruled it out: families or an attached service unanswered."""
    return not (is_other_only(applicant) and applicant.product.attached_digital_service is False)


def sells_services(applicant: Applicant) -> bool:
    """Services are delivered, or projects carried out, and said to be."""
    return "services" in (applicant.product.delivery or ()) or (applicant.contracts.projects_share or 0) > 0


def is_regulated_device(applicant: Applicant) -> bool:
    """Some product is a medical device or a diagnostic under European law, or is being certified as one."""
    return applicant.product.device_status in REGULATED


def may_be_regulated_device(applicant: Applicant) -> bool:
    """The same, where an unknown or unanswered status counts as a device."""
    return applicant.product.device_status != "not_a_device"


def is_watched(applicant: Applicant) -> bool | None:
    """Vigilance and recalls are asked about; None while the status or the kind that decides is not known."""
    product = applicant.product
    if is_regulated_device(applicant) or product.other_kind in WATCHED_KINDS:
        return True
    unknown = product.device_status in (None, "unknown") or (is_other(applicant) and product.other_kind is None)
    return None if unknown else False


def supplies_products(applicant: Applicant) -> bool:
    """Makes, imports, distributes or operates the product; taken for its maker while the role is unanswered."""
    roles = applicant.product.roles
    return not roles or bool(SUPPLIERS & set(roles))


def is_health_product_on_market(applicant: Applicant) -> bool:
    """A finished health product on the market, of whatever family, supplied by this company (CSP L.1142-2)."""
    product = applicant.product
    health_product = is_regulated_device(applicant) or product.other_kind in FINISHED_KINDS
    return product.stage == "on_market" and health_product and supplies_products(applicant)


def may_be_health_product_on_market(applicant: Applicant) -> bool:
    """The same, where an unknown status, stage or kind counts as such a product."""
    product = applicant.product
    other_unsaid = is_other(applicant) and product.other_kind is None
    possible = may_be_regulated_device(applicant) or product.other_kind in FINISHED_KINDS or other_unsaid
    return product.stage in ("on_market", None) and possible and supplies_products(applicant)


def has_study(applicant: Applicant) -> bool:
    """A clinical study is under way."""
    return applicant.product.stage == "clinical_study"


def studies_only_abroad(applicant: Applicant) -> bool:
    """The countries of the study are told, and France is none of them."""
    study = applicant.product.study
    return bool(study and study.countries and "FR" not in study.countries)


def is_hosted(applicant: Applicant) -> bool | None:
    """Production runs at a cloud or a hosting provider; None while unanswered."""
    production = applicant.hosting.production
    return None if production is None else production in ("cloud", "hosting_provider")


def holds_special_data(applicant: Applicant) -> bool:
    """Holds health, genetic or research data, or data of minors."""
    return bool(SPECIAL_KINDS & set(applicant.data.kinds or ()))


def persons(applicant: Applicant) -> int:
    """Persons whose data are held, as far as told."""
    return max(applicant.data.health_records or 0, applicant.data.personal_records or 0)


def persons_told(applicant: Applicant) -> bool:
    """The number of persons is known: no data at all, or the count that the kinds of data call for has been given."""
    data = applicant.data
    if not data.kinds:
        return data.kinds == ()
    return (data.health_records if holds_special_data(applicant) else data.personal_records) is not None


def held(applicant: Applicant, cover: PresentCover) -> Literal["yes", "no", "unknown"]:
    """Whether a policy is held today; unanswered is unknown."""
    answer: Literal["yes", "no", "unknown"] | None = applicant.get(f"cover.{cover}.held")
    return answer or "unknown"


def holds(applicant: Applicant, cover: PresentCover) -> bool:
    """The policy is held, and said to be."""
    return held(applicant, cover) == "yes"
