"""Days of the calendar, which has a last one."""

from __future__ import annotations

from datetime import date, timedelta


def later(day: date, days: int) -> date:
    """So many days later, or the calendar's last day."""
    return day + timedelta(days=min(days, (date.max - day).days))
