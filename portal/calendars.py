"""Dates that a calendar can take: events written as an iCalendar file (RFC 5545)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

from underwriting import Language

CONTENT_TYPE = "text/calendar; charset=utf-8"
LINE_OCTETS = 75
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
_CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")


@dataclass(frozen=True)
class Event:
    """Something at a time, or on a whole day when `start` is a date.

    `uid` is the same each time the file is made, so that a calendar replaces what it holds. `start` is either a date
    or a time with its zone, and `end` (the first moment, or day, after it) of the same kind. `alarm_minutes_before`
    counts from the start; that of a whole day is its midnight.
    """

    uid: str
    start: date | datetime
    summary: str
    description: str = ""
    alarm_minutes_before: int | None = None
    end: date | datetime | None = None


def calendar(events: Iterable[Event], language: Language, *, now: datetime | None = None) -> str:
    """The file, its lines ending in CRLF, in UTF-8 once encoded. `now`: when its content was made, the clock if None.

    Raises ValueError for a time without a zone.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//Egide//Egide//{language.upper()}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
    ]
    stamp = _time(now or datetime.now(UTC))
    for event in events:
        lines += _event(event, language, stamp)
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def _event(event: Event, language: Language, stamp: str) -> Iterator[str]:
    yield from ("BEGIN:VEVENT", f"UID:{_text(event.uid)}", f"DTSTAMP:{stamp}", f"DTSTART{_when(event.start)}")
    if event.end is not None:
        yield f"DTEND{_when(event.end)}"
    yield f"SUMMARY;LANGUAGE={language}:{_text(event.summary)}"
    if event.description:
        yield f"DESCRIPTION;LANGUAGE={language}:{_text(event.description)}"
    if not isinstance(event.start, datetime):
        yield "TRANSP:TRANSPARENT"  # a deadline doesn't take the day
    if event.alarm_minutes_before is not None:
        yield from ("BEGIN:VALARM", "ACTION:DISPLAY", f"TRIGGER:-PT{event.alarm_minutes_before}M")
        yield from (f"DESCRIPTION;LANGUAGE={language}:{_text(event.summary)}", "END:VALARM")
    yield "END:VEVENT"


def _when(moment: date | datetime) -> str:
    return f":{_time(moment)}" if isinstance(moment, datetime) else f";VALUE=DATE:{moment:%Y%m%d}"


def _time(moment: datetime) -> str:
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no zone")
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(text: str) -> str:
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROLS.sub(" ", lines).translate(_ESCAPED)


def _folded(line: str) -> str:
    """Cut where the standard asks for it, never inside a character."""
    parts, octets = [""], 0
    for character in line:
        size = len(character.encode())
        if octets + size > LINE_OCTETS:
            parts.append(" ")
            octets = 1
        parts[-1] += character
        octets += size
    return "\r\n".join(parts)
