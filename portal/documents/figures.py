"""Every drawing of the recommendation, with the sentence that says it to those who cannot see it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.safestring import SafeString

from portal import typography

from . import charts
from .answers import Answers
from .palette import Palette
from .parts.money import RECOMMENDED
from .words import Words


def figures(assessment: Mapping[str, Any], parts: Mapping[str, Any], answers: Answers, document: Mapping[str, Any],
            colours: Palette, words: Words) -> dict[str, Any]:  # fmt: skip
    """The drawings by name; those of parts that are absent are absent too."""
    language = words.language
    colon = " : " if language == "fr" else ": "
    said = typography.semicolons(
        (f"{row['label']}{colon}{row['status_label']}" for row in parts["eligibility"]["rows"]), language
    )
    drawn: dict[str, Any] = {
        "shield": charts.shield(assessment["eligibility"], colours, f"{words('frame.cover.shield_alt')} {said}."),
        "situations": charts.situations(
            parts["situations"]["rows"],
            colours,
            language,
            words("frame.words.not_applicable"),
            parts["situations"]["alt"],
        ),
        "calendar": charts.calendar(
            parts["plan"]["steps"],
            parts["plan"]["start"],
            colours,
            language,
            parts["plan"]["alt"],
            _start_mark(answers, words),
        ),
    }
    if parts["options"]["published"]:
        drawn["price_band"] = _price_band(parts["options"]["columns"], colours, words)
    if parts["losses"]:
        drawn["exceedance"] = loss_curves(parts["losses"], colours, words)
    if code := verify_code(document, colours, words):
        drawn["qr"] = code
    return drawn


def loss_curves(shown: Mapping[str, Any], colours: Palette, words: Words, **size: float) -> SafeString:
    """The curves of the part on losses; `size` is what the drawing takes, `width` and `height` in millimetres."""
    labels = {
        "year": words("frame.words.part_of_year"),
        "axis": words("parts.losses.axis"),
        "limit": words("parts.losses.limit"),
        "desc": words("parts.losses.desc"),
    }
    return charts.exceedance(
        shown["calibrations"], shown["limit"], colours, words.language, labels, shown["alt"], **size
    )


def _start_mark(answers: Answers, words: Words) -> tuple[date, str] | None:
    start = answers.raw("wishes.start_on")
    return (typography.as_date(start), words("frame.dates.start_mark")) if start else None


def _price_band(columns: list[dict[str, Any]], colours: Palette, words: Words) -> Any:
    items = [{"code": c["code"], "label": c["label"], "range_eur": c["range"]} for c in columns]
    said = typography.semicolons(
        (words(
            "frame.essentials.price_alt_item", label=c["label"],
            low=typography.eur(c["range"][0], words.language), high=typography.eur(c["range"][1], words.language),
        )
        for c in columns), words.language
    )  # fmt: skip
    title = f"{words('frame.essentials.price_alt')} {said}."
    return charts.price_band(items, RECOMMENDED, colours, words.language, title)


def verify_code(document: Mapping[str, Any], colours: Palette, words: Words) -> Any:
    """The QR code of the page that verifies a document; nothing for one that has none."""
    address = str(document.get("verify_url") or "")
    return charts.qr(address, colours, words("frame.broker.verify_alt", address=address)) if address else ""
