"""The four steps on one time axis; each action carries its day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.utils.safestring import SafeString

from portal import typography

from ..palette import Palette
from .svg import SERIF, circle, drawing, line, text

_LEFT, _TOP, _ROW = 52.0, 9.0, 8.0
_CLOSE = 5.0
_HORIZON = timedelta(days=190)


def _month_after(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def calendar(steps: Sequence[dict[str, Any]], start: date, colours: Palette, language: str, title: str,
             milestone: tuple[date, str] | None = None, width: float = 172) -> SafeString:  # fmt: skip
    """`steps`: dicts with `step`, `short` and `dues`, sorted dates. `milestone`: one dated line with its word."""
    dates = [due for step in steps for due in step["dues"]]
    end = max([*dates, milestone[0] if milestone else start, start + timedelta(days=28)]) + timedelta(days=6)
    end = min(end, start + _HORIZON)
    height = _TOP + _ROW * len(steps) + 5

    def at(when: date) -> float:
        return _LEFT + (width - _LEFT) * min(1, (when - start).days / max(1, (end - start).days))

    body = _months(start, end, at, height, width, colours, language)
    if milestone and start <= milestone[0] <= end:
        x = at(milestone[0])
        where, anchor = (x - 1.2, "end") if x > width - 22 else (x + 1.2, "start")
        body.append(line(x, 4.6, x, height, colours["watch"], 0.45, "1.2 0.9"))
        body.append(text(where, height - 0.4, milestone[1], colours["watch"], 7.4, anchor, 600))
    for rank, step in enumerate(steps):
        y = _TOP + rank * _ROW
        body.append(text(0, y + 3.7, step["step"], colours["accent"], 11, weight=600, family=SERIF))
        body.append(text(5, y + 3.6, step["short"], colours["ink"], 8.4))
        body += _row(step["dues"], y, start, end, at, width, colours)
    return drawing(width, height, title, body)


def _row(dues: Sequence[date], y: float, start: date, end: date, at: Any, width: float, colours: Palette) -> list[str]:
    """One step: its days, and an arrow for those beyond the axis."""
    if not dues:
        return []
    body, seen = [line(at(start), y + 2.5, at(dues[-1]), y + 2.5, colours["hair"], 1)], -2 * _CLOSE
    for due in dues:
        x = at(due)
        if due > end:
            body.append(text(width, y + 3.5, "→", colours["accent"], 9, "end", 600))
            break
        body.append(circle(x, y + 2.5, 1.5, colours["accent"]))
        if x - seen > _CLOSE:
            body.append(text(min(x, width - 1.4), y + 0.1, due.day, colours["ink"], 7, "middle", 600))
            seen = x
    return body


def _months(start: date, end: date, at: Any, height: float, width: float, colours: Palette, language: str) -> list[str]:
    body = []
    month = date(start.year, start.month, 1)
    while month <= end:
        after = _month_after(month)
        left, right = max(_LEFT, at(month)), min(width, at(after))
        if month > start:
            body.append(line(at(month), 0, at(month), height, colours["hair"], 0.2))
        name = typography.MONTHS[language][month.month - 1]
        abbreviated = typography.SHORT_MONTHS[language][month.month - 1]
        for label in (f"{name} {month.year}", name, abbreviated):
            if right - left > 1.5 * len(label) + 2:
                body.append(text(left + 1.2, 3, label, colours["quiet"], 7.4))
                break
        month = after
    return body
