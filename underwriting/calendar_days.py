"""Days of the calendar, which has a last one."""

from __future__ import annotations

from datetime import date, timedelta


def later(day: date, days: int) -> date:
    """So many days later, or the calendar's last day."""
    return day + timedelta(days=min(days, (date.max - day).days))


def years_later(day: date, years: int) -> date:
    """The same day so many years later; of 29 February, the 28th where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
