"""Risk from 0 to 100 in the three situations: a segment for each driver, what lowers the score cut back at the end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.safestring import SafeString

from portal import typography

from ..palette import Palette
from .svg import SERIF, WHITE, drawing, line, rect, text

_LEFT, _RIGHT, _ROW, _FOOT = 38, 42, 10.5, 8
_SMALLEST_LABELLED = 3.5


def situations(items: Sequence[dict[str, Any]], colours: Palette, language: str, not_applicable: str, title: str,
               width: float = 172) -> SafeString:  # fmt: skip
    """`items`: dicts with `short` (the name), `applies`, `score`, `coupling_label`, `drivers` (pairs words, points)."""
    raised = [sum(points for _, points in item["drivers"] if points > 0) for item in items if item["applies"]]
    top = max([100.0, *raised])
    height = _ROW * len(items) + _FOOT

    def at(points: float) -> float:
        return _LEFT + (width - _RIGHT - _LEFT) * points / top

    body = []
    for tick in (0, 25, 50, 75, 100):
        body.append(line(at(tick), 1.5, at(tick), height - 6.5, colours["hair"], 0.2))
        body.append(text(at(tick), height - 2.6, tick, colours["quiet"], 7.2, "middle"))
    for rank, item in enumerate(items):
        y, applies = 4 + rank * _ROW, item["applies"]
        ink, weight = (colours["ink"], 600) if applies else (colours["quiet"], 400)
        body.append(text(0, y + 3, item["short"], ink, 9.4, weight=weight))
        body.append(text(width, y + 3, item["coupling_label"] if applies else not_applicable, ink, 8.6, "end", weight))
        if applies:
            body += _bar(item, at, y, colours, language)
        else:
            body.append(line(at(0), y + 2.1, at(100), y + 2.1, colours["edge"], 0.25, "0.5 1.3"))
    return drawing(width, height, title, body)


def _bar(item: dict[str, Any], at: Any, y: float, colours: Palette, language: str) -> list[str]:
    body, reached = [], 0.0
    for _, points in item["drivers"]:
        if points <= 0:
            continue
        body.append(rect(at(reached) + 0.15, y, at(reached + points) - at(reached) - 0.3, 4.2, colours["accent"]))
        if points >= _SMALLEST_LABELLED:
            middle = (at(reached) + at(reached + points)) / 2
            body.append(text(middle, y + 3, typography.number(points, language), WHITE, 7.6, "middle", 600))
        reached += points
    score = float(item["score"])
    if score < reached:
        body.append(rect(at(score), y - 0.1, at(reached) - at(score), 4.4, WHITE))
        body.append(rect(at(score) + 0.2, y + 0.15, at(reached) - at(score) - 0.4, 3.9, WHITE, colours["accent"], 0.3))
    written = typography.number(score, language)
    body.append(text(at(max(score, reached)) + 2, y + 3.5, written, colours["accent"], 12, "start", 600, SERIF))
    return body
