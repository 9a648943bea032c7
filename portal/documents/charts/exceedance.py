"""Chance a year of losing more than an amount: both axes logarithmic, three calibrations labelled on their curves."""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from django.utils.safestring import SafeString

from portal import typography

from ..palette import Palette
from .svg import WHITE, circle, drawing, line, path, rect, text, through

_LEFT, _RIGHT, _TOP, _BOTTOM = 23.0, 8.0, 9.0, 13.0
_YEARS = (2, 5, 10, 50, 100, 500, 1000)
_LEAST = -3.3
_LETTER = 1.62  # millimetres a letter of a bold label takes, at most
_TIGHT_LETTER = 1.36  # what it takes on average: the ground that its name hides
_STYLES = {"claims": (1.1, ""), "blended": (0.75, ""), "stress": (0.7, "2.2 1.1")}
_COLOURS = {"claims": "accent", "blended": "quiet", "stress": "heat-4"}
_ROOMY = 120.0  # millimetres of width from which the amounts between two powers of ten have room too


class _Frame:
    """The two scales of the drawing, fitted to the curves."""

    def __init__(
        self, curves: Mapping[str, list[tuple[float, float]]], worst: float, width: float, height: float
    ) -> None:
        """`worst`: the least of the losses of one year in a hundred; the axis begins a decade below."""
        shown = [loss for points in curves.values() for loss, chance in points if math.log10(chance) >= _LEAST]
        chances = [chance for points in curves.values() for _, chance in points]
        self.low = math.floor(math.log10(max(worst, 10_000))) - 1
        self.high = max(self.low + 2, min(math.ceil(math.log10(max([*shown, 1.0]))), self.low + 5))
        self.most = math.log10(min(1.0, max(chances) * 1.5))
        self.left, self.right, self.top, self.bottom = _LEFT, width - _RIGHT, _TOP, height - _BOTTOM

    def x(self, loss: float) -> float:
        return self.left + (self.right - self.left) * (math.log10(max(loss, 1)) - self.low) / (self.high - self.low)

    def y(self, chance: float) -> float:
        share = (self.most - math.log10(max(chance, 1e-9))) / (self.most - _LEAST)
        return self.top + (self.bottom - self.top) * share

    def inside(self, points: list[tuple[float, float]]) -> list[tuple[float, float]]:
        return [
            (loss, p)
            for loss, p in points
            if math.log10(max(p, 1e-12)) >= _LEAST and self.low <= math.log10(max(loss, 1)) <= self.high
        ]


def exceedance(calibrations: Mapping[str, dict[str, Any]], limit: float | None, colours: Palette, language: str,
               words: Mapping[str, str], title: str, width: float = 172, height: float = 56) -> SafeString:  # fmt: skip
    """`calibrations`: by code, dicts with `exceedance` (pairs loss, probability), `var_99_eur` and `label`.

    `words`: "year" (with {n}), "axis" and "limit", and where the same figures stand in a table, "desc". `colours` may
    hold "ground", what it is drawn on, white if not.
    """
    curves = {
        code: sorted(
            (float(loss), float(p)) for loss, p in calibration["exceedance"] if float(loss) > 0 and float(p) > 0
        )
        for code, calibration in calibrations.items()
    }
    curves = {code: points for code, points in curves.items() if points}
    worst = min((float(calibrations[code]["var_99_eur"]) for code in curves), default=0.0)
    frame = _Frame(curves, worst, width, height)
    body = [*_grid(frame, colours, language, words)]
    if limit and frame.low < math.log10(limit) < frame.high:
        x = frame.x(limit)
        near_edge = x > frame.right - 30
        where, anchor = (x - 1.6, "end") if near_edge else (x + 1.6, "start")
        label = f"{words['limit']} {typography.short(limit, language)}"
        body += [
            line(x, frame.top - 4, x, frame.bottom, colours["watch"], 0.45, "1.2 0.9"),
            text(where, frame.top - 2, label, colours["watch"], 7.4, anchor, 600),
        ]
    lowest = min(curves, key=lambda code: curves[code][0][1])
    for code, points in curves.items():
        body += _curve(frame, code, points, calibrations[code], colours, language, lowest)
    # Names come last: no curve is drawn over one.
    for code in curves:
        body += _name(frame, code, curves, calibrations[code]["label"], colours, lowest)
    return drawing(width, height, title, body, desc=words.get("desc", ""))


