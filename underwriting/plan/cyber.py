"""Step 2: take cyber cover. The prerequisites, the option to choose, its start, and the duty to complain in time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ..assessment import Prerequisite
from ..eligibility import fitting_remedy
from ..guarantees import complaint_notice
from ..policy_dates import cyber_start
from ..words import day, euros
from .case import Case, Draft, action


def start_of(case: Case) -> date | None:
    """The start to propose, None when none can be told."""
    return cyber_start(case.applicant, case.on, int(case.guide.plan.notice_months.value))


def held(case: Case) -> bool:
    return case.applicant.cover.cyber.held == "yes"


def _offered(case: Case) -> bool:
    return case.published and case.cover("cyber").outcome == "quote"


@action
def meet_prerequisite(case: Case) -> Iterator[Draft]:
    """A prerequisite answered by no."""
    return (_prerequisite(case, item) for item in case.eligibility if item.status == "not_met")


@action
def verify_prerequisite(case: Case) -> Iterator[Draft]:
    """A prerequisite unknown or unanswered."""
    for item in case.eligibility:
        if item.status == "unknown":
            path = f"prerequisites.{item.code}"
            owner = case.guide.question(path).asks
            yield _prerequisite(case, item, answers=[path], ask=owner)


@action
def widen_prerequisite(case: Case) -> Iterator[Draft]:
    """A prerequisite met for part of the company: the rest is a condition of the cover."""
    for item in case.eligibility:
        if item.status == "partly":
            yield _prerequisite(case, item, meets_condition=f"prerequisite_{item.code}")


def _prerequisite(case: Case, item: Prerequisite, **more: object) -> Draft:
    path = f"prerequisites.{item.code}"
    rule = next(rule for rule in case.guide.eligibility.prerequisites if rule.code == item.code)
    lifted = [r.code for r in case.reasons if r.effect in ("refer", "decline") and path in r.fields]
    return Draft(
        key=item.code,
        values={"name": case.name(path), "remedy": item.remedy or item.text, "standing": item.text},
        effect={"meets_prerequisite": item.code, **({"lifts_reason": lifted[0]} if lifted else {}), **more},
        effort_text=None if item.status == "unknown" else fitting_remedy(rule, case.applicant, case.guide).effort,
    )


@action
def choose_option(case: Case) -> Iterator[Draft]:
    """The recommended option, once its indication is published."""
    cover = case.cover("cyber")
    if _offered(case) and not held(case) and cover.limit_eur is not None and cover.range_eur is not None:
        low, high = cover.range_eur
        yield Draft(
            values={
                "limit": euros(cover.limit_eur, case.language),
                "retention": euros(cover.retention_eur or 0, case.language),
                "low": euros(low, case.language),
                "high": euros(high, case.language),
                "why": cover.why,
            },
            effect={"chooses_option": "recommended", "takes_cover": "cyber"},
        )


@action
def ask_for_cyber_cover(case: Case) -> Iterator[Draft]:
    """None is held, and no indication can be published yet."""
    if case.cover("cyber").needed and not held(case) and not _offered(case):
        yield Draft(effect={"takes_cover": "cyber"})


@action
def review_cyber_policy(case: Case) -> Iterator[Draft]:
    if held(case):
        yield Draft()


@action
def start_as_wished(case: Case) -> Iterator[Draft]:
    """The wished day suits, and is no earlier than any policy in force allows."""
    if (start := start_of(case)) is not None and start == case.applicant.wishes.start_on:
        yield _starting(case, start)


@action
def start_after_present_policy(case: Case) -> Iterator[Draft]:
    """A cyber policy is in force: the new one starts when it ends, never before."""
    if (start := start_of(case)) is not None and start != case.applicant.wishes.start_on:
        yield _starting(case, start)


def _starting(case: Case, start: date) -> Draft:
    return Draft(
        values={"start": day(start, case.language)},
        effect={"starts_on": start.isoformat(), "deadline": start.isoformat()},
        due_in_days=case.days_until(start),
    )


@action
def ask_the_cyber_insurer(case: Case) -> Iterator[Draft]:
    """Open gaps that the cyber insurer answers, the worst first."""
    for gap in case.open_gaps(case.guide.plan.gaps_of_cyber)[: int(case.guide.plan.gaps_asked.value)]:
        yield Draft(
            key=gap.code,
            values={"question": gap.question_to_insurer, "gap": gap.text},
            effect={"closes_gap": gap.code},
        )


@action
def prepare_complaint(case: Case) -> Iterator[Draft]:
    """Always: the law pays no one who complains too late."""
    yield Draft(values={"notice": complaint_notice(case.guide, case.language)}, effect={"meets_duty": "cass_l12_10_1"})
