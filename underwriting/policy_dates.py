"""Notice dates, and the earliest day on which a new policy doubles no other."""

from __future__ import annotations

import calendar
from datetime import date

from .applicant import Applicant
from .assessment import CoverCode
from .calendar_days import later

YEAR = 12
POLICY_OF: dict[CoverCode, str] = {
    "directors_liability": "directors",
    "clinical_trial_liability": "clinical_trial",
}
"""The present policies whose key in the file isn't that of the cover."""


def add_months(day: date, months: int) -> date:
    """The same day of the month so many months later (earlier when negative), or the last day of a shorter month.

    Beyond the calendar, its first or last day: a typing error in a year is no reason to fail.
    """
    years, month = divmod(day.month - 1 + months, YEAR)
    year, month = day.year + years, month + 1
    if not date.min.year <= year <= date.max.year:
        return date.min if year < date.min.year else date.max
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def notice_date(expires_on: date, months: int) -> date:
    """The last day for giving notice of a policy that renews itself on `expires_on`."""
    return add_months(expires_on, -months)


def end_in_force(expires_on: date, on: date, months: int) -> date:
    """When a policy in force can really end: its expiry, or a year later once the notice date has passed."""
    return expires_on if on <= notice_date(expires_on, months) else add_months(expires_on, YEAR)


def cover_start(cover: CoverCode, applicant: Applicant, on: date, months: int) -> date | None:
    """The start to propose for a cover: as wished, but never before a policy in force has ended.

    `months` of notice end a policy that renews itself. None when no day can be told: nothing is wished, or a policy is
    held whose end isn't known or has passed.
    """
    wished = applicant.wishes.start_on
    policy = getattr(applicant.cover, POLICY_OF.get(cover, cover))
    if policy.held == "yes":
        expires_on: date | None = getattr(policy, "expires_on", None)
        if expires_on is None or expires_on < on:
            return None
        free = later(end_in_force(expires_on, on, months), 1)
        return free if wished is None else max(free, wished)
    return wished if wished is not None and wished >= on else None


def cyber_start(applicant: Applicant, on: date, months: int) -> date | None:
    """The start to propose for a cyber cover."""
    return cover_start("cyber", applicant, on, months)
