"""Until when the present policies can be ended: the notice that each renewal date calls for (C. ass. L.113-12)."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date
from typing import Literal

from .. import facts
from ..applicant import Applicant
from ..guide.loader import Guide

DATED: tuple[facts.PresentCover, ...] = ("professional_liability", "product_liability", "cyber", "directors")
"""The policies whose renewal date is asked."""

CODE = "cass_l113_12_notice"


@dataclass(frozen=True, slots=True)
class Notice:
    """The last day to give notice of one policy. `window`: open, passed before the renewal date, or date over."""

    cover: facts.PresentCover
    expires_on: date
    notice_on: date
    window: Literal["open", "passed", "over"]


def notice_dates(applicant: Applicant, guide: Guide, on: date) -> tuple[Notice, ...]:
    """The notice of each policy held whose renewal date is told, the earliest first."""
    months = int(guide.obligations.duty(CODE).numbers["months"].value)
    held = [cover for cover in DATED if facts.holds(applicant, cover)]
    told = [(cover, applicant.get(f"cover.{cover}.expires_on")) for cover in held]
    notices = [_notice(cover, expires_on, months, on) for cover, expires_on in told if expires_on is not None]
    return tuple(sorted(notices, key=lambda notice: notice.notice_on))


def months_before(day: date, months: int) -> date:
    """The same day `months` earlier, or the last of that month when it is shorter; never before year 1."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    if year < date.min.year:
        return date.min
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _notice(cover: facts.PresentCover, expires_on: date, months: int, on: date) -> Notice:
    notice_on = months_before(expires_on, months)
    if expires_on < on:
        return Notice(cover, expires_on, notice_on, "over")
    return Notice(cover, expires_on, notice_on, "open" if notice_on >= on else "passed")
