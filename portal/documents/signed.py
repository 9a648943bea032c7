"""Who gave each answer of the printed record, and when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from portal import typography

from .ledger import Row
from .words import Words

PARIS = ZoneInfo("Europe/Paris")
Authors = Mapping[str, Mapping[str, str]]
"""By the path of a question: kind, name and instant of the last answer."""


def signed(rows: Iterable[Row], authors: Authors, words: Words) -> list[Row]:
    """The rows, each with `by`: the name and the day where somebody other than the applicant gave the answer."""
    return [row | {"by": _by(_author(row, authors), words)} for row in rows]


def dated(rows: Iterable[Row], authors: Authors, words: Words) -> str:
    """The sentence that says from when to when the answers were given; nothing where the history doesn't tell."""
    given = (_author(row, authors) for row in rows if row["answer_text"])
    days = sorted({_day(author) for author in given if author})
    if not days:
        return ""
    first, last = (typography.day(day, words.language) for day in (days[0], days[-1]))
    return (
        words("frame.ledger.on_day", day=first)
        if first == last
        else words("frame.ledger.between", first=first, last=last)
    )


def _author(row: Row, authors: Authors) -> Mapping[str, str] | None:
    """A clause belongs to the question of its policy."""
    path = str(row["path"])
    return authors.get(path) or authors.get(path.rpartition(".")[0])


def _by(author: Mapping[str, str] | None, words: Words) -> str:
    if author is None or author["kind"] == "applicant":
        return ""
    day = typography.day(_day(author), words.language)
    return words("frame.ledger.by", name=author["name"], day=day)


def _day(author: Mapping[str, str]) -> date:
    return datetime.fromisoformat(author["at"]).astimezone(PARIS).date()
