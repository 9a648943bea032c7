"""covers.toml: the six covers, and why a company needs each of them or not."""

from __future__ import annotations

from datetime import date

from ..assessment import CoverCode
from .base import Number, Strict, Text


class Cover(Strict):
    """One of the six covers: its name, and the sentences that say why it is needed or not."""

    code: CoverCode
    name: Text
    why: dict[str, Text]
    source: str


class LawDate(Strict):
    """A day of the calendar that the law sets."""

    day: date
    source: str


class CoversGuide(Strict):
    """covers.toml, in the contract's order. New law governs products placed on the market after `product_regime`."""

    covers: tuple[Cover, ...]
    validity: Number
    product_regime: LawDate
    directors_short_runway: Number
