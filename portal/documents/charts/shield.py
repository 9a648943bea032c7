"""The cover's shield: one outline for each prerequisite, outermost first; what is not met leaves it open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.safestring import SafeString

from ..palette import Palette
from .svg import drawing, path, through

Point = tuple[float, float]
_CLOSED = {"met": 1.0, "not_applicable": 1.0, "partly": 0.62}
_STEP = 0.157
_HEART = 0.2


def _bezier(start: Point, first: Point, second: Point, end: Point, pieces: int) -> Iterator[Point]:
    for i in range(pieces + 1):
        t, u = i / pieces, 1 - i / pieces
        weights = (u**3, 3 * u * u * t, 3 * u * t * t, t**3)
        points = (start, first, second, end)
        yield (
            sum(w * p[0] for w, p in zip(weights, points, strict=True)),
            sum(w * p[1] for w, p in zip(weights, points, strict=True)),
        )


def _outline() -> list[Point]:
    """Unit shield, clockwise from the top centre: shoulder, flank, tip; then mirrored."""
    half = [
        *_bezier((0, -1), (0.35, -1), (0.62, -0.93), (0.86, -0.80), 16),
        *_bezier((0.90, -0.76), (0.96, -0.05), (0.78, 0.62), (0, 1.12), 30),
    ]
    return half + [(-x, y) for x, y in reversed(half[:-1])]


def shield(prerequisites: Sequence[dict[str, Any]], colours: Palette, title: str, size: float = 168) -> SafeString:
    """`prerequisites`: dicts with `status`. An open stretch is dotted in the colour of what asks for attention."""
    centre_x, centre_y, unit = size / 2, size * 0.47, size * 0.46
    shape = _outline()

    def scaled(factor: float) -> list[Point]:
        return [(centre_x + unit * factor * x, centre_y + unit * factor * y) for x, y in shape]

    def stretch(points: list[Point], start: float, end: float) -> str:
        last = len(points) - 1
        return through(points[int(start * last) : int(end * last) + 1])

    body = []
    for rank, item in enumerate(prerequisites):
        points = scaled(1 - _STEP * rank)
        closed = _CLOSED.get(item["status"], 0.0)
        if closed == 1:
            body.append(path(through(points) + "Z", colours["accent"], 2.7))
            continue
        if closed:
            body.append(path(stretch(points, 0, closed), colours["accent"], 2.7))
        start = closed + 0.02 if closed else 0
        body.append(path(stretch(points, start, 1), colours["watch"], 1.1, "0.01 2.9", cap="round"))
    body.append(path(through(scaled(_HEART)) + "Z", "none", 0, fill=colours["accent"]))
    return drawing(size, size, title, body, "shield")
