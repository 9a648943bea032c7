"""A moment, and how far it is, in words: the same patterns serve the page and the script that works offline."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.utils.translation import gettext as _

from portal.typography import MONTHS
from underwriting import Language

from .moments import PARIS

WEEKDAYS: dict[Language, list[str]] = {
    "fr": ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
}
IN_HOURS = timedelta(hours=96)
"""Up to four days, the time left is told in hours; beyond, in days."""


def patterns() -> dict[str, str]:
    """The patterns in the active language. `{hour}` is bare, `{clock}` always has two figures."""
    return {
        "moment": _("{weekday} {day} {month} {year} à {hour} h {minute}"),
        "minute": _("dans 1 minute"),
        "minutes": _("dans {n} minutes"),
        "hour": _("dans 1 heure"),
        "hours": _("dans {n} heures"),
        "days": _("dans {n} jours"),
    }


def moment_in_words(moment: datetime, language: Language) -> str:
    """Mardi 24 novembre 2026 à 14 h 05, in Paris, without the capital."""
    shown = moment.astimezone(PARIS)
    day = "1er" if shown.day == 1 and language == "fr" else str(shown.day)
    return patterns()["moment"].format(
        weekday=WEEKDAYS[language][shown.weekday()],
        day=day,
        month=MONTHS[language][shown.month - 1],
        year=shown.year,
        hour=shown.hour,
        clock=f"{shown.hour:02}",
        minute=f"{shown.minute:02}",
    )


def time_left(due: datetime, now: datetime) -> str:
    """Dans 70 heures: whole hours or days, never more than there are; empty once it is over."""
    left = due.astimezone(UTC) - now.astimezone(UTC)  # on one zone's clock, Python would not count the hour of October
    if left <= timedelta(0):
        return ""
    if left < timedelta(hours=1):
        minutes = max(1, left // timedelta(minutes=1))
        return _one_or_many("minute", minutes)
    if left < IN_HOURS:
        return _one_or_many("hour", left // timedelta(hours=1))
    return patterns()["days"].format(n=left // timedelta(days=1))


def _one_or_many(unit: str, n: int) -> str:
    return patterns()[unit if n == 1 else f"{unit}s"].format(n=n)
