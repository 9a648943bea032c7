"""Policies in force: when to give notice, and what remains possible once that day has passed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ..assessment import CoverCode
from ..policy_dates import YEAR, add_months, notice_date
from ..words import day
from .case import Case, Draft, StepNumber, action

POLICIES: dict[str, tuple[CoverCode, StepNumber]] = {
    "professional_liability": ("professional_liability", 1),
    "product_liability": ("product_liability", 1),
    "cyber": ("cyber", 2),
    "directors": ("directors_liability", 3),
}
"""The present policies that have an expiry: the cover each stands for, and the step that deals with it."""


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy in force. `expires_on` is None while unanswered."""

    key: str
    cover: str
    step: StepNumber
    expires_on: date | None


def policies(case: Case) -> Iterator[Policy]:
    """The policies held that have an expiry."""
    for key, (code, step) in POLICIES.items():
        if case.applicant.get(f"cover.{key}.held") == "yes":
            expires_on = case.applicant.get(f"cover.{key}.expires_on")
            yield Policy(key, case.guide.cover(code).name.to(case.language), step, expires_on)


@action
def send_renewal_notice(case: Case) -> Iterator[Draft]:
    """The notice date is still to come: the last day to write, and the day from which another policy may start."""
    months = int(case.guide.plan.notice_months.value)
    for policy in policies(case):
        if policy.expires_on is None or (notice := notice_date(policy.expires_on, months)) < case.on:
            continue
        near = case.days_until(notice) <= case.guide.plan.notice_is_near.value
        yield Draft(
            key=policy.key,
            values={"cover": policy.cover, "end": _day(case, policy.expires_on), "notice": _day(case, notice)},
            effect={"deadline": notice.isoformat(), "expires_on": policy.expires_on.isoformat()},
            step=policy.step,
            priority=1 if near else None,
            due_in_days=case.days_until(notice),
        )


@action
def ask_what_renewal_allows(case: Case) -> Iterator[Draft]:
    """The notice date has passed, the policy has not ended: it renews itself, but terms can still be discussed."""
    months = int(case.guide.plan.notice_months.value)
    for policy in policies(case):
        if policy.expires_on is None or policy.expires_on < case.on:
            continue
        if (notice := notice_date(policy.expires_on, months)) >= case.on:
            continue
        following = notice_date(add_months(policy.expires_on, YEAR), months)
        yield Draft(
            key=policy.key,
            values={
                "cover": policy.cover,
                "end": _day(case, policy.expires_on),
                "notice": _day(case, notice),
                "next": _day(case, following),
            },
            effect={
                "deadline": notice.isoformat(),
                "passed": True,
                "expires_on": policy.expires_on.isoformat(),
                "next_deadline": following.isoformat(),
            },
            step=policy.step,
            due_in_days=min(
                case.days_until(policy.expires_on),
                int(case.guide.plan.actions["ask_what_renewal_allows"].due_in_days.value),
            ),
        )


@action
def confirm_policy_end(case: Case) -> Iterator[Draft]:
    """The expiry told has passed: was the policy renewed?"""
    for policy in policies(case):
        if policy.expires_on is not None and policy.expires_on < case.on:
            yield Draft(
                key=policy.key,
                values={"cover": policy.cover, "end": _day(case, policy.expires_on)},
                effect={"answers": [f"cover.{policy.key}.expires_on"], "expires_on": policy.expires_on.isoformat()},
                step=policy.step,
            )


@action
def find_policy_end(case: Case) -> Iterator[Draft]:
    """A policy is held and its expiry unanswered."""
    for policy in policies(case):
        if policy.expires_on is None:
            path = f"cover.{policy.key}.expires_on"
            yield Draft(key=policy.key, values={"cover": policy.cover}, effect={"answers": [path]}, step=policy.step)


def _day(case: Case, value: date) -> str:
    return day(value, case.language)
