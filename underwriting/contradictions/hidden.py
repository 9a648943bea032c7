"""Answers to questions that another answer of the same file hides: given, they disagree with it.

They influence nothing else: the assessment leaves them out, and asks which of the two answers is right.
"""

from __future__ import annotations

from ..applicant import Applicant
from ..facts import SPECIAL_KINDS
from .check import as_given

DEVICE_KEYS = ("units_in_service", "safe_offline", "remote_update", "unique_device_credentials")


def _answered(a: Applicant, section: str, *keys: str) -> tuple[str, ...]:
    """The dotted paths of these keys that have an answer."""
    return tuple(path for key in keys if a.get(path := f"{section}.{key}") is not None)


def _described(a: Applicant, policy: str) -> tuple[str, ...]:
    """What is told of a policy that isn't said to be held."""
    section = getattr(a.cover, policy)
    keys = [key for key in type(section).model_fields if key != "held"]
    return () if section.held == "yes" else _answered(a, f"cover.{policy}", *keys)


@as_given
def professional_policy_not_held_yet_described(a: Applicant) -> tuple[str, ...]:
    return _described(a, "professional_liability")


@as_given
def product_policy_not_held_yet_described(a: Applicant) -> tuple[str, ...]:
    return _described(a, "product_liability")


@as_given
def cyber_policy_not_held_yet_described(a: Applicant) -> tuple[str, ...]:
    return _described(a, "cyber")


@as_given
def directors_policy_not_held_yet_described(a: Applicant) -> tuple[str, ...]:
    return _described(a, "directors")


@as_given
def trial_policy_not_held_yet_certified(a: Applicant) -> tuple[str, ...]:
    return _described(a, "clinical_trial") if a.cover.clinical_trial.certificate else ()


@as_given
def class_of_no_device(a: Applicant) -> tuple[str, ...]:
    none = a.product.device_status == "not_a_device" and a.product.device_class != "unknown"
    return _answered(a, "product", "device_class", "notified_body") if none else ()


@as_given
def device_answers_without_device(a: Applicant) -> tuple[str, ...]:
    without = bool(a.product.families) and "connected_device" not in (a.product.families or ())
    return _answered(a, "product", *DEVICE_KEYS) if without and (a.product.units_in_service or 0) > 0 else ()


@as_given
def study_described_at_another_stage(a: Applicant) -> tuple[str, ...]:
    return _answered(a, "product", "study") if a.product.stage not in (None, "clinical_study") else ()


@as_given
def penalties_without_promise(a: Applicant) -> tuple[str, ...]:
    told = a.contracts.commitments in ("none", "best_efforts") and a.contracts.penalties in ("capped", "uncapped")
    return _answered(a, "contracts", "penalties") if told else ()


@as_given
def project_disputed_without_projects(a: Applicant) -> tuple[str, ...]:
    told = a.contracts.projects_share == 0 and a.contracts.project_disputes is True
    return _answered(a, "contracts", "project_disputes") if told else ()


@as_given
def client_limit_without_demand(a: Applicant) -> tuple[str, ...]:
    told = a.contracts.client_insurance_required is False and (a.contracts.client_required_limit_eur or 0) > 0
    return _answered(a, "contracts", "client_required_limit_eur") if told else ()


@as_given
def provider_without_hosting(a: Applicant) -> tuple[str, ...]:
    own = a.hosting.production in ("own_servers", "client_premises", "none")
    return _answered(a, "hosting", "provider") if own else ()


@as_given
def certificate_for_nobody_s_data(a: Applicant) -> tuple[str, ...]:
    """HDS activities or an end date are told, yet no health data are hosted for anybody else."""
    alone = a.hosting.hosts_health_data_for_others is False
    return _answered(a, "hosting", "hds_activities", "hds_valid_until") if alone else ()


@as_given
def persons_without_sensitive_data(a: Applicant) -> tuple[str, ...]:
    without = a.data.kinds is not None and not SPECIAL_KINDS & set(a.data.kinds)
    return _answered(a, "data", "health_records") if without and (a.data.health_records or 0) > 0 else ()


@as_given
def cards_without_payment_data(a: Applicant) -> tuple[str, ...]:
    """Cards are stored, not merely left to a provider."""
    without = a.data.kinds is not None and "payment" not in a.data.kinds
    return _answered(a, "data", "card_data") if without and a.data.card_data == "stored" else ()