def _grid(frame: _Frame, colours: Palette, language: str, words: Mapping[str, str]) -> list[str]:
    body = []
    for years in _YEARS:
        y = frame.y(1 / years)
        if y < frame.top:
            continue
        strong = years == 100
        ink, weight = (colours["ink"], 600) if strong else (colours["quiet"], 400)
        body.append(line(frame.left, y, frame.right, y, colours["edge" if strong else "hair"], 0.3 if strong else 0.2))
        label = words["year"].format(n=typography.number(years, language))
        body.append(text(frame.left - 2, y + 1, label, ink, 7.2, "end", weight))
    for power in range(frame.low, frame.high + 1):
        for factor in (1, 3) if frame.right >= _ROOMY else (1,):
            loss = factor * 10**power
            if loss > 10**frame.high:
                continue
            x = frame.x(loss)
            body.append(line(x, frame.bottom, x, frame.bottom + 1.2, colours["edge"], 0.2))
            body.append(text(x, frame.bottom + 4.6, typography.short(loss, language), colours["quiet"], 7.2, "middle"))
    body.append(line(frame.left, frame.bottom, frame.right, frame.bottom, colours["ink"], 0.3))
    middle = (frame.left + frame.right) / 2
    body.append(text(middle, frame.bottom + 9.6, words["axis"], colours["quiet"], 7.6, "middle", style="italic"))
    return body


def _curve(frame: _Frame, code: str, points: list[tuple[float, float]], calibration: dict[str, Any], colours: Palette,
           language: str, lowest: str) -> list[str]:  # fmt: skip
    ink, (width, dash), ground = colours[_COLOURS[code]], _STYLES[code], colours.get("ground", WHITE)
    shown = frame.inside(points)
    if len(shown) < 2:
        return []
    body = [path(through((frame.x(loss), frame.y(p)) for loss, p in shown), ink, width, dash)]
    worst = float(calibration["var_99_eur"])
    if worst > 0 and frame.low <= math.log10(worst) <= frame.high:
        x, y = frame.x(worst), frame.y(0.01)
        figure = typography.short(typography.significant(worst), language)
        body.append(circle(x, y, 1.35, ground, ink, 0.55))
        # The lowest curve leaves room under it, the others above them.
        if code == lowest:
            body.append(text(x - 1.8, y + 4.4, figure, ink, 8.4, "end", 600))
        else:
            body.append(rect(x + 1.3, y - 5.1, _LETTER * len(figure), 3.4, ground))
            body.append(text(x + 1.8, y - 2.3, figure, ink, 8.4, "start", 600))
    return body


def _name(frame: _Frame, code: str, curves: Mapping[str, list[tuple[float, float]]], label: str, colours: Palette,
          lowest: str) -> list[str]:  # fmt: skip
    """A curve's name, over its own left end or, for the lowest curve, under it; clear of the curve above it."""
    shown, width = frame.inside(curves[code]), _TIGHT_LETTER * len(label)
    if len(shown) < 2:
        return []
    x = frame.left + 1.6
    if code == lowest:
        y = _under(frame, shown, width)
    else:
        others = [found for other, points in curves.items() if other != code and (found := frame.inside(points))]
        x, y = _above(frame, shown, [points for points in others if points[0][1] > shown[0][1]], width)
    return [
        rect(x - 0.4, y - 2.4, width, 3.0, colours.get("ground", WHITE)),
        text(x, y, label, colours[_COLOURS[code]], 8.2, "start", 600),
    ]


def _above(
    frame: _Frame, shown: list[tuple[float, float]], higher: list[list[tuple[float, float]]], width: float
) -> tuple[float, float]:
    """The first place from the left where a name fits between a curve and those above it; the left end if none.

    It ends where the amounts of one year in a hundred begin.
    """
    x = frame.left + 1.6
    first = x, frame.y(shown[0][1]) - 1.4
    while (y := _height(frame, shown, x) - 1.4) < frame.y(0.01) - 5.4 and x + width < frame.right:
        if all(_height(frame, points, x + width) < y - 2.7 for points in higher):
            return x, y
        x += 1.5
    return first


def _height(frame: _Frame, points: list[tuple[float, float]], x: float) -> float:
    """Where a curve stands at a distance from the left; its ends go on level."""
    for (loss, chance), (next_loss, next_chance) in pairwise(points):
        left, right = frame.x(loss), frame.x(next_loss)
        if left <= x <= right and right > left:
            return frame.y(chance) + (frame.y(next_chance) - frame.y(chance)) * (x - left) / (right - left)
    return frame.y(points[0][1] if x < frame.x(points[0][0]) else points[-1][1])


def _under(frame: _Frame, shown: list[tuple[float, float]], width: float) -> float:
    """Where the name of the lowest curve stands, at its left end, clear of its slope."""
    under = [frame.y(chance) for loss, chance in shown if frame.x(loss) <= frame.left + width + 3]
    return min((under[-1] if under else frame.y(shown[0][1])) + 4.6, frame.bottom - 2)
