"""The three ranges on one euro axis that starts at 0; the recommended one is solid."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils.safestring import SafeString

from portal import typography

from ..palette import Palette
from .svg import SERIF, WHITE, drawing, line, rect, text

_LEFT, _RIGHT, _ROW = 33, 50, 12


def _step(highest: float) -> float:
    """A round step that cuts the axis in four to nine."""
    power: float = 10 ** math.floor(math.log10(max(highest, 1)))
    leading = highest / power
    return power / 5 if leading < 2.2 else power / 2 if leading < 4 else power if leading < 7 else power * 2


def price_band(options: Sequence[dict[str, Any]], recommended: str, colours: Palette, language: str, title: str,
               width: float = 172) -> SafeString:  # fmt: skip
    """`options`: dicts with `code`, `label` and `range_eur`, a pair of amounts."""
    ranges = [(float(Decimal(o["range_eur"][0])), float(Decimal(o["range_eur"][1]))) for o in options]
    highest = max(high for _, high in ranges)
    step = _step(highest)
    top = math.ceil(highest * 1.02 / step) * step
    height = _ROW * len(options) + 9

    def at(amount: float) -> float:
        return _LEFT + (width - _RIGHT - _LEFT) * amount / top

    body = []
    for i in range(round(top / step) + 1):
        x, amount = at(i * step), i * step
        label = "0" if not i else typography.eur(amount, language) if top < 1e5 else typography.short(amount, language)
        if i % 2 == 0 or top / step < 7:
            body.append(text(x, height - 3.6, label, colours["quiet"], 7.2, "middle"))
        body.append(line(x, 1, x, height - 8, colours["hair"], 0.2))
    for rank, (option, (low, high)) in enumerate(zip(options, ranges, strict=True)):
        y, chosen = 3 + rank * _ROW, option["code"] == recommended
        ink = colours["accent"] if chosen else colours["ink"]
        weight, fill = (600, colours["accent"]) if chosen else (400, WHITE)
        body += [
            text(0, y + 5.4, option["label"], ink, 10 if chosen else 9.2, weight=weight),
            rect(at(low), y + 2.2, at(high) - at(low), 4, fill, colours["accent"], 0.3),
            line(at(low), y + 0.9, at(low), y + 7.5, colours["accent"], 0.55),
            text(width, y + (6 if chosen else 5.5), typography.span(low, high, language, 20), ink,
                 15 if chosen else 10, "end", weight, SERIF),
        ]  # fmt: skip
    return drawing(width, height, title, body)
