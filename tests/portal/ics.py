"""A calendar file read back, as a calendar does: unfolded, split, unescaped."""

from __future__ import annotations

import re

_ESCAPES = {"\\\\": "\\", "\\;": ";", "\\,": ",", "\\n": "\n", "\\N": "\n"}


def read_back(text: str) -> list[dict[str, str]]:
    """Its events, by property name; parameters stay with the name, an alarm's properties have `VALARM.` before."""
    assert text.endswith("END:VCALENDAR\r\n")
    assert "\n" not in text.replace("\r\n", ""), "a line that does not end in CRLF"
    events: list[dict[str, str]] = []
    inside: list[str] = []
    for line in text.replace("\r\n ", "").split("\r\n")[:-1]:
        name, colon, value = line.partition(":")
        assert colon, line
        if name == "BEGIN":
            inside.append(value)
            if value == "VEVENT":
                events.append({})
        elif name == "END":
            assert inside.pop() == value
        elif "VEVENT" in inside:
            prefix = "VALARM." if inside[-1] == "VALARM" else ""
            assert prefix + name not in events[-1], "given twice"
            events[-1][prefix + name] = re.sub(r"\\.", lambda found: _ESCAPES[found[0]], value)
    assert not inside
    return events
