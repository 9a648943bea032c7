"""What a visitor says of the incident, from the address of the page: the hour when they knew, and what is theirs."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .moments import PARIS, NoSuchHour, paris
from .texts import incident

BOUNDS = {"day": (1, 31), "month": (1, 12), "year": (2000, 2099), "hour": (0, 23), "minute": (0, 59)}
SLACK = timedelta(minutes=5)
"""By how much a visitor's watch may be ahead."""
ERRORS: dict[str, Promise] = {
    "day": _("Le jour est un nombre de 1 à 31."),
    "month": _("Le mois est un nombre de 1 à 12."),
    "year": _("L’année s’écrit en quatre chiffres."),
    "hour": _("L’heure est un nombre de 0 à 23."),
    "minute": _("Les minutes sont un nombre de 0 à 59."),
    "no_such_day": _("Ce mois n’a pas ce jour."),
    "no_such_hour": _("Cette nuit-là, les horloges sont passées de 2 h à 3 h : cette heure n’a pas existé."),
    "future": _("Cette heure est à venir : vérifiez le jour et l’heure."),
}


@dataclass(frozen=True)
class Asked:
    """`typed` is each field as it was typed; `aware` the moment, None when `errors` (by field) says why not."""

    typed: Mapping[str, str]
    cases: frozenset[str]
    aware: datetime | None
    errors: Mapping[str, Promise]


def asked(query: QueryDict, now: datetime) -> Asked:
    """What the address says; without any field, a visitor who has just learnt of it."""
    known = incident().cases
    if not any(name in query for name in BOUNDS):
        here = now.astimezone(PARIS).replace(second=0, microsecond=0)
        typed = {name: f"{getattr(here, name):02}" if name in ("hour", "minute") else str(getattr(here, name))
                 for name in BOUNDS}  # fmt: skip
        return Asked(typed, frozenset(case.code for case in known if case.ticked), here, {})
    typed = {name: query.get(name, "").strip()[:10] for name in BOUNDS}
    cases = frozenset(query.getlist("case")) & {case.code for case in known}
    numbers = {name: number for name, text in typed.items() if (number := _number(name, text)) is not None}
    errors = {name: ERRORS[name] for name in BOUNDS if name not in numbers}
    date_given = not errors.keys() & {"day", "month", "year"}
    if date_given and numbers["day"] > monthrange(numbers["year"], numbers["month"])[1]:
        errors["day"] = ERRORS["no_such_day"]
    aware = None
    if not errors:
        try:
            aware = paris(**numbers)
        except NoSuchHour:
            errors["hour"] = ERRORS["no_such_hour"]
    if aware and aware.astimezone(UTC) > now.astimezone(UTC) + SLACK:
        aware, errors["day"] = None, ERRORS["future"]
    return Asked(typed, cases, aware, errors)


def _number(name: str, text: str) -> int | None:
    low, high = BOUNDS[name]
    return int(text) if text.isascii() and text.isdigit() and low <= int(text) <= high else None
