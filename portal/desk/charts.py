"""The dashboard's charts: bars month by month, drawn on the server; each has its figures in a table behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from babel.dates import format_date
from django.utils.translation import gettext

from portal import typography
from portal.context import reader_language

from .words import DECLINE_CODES

WIDTH, HEIGHT, FOOT = 480, 120, 18
GAP = 0.25
"""How much of a month's room is left between bars."""


@dataclass(frozen=True)
class Bar:
    """One bar: where it stands, its parts from the bottom up, and the words under it."""

    x: float
    width: float
    parts: tuple[tuple[str, float, float], ...]
    label: str
    middle: float


@dataclass(frozen=True)
class Chart:
    """A title, what it says in one sentence, its bars, the words of its parts, and the table of its figures."""

    title: str
    says: str
    bars: tuple[Bar, ...]
    keys: tuple[tuple[str, str], ...]
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    top: str
    empty: bool


def charts(data: dict[str, Any]) -> list[Chart]:
    """Volumes and conversion, then the time to a first answer."""
    return [_volumes(data["months"]), _answers(data["months"])]


def refusals(data: dict[str, Any]) -> list[dict[str, Any]]:
    """The reasons of refusal of the year, most frequent first, with their share of all of 100."""
    words = dict(DECLINE_CODES) | {"merged": gettext("Réuni avec un autre dossier")}
    whole = sum(row["count"] for row in data["refusals"])
    return [
        {"name": words.get(row["code"], row["code"]), "count": row["count"], "share": round(100 * row["count"] / whole)}
        for row in data["refusals"]
    ]


def _volumes(months: Sequence[dict[str, Any]]) -> Chart:
    sent, quoted, won = (sum(month[key] for month in months) for key in ("sent", "quoted", "won"))
    says = gettext("En douze mois : %(sent)s dossiers envoyés, %(quoted)s devis émis, %(won)s acceptés.") % {
        "sent": _number(sent), "quoted": _number(quoted), "won": _number(won),
    }  # fmt: skip
    stacked = [
        (month["month"], (("won", month["won"]), ("quoted", month["quoted"] - month["won"]),
                          ("sent", month["sent"] - month["quoted"])))
        for month in months
    ]  # fmt: skip
    rows = [
        (_month(month["month"]), _number(month["sent"]), _number(month["quoted"]), _number(month["won"]),
         _share(month["won"], month["sent"]))
        for month in months
    ]  # fmt: skip
    keys = (("won", gettext("acceptés")), ("quoted", gettext("devis émis")), ("sent", gettext("autres envoyés")))
    heads = (gettext("Mois d’envoi"), gettext("Envoyés"), gettext("Devis"), gettext("Acceptés"), gettext("Conversion"))
    return _chart(gettext("Dossiers et conversion"), says, stacked, keys, heads, rows, "")


def _answers(months: Sequence[dict[str, Any]]) -> Chart:
    known = [month for month in months if month["hours"]]
    says = gettext("Heures entre l’envoi et la première action d’une personne du bureau.")
    stacked = [
        (month["month"], (("won", month["hours"]["median"]), ("sent", month["hours"]["p90"] - month["hours"]["median"]))
         if month["hours"] else ())
        for month in months
    ]  # fmt: skip
    rows = [(_month(one["month"]), _hours(one["hours"]["median"]), _hours(one["hours"]["p90"])) for one in known]
    keys = (("won", gettext("médiane")), ("sent", gettext("jusqu’à neuf sur dix")))
    heads = (gettext("Mois d’envoi"), gettext("Médiane"), gettext("Neuf sur dix"))
    return _chart(gettext("Temps de réponse"), says, stacked, keys, heads, rows, " h")


def _chart(title: str, says: str, stacked: Any, keys: Any, heads: Any, rows: Any, unit: str) -> Chart:
    top = max((sum(value for _, value in parts) for _, parts in stacked), default=0)
    room, tall = WIDTH / len(stacked), HEIGHT - FOOT
    bars = []
    for place, (month, parts) in enumerate(stacked):
        level, drawn = float(tall), []
        for code, value in parts:
            height = tall * value / top if top else 0
            level -= height
            drawn.append((code, round(level, 1), round(height, 1)))
        x = place * room + room * GAP / 2
        bars.append(Bar(round(x, 1), round(room * (1 - GAP), 1), tuple(drawn), month[5:], round(x + room * 0.375, 1)))
    return Chart(title, says, tuple(bars), keys, heads, tuple(rows), f"{_number(top)}{unit}", not top)


def _number(value: float) -> str:
    return typography.number(value, reader_language(), 0)


def _hours(value: float) -> str:
    return f"{typography.number(value, reader_language(), 1)}{typography.NOBREAK}h"


def _share(part: int, whole: int) -> str:
    return f"{round(100 * part / whole)}{typography.NOBREAK}%" if whole else typography.NOTHING


def _month(code: str) -> str:
    year, month = code.split("-")
    return format_date(date(int(year), int(month), 1), "LLLL y", locale=reader_language())
