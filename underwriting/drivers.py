"""What each driver of the situations reads in a file: a level of its table, or that the answer is not known.

One function for each driver of situations.toml, of the same name. None: the question isn't put to this company, so the
driver doesn't count. A question that is hidden only because an earlier one is unanswered or unknown isn't let off: the
driver then counts at its worst, on account of that earlier question.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from . import facts
from .applicant import Applicant
from .guide.situations_schema import DriverRule

UNKNOWN = "unknown"
NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Reading:
    """The level of a driver, the field that decides it, and the figure told: a float is a share, a str stands as is."""

    level: str
    field: str
    figure: int | float | str | None = None


Reader = Callable[[Applicant, DriverRule], Reading | None]
DRIVERS: dict[str, Reader] = {}

CLASSES = {
    **{"I": "low", "IIa": "medium", "IIb": "high", "III": "highest"},
    **{"A": "low", "B": "medium", "C": "high", "D": "highest"},
}
DECIDES = ("triage", "diagnosis", "dose")
MINORS_OR_GENES = frozenset({"genetic", "minors"})


def driver(reader: Reader) -> Reader:
    """Register the reader of the driver of the same name."""
    DRIVERS[reader.__name__] = reader
    return reader


# ── Ways of reading ──────────────────────────────────────────────────────────────────────────────────────────────────


def choice(applicant: Applicant, path: str) -> Reading:
    """A choice of a list, or a flag (its levels are called "true" and "false")."""
    value = applicant.get(path)
    level = str(value).lower() if isinstance(value, bool) else value
    return Reading(level or UNKNOWN, path)


def control(applicant: Applicant, path: str) -> Reading:
    return Reading(applicant.control(path) or UNKNOWN, path)


def band(quantity: int | None, path: str, rule: DriverRule) -> Reading:
    """The last band that begins at or below the quantity."""
    if quantity is None or rule.thresholds is None:
        return Reading(UNKNOWN, path)
    reached = [level for level, start in rule.thresholds.values.items() if quantity >= start]
    return Reading(reached[-1], path, quantity)


def shown(visible: bool | None, because: str, reading: Callable[[], Reading]) -> Reading | None:
    """The reading of a question that a branch may hide; `because` is the field that decides the branch."""
    if visible is None:
        return Reading(UNKNOWN, because)
    return reading() if visible else None


# ── The product ──────────────────────────────────────────────────────────────────────────────────────────────────────


@driver
def patient_harm(applicant: Applicant, rule: DriverRule) -> Reading:
    return choice(applicant, rule.field)


@driver
def decision_support(applicant: Applicant, rule: DriverRule) -> Reading:
    return choice(applicant, rule.field)


@driver
def ai_component(applicant: Applicant, rule: DriverRule) -> Reading:
    return choice(applicant, rule.field)


@driver
def human_validation(applicant: Applicant, rule: DriverRule) -> Reading | None:
    product = applicant.product
    asked = product.ai_component is True or product.decision_support in DECIDES
    unsaid = next((f for f in ("decision_support", "ai_component") if getattr(product, f) is None), None)
    visible = True if asked else None if unsaid else False
    return shown(visible, f"product.{unsaid}", lambda: control(applicant, rule.field))


@driver
def device_class(applicant: Applicant, rule: DriverRule) -> Reading:
    product = applicant.product
    if product.device_status == "not_a_device":
        return Reading("not_a_device", rule.field)
    if not facts.is_regulated_device(applicant):
        return Reading(UNKNOWN, "product.device_status")
    return Reading(CLASSES.get(product.device_class or UNKNOWN, UNKNOWN), rule.field, product.device_class)


@driver
def certification(applicant: Applicant, rule: DriverRule) -> Reading:
    status = applicant.product.device_status
    if status in (None, UNKNOWN):
        return Reading(UNKNOWN, rule.field)
    return Reading("in_certification" if status == "in_certification" else "settled", rule.field)


@driver
def implantable(applicant: Applicant, rule: DriverRule) -> Reading | None:
    status = applicant.product.device_status
    visible = None if status in (None, UNKNOWN) else status in ("mdr", "in_certification")
    return shown(visible, "product.device_status", lambda: choice(applicant, rule.field))


@driver
def other_kind(applicant: Applicant, rule: DriverRule) -> Reading:
    return choice(applicant, rule.field)


@driver
def stage(applicant: Applicant, rule: DriverRule) -> Reading:
    return choice(applicant, rule.field)


@driver
def study_participants(applicant: Applicant, rule: DriverRule) -> Reading | None:
    study = applicant.product.study
    visible = None if applicant.product.stage is None else facts.has_study(applicant)
    return shown(visible, "product.stage", lambda: band(study.participants if study else None, rule.field, rule))


@driver
def end_users(applicant: Applicant, rule: DriverRule) -> Reading:
    return band(applicant.product.end_users, rule.field, rule)


@driver
def units_in_service(applicant: Applicant, rule: DriverRule) -> Reading:
    return band(applicant.product.units_in_service, rule.field, rule)


@driver
def remote_update(applicant: Applicant, rule: DriverRule) -> Reading:
    return choice(applicant, rule.field)


@driver
def unique_device_credentials(applicant: Applicant, rule: DriverRule) -> Reading:
    return control(applicant, rule.field)


@driver
def safe_offline(applicant: Applicant, rule: DriverRule) -> Reading:
    return control(applicant, rule.field)


def _if_watched(applicant: Applicant, reading: Callable[[], Reading]) -> Reading | None:
    unknown = applicant.product.device_status in (None, UNKNOWN)
    because = "product.device_status" if unknown else "product.other_kind"
    return shown(facts.is_watched(applicant), because, reading)


@driver
def vigilance_process(applicant: Applicant, rule: DriverRule) -> Reading | None:
    return _if_watched(applicant, lambda: control(applicant, rule.field))


@driver
def past_recall(applicant: Applicant, rule: DriverRule) -> Reading | None:
    return _if_watched(applicant, lambda: choice(applicant, rule.field))


# ── Data and hosting ─────────────────────────────────────────────────────────────────────────────────────────────────


@driver
def data_kinds(applicant: Applicant, rule: DriverRule) -> Reading:
    kinds = applicant.data.kinds
    if kinds is None:
        return Reading(UNKNOWN, rule.field)
    if MINORS_OR_GENES & set(kinds):
        return Reading("genetic_or_minors", rule.field)
    if facts.holds_special_data(applicant):
        return Reading("special", rule.field)
    return Reading("ordinary" if kinds else "none", rule.field)


@driver
def persons(applicant: Applicant, rule: DriverRule) -> Reading:
    if applicant.data.kinds is None:
        return Reading(UNKNOWN, "data.kinds")
    path = rule.field if facts.holds_special_data(applicant) else "data.personal_records"
    return band(facts.persons(applicant) if facts.persons_told(applicant) else None, path, rule)


@driver
def pseudonymised(applicant: Applicant, rule: DriverRule) -> Reading | None:
    return shown(facts.holds_special_data(applicant), "data.kinds", lambda: control(applicant, rule.field))


@driver
def health_data_hosting(applicant: Applicant, rule: DriverRule) -> Reading:
    hosts = applicant.hosting.hosts_health_data_for_others
    if hosts is None:
        return Reading(UNKNOWN, "hosting.hosts_health_data_for_others")
    return control(applicant, rule.field) if hosts else Reading("not_for_others", rule.field)


def _if_hosted(applicant: Applicant, reading: Callable[[], Reading]) -> Reading | None:
    return shown(facts.is_hosted(applicant), "hosting.production", reading)


@driver
def region(applicant: Applicant, rule: DriverRule) -> Reading | None:
    return _if_hosted(applicant, lambda: choice(applicant, rule.field))


@driver
def production(applicant: Applicant, rule: DriverRule) -> Reading:
    return choice(applicant, rule.field)


@driver
def survives_provider_outage(applicant: Applicant, rule: DriverRule) -> Reading | None:
    return _if_hosted(applicant, lambda: control(applicant, rule.field))


@driver
def exit_plan(applicant: Applicant, rule: DriverRule) -> Reading | None:
    return _if_hosted(applicant, lambda: control(applicant, rule.field))


# ── Contracts, territory and history ─────────────────────────────────────────────────────────────────────────────────


@driver
def commitments(applicant: Applicant, rule: DriverRule) -> Reading:
    return choice(applicant, rule.field)


@driver
def penalties(applicant: Applicant, rule: DriverRule) -> Reading | None:
    promised = applicant.contracts.commitments
    visible = None if promised is None else promised in ("service_levels", "results")
    return shown(visible, "contracts.commitments", lambda: choice(applicant, rule.field))


@driver
def liability_cap(applicant: Applicant, rule: DriverRule) -> Reading:
    return choice(applicant, rule.field)


@driver
def us_canada(applicant: Applicant, rule: DriverRule) -> Reading:
    """Levels begin above their threshold: none at all is no exposure."""
    share = applicant.company.revenue_us_canada_share
    if share is None or rule.thresholds is None:
        return Reading(UNKNOWN, rule.field)
    passed = [level for level, start in rule.thresholds.values.items() if Decimal(str(share)) > start]
    return Reading(passed[-1] if passed else "none", rule.field, share)


@driver
def incidents(applicant: Applicant, rule: DriverRule) -> Reading:
    told = applicant.history.incidents
    if told is None:
        return Reading(UNKNOWN, rule.field)
    if not told:
        return Reading("none", rule.field)
    return Reading("remedied" if all(incident.remedied for incident in told) else "open", rule.field)


@driver
def complaints(applicant: Applicant, rule: DriverRule) -> Reading:
    return choice(applicant, rule.field)


@driver
def known_circumstances(applicant: Applicant, rule: DriverRule) -> Reading:
    return choice(applicant, rule.field)
