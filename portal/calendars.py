"""Calendar files (RFC 5545): what happens when, for any agenda."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils import timezone

from underwriting import Language

LINE_BYTES = 75
"""The longest line that the format allows, in bytes."""


@dataclass(frozen=True)
class Event:
    """One entry: `start` and `end` are moments with a zone; the alarm rings so many minutes before the start."""

    uid: str
    start: datetime
    summary: str
    description: str = ""
    alarm_minutes_before: int | None = None
    end: datetime | None = None


def calendar(events: Iterable[Event], language: Language) -> str:
    """The file, its lines folded and ended as the format asks."""
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//Egide//{language.upper()}", "CALSCALE:GREGORIAN"]
    made = _utc(timezone.now())
    lines = [*head, *(line for event in events for line in _entry(event, made)), "END:VCALENDAR"]
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _entry(event: Event, made: str) -> Iterator[str]:
    yield from ("BEGIN:VEVENT", f"UID:{event.uid}", f"DTSTAMP:{made}", f"DTSTART:{_utc(event.start)}")
    if event.end is not None:
        yield f"DTEND:{_utc(event.end)}"
    yield f"SUMMARY:{_escaped(event.summary)}"
    if event.description:
        yield f"DESCRIPTION:{_escaped(event.description)}"
    if event.alarm_minutes_before is not None:
        yield from ("BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{_escaped(event.summary)}")
        yield from (f"TRIGGER:-PT{event.alarm_minutes_before}M", "END:VALARM")
    yield "END:VEVENT"


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _escaped(text: str) -> str:
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return "\\n".join(text.splitlines())


def _folded(line: str) -> Iterator[str]:
    """Pieces of at most 75 bytes, never inside a letter; each after the first begins with a space."""
    piece, size = "", 0
    for letter in line:
        weight = len(letter.encode())
        if size + weight > LINE_BYTES:
            yield piece
            piece, size = " ", 1
        piece, size = piece + letter, size + weight
    yield piece
