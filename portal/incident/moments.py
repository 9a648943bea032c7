"""Hours on the clock of Paris: elapsed hours, days and months, through the changes of March and October."""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")


class NoSuchHour(ValueError):
    """The hour that the clocks skip in March."""


def paris(year: int, month: int, day: int, hour: int, minute: int) -> datetime:
    """The moment when the clocks of Paris show this.

    In October one hour comes twice: the first is meant, since what is due then comes sooner. Raises ValueError for a
    day that does not exist, NoSuchHour for the hour that March skips.
    """
    shown = datetime(year, month, day, hour, minute, tzinfo=PARIS)
    moment = shown.astimezone(UTC).astimezone(PARIS)
    if moment.replace(tzinfo=None) != shown.replace(tzinfo=None):
        raise NoSuchHour
    return moment


def after(moment: datetime, *, hours: int = 0, days: int = 0, months: int = 0) -> datetime:
    """So many elapsed hours later, then days and months of the calendar at the same hour; in Paris.

    The 31st has no namesake in every month: the last day is meant. An hour skipped in March is the one that follows.
    """
    moment = (moment.astimezone(UTC) + timedelta(hours=hours)).astimezone(PARIS)
    if days:
        moment = _shown(moment + timedelta(days=days))
    if months:
        years, month = divmod(moment.month - 1 + months, 12)
        year, month = moment.year + years, month + 1
        moment = _shown(moment.replace(year=year, month=month, day=min(moment.day, monthrange(year, month)[1])))
    return moment


def _shown(moment: datetime) -> datetime:
    """What the clocks show, made a moment: of an hour that comes twice, the first."""
    return moment.replace(fold=0).astimezone(UTC).astimezone(PARIS)
