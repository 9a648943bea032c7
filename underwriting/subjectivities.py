"""What a cover is subject to: papers to sign, proofs to bring, work to finish, each before a stated moment.

A condition never changes an outcome. Each function below says whether one condition applies; its words and moments are
in conditions.toml, under the same code.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from . import facts
from .applicant import Applicant
from .assessment import CoverCode, Moment, Subjectivity
from .calendar_days import later
from .guide.base import Language
from .guide.conditions_schema import Condition
from .guide.loader import Guide
from .policy_dates import cover_start

GRACE_DAYS = 30
"""What the moment `30_days_after` means: days from the start of the cover."""

MOMENTS: tuple[Moment, ...] = ("quote", "bind", "30_days_after")
MFA = ("safeguards.mfa_email", "safeguards.mfa_remote_access", "safeguards.mfa_admin")


@dataclass(frozen=True, slots=True)
class Case:
    """One cover of one file on one day, as conditions see it. `deadlines`: the day that each moment falls on."""

    cover: CoverCode
    applicant: Applicant
    on: date
    guide: Guide
    deadlines: Mapping[Moment, date | None]


CONDITIONS: dict[str, Callable[[Case], bool]] = {}
PROVEN: dict[str, Callable[[Case], bool]] = {}
"""Conditions that become something to do later for a company that can't prove them yet."""


def subjectivities_of(
    cover_code: CoverCode,
    applicant: Applicant,
    guide: Guide,
    *,
    on: date,
    missing: tuple[str, ...],
    language: Language,
) -> tuple[Subjectivity, ...]:
    """The conditions of one cover, by moment and then in the guide's order; each code once.

    `missing` holds the dotted paths of unanswered facts that could refer this cover: each becomes a condition before
    the quote, `answer_` and its path with underscores.
    """
    case = Case(cover_code, applicant, on, guide, deadlines(cover_code, applicant, guide, on))
    found = [*_answers(missing, case, language), *_conditions(case, language)]
    return tuple(sorted(found, key=lambda condition: MOMENTS.index(condition.before)))


def deadlines(cover_code: CoverCode, applicant: Applicant, guide: Guide, on: date) -> dict[Moment, date | None]:
    """The day by which conditions of each moment are met.

    Before the quote: while the indication is valid, and never later than the start. Before binding: by the start. Then
    within 30 days of it. The last two are None while no start can be told.
    """
    start = cover_start(cover_code, applicant, on, int(guide.plan.notice_months.value))
    valid_until = later(on, int(guide.covers.validity.value))
    return {
        "quote": valid_until if start is None else min(valid_until, start),
        "bind": start,
        "30_days_after": None if start is None else later(start, GRACE_DAYS),
    }


def answer_code(path: str) -> str:
    """The code of the condition that asks for the answer at a dotted path."""
    return f"answer_{path.replace('.', '_')}"


def _answers(missing: tuple[str, ...], case: Case, language: Language) -> Iterator[Subjectivity]:
    for path in dict.fromkeys(missing):
        question = case.guide.question(path).label.to(language)
        text = case.guide.conditions.missing_answer.to(language, question=question)
        yield Subjectivity(answer_code(path), text, "quote", case.deadlines["quote"])


def _conditions(case: Case, language: Language) -> Iterator[Subjectivity]:
    for entry in case.guide.conditions.conditions:
        if case.cover in entry.covers and CONDITIONS[entry.code](case):
            yield _worded(entry, case, language)


def _worded(entry: Condition, case: Case, language: Language) -> Subjectivity:
    text, before = entry.text, entry.covers[case.cover]
    if entry.later is not None and not PROVEN[entry.code](case):
        text, before = entry.later.text, entry.later.before
    return Subjectivity(entry.code, text.to(language), before, case.deadlines[before])


def _condition(function: Callable[[Case], bool]) -> Callable[[Case], bool]:
    CONDITIONS[function.__name__] = function
    return function


@_condition
def signed_proposal(case: Case) -> bool:
    """Always: the answers bind whoever signs them."""
    return True


@_condition
def asset_freeze_check(case: Case) -> bool:
    """Always, and the broker's own: a self-declaration is no screening."""
    return True


@_condition
def contract_review(case: Case) -> bool:
    """Liability without a cap, or not known to have one in most contracts."""
    contracts = case.applicant.contracts
    return contracts.liability_cap not in ("all", "most") or contracts.penalties in ("uncapped", "unknown")


@_condition
def ethics_and_agency_approval(case: Case) -> bool:
    return facts.has_study(case.applicant)


@_condition
def certificate_l1142_2(case: Case) -> bool:
    """The law compels the insurance of bodily injury."""
    return facts.is_health_product_on_market(case.applicant)


@_condition
def ce_certificate(case: Case) -> bool:
    return case.applicant.product.device_status in ("mdr", "ivdr")


@_condition
def hds_certificate(case: Case) -> bool:
    """Health data are hosted for others: the certificate of the whole chain is shown."""
    return case.applicant.hosting.hosts_health_data_for_others is True


@_condition
def no_known_loss_letter(case: Case) -> bool:
    """Covers that take up the past; cyber too when the proposal will have aged by the start."""
    start = case.applicant.wishes.start_on
    aged = start is not None and (start - case.on).days > case.guide.conditions.proposal_ages_after.value
    return case.cover != "cyber" or aged


@_condition
def us_canada_exclusion(case: Case) -> bool:
    """Some sales there, up to the share above which a broker decides instead."""
    share = case.applicant.company.revenue_us_canada_share
    return share is not None and 0 < share <= case.guide.rule("cyber_us_canada").numbers["limit"].f


@_condition
def mfa_proof(case: Case) -> bool:
    """Unless two-factor login has nothing to protect."""
    return any(case.applicant.control(path) != "not_applicable" for path in MFA)


@_condition
def restore_test_report(case: Case) -> bool:
    return case.applicant.control("safeguards.restore_tested") != "not_applicable"


def mfa_proven(case: Case) -> bool:
    return all(case.applicant.control(path) in ("yes", "not_applicable") for path in MFA)


def restore_proven(case: Case) -> bool:
    return case.applicant.control("safeguards.restore_tested") == "yes"


PROVEN.update(mfa_proof=mfa_proven, restore_test_report=restore_proven)


def _prerequisite(code: str) -> Callable[[Case], bool]:
    def met_partly(case: Case) -> bool:
        return case.applicant.control(f"prerequisites.{code}") == "partly"

    return met_partly


CONDITIONS.update(
    {
        f"prerequisite_{code}": _prerequisite(code)
        for code in (
            "individual_passwords",
            "antivirus_weekly",
            "systems_patched_monthly",
            "data_backup_monthly_offline",
            "system_backup_on_change",
        )
    }
)
