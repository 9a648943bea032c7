"""Figures and lists written for people, in both languages, with plain spaces: the display sets the no-break ones."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from .guide.base import Language

MONTHS: dict[Language, tuple[str, ...]] = {
    "fr": (
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ),
    "en": (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
}


def number(value: int | Decimal | float, language: Language) -> str:
    """A whole number with its thousands: 12 500 or 12,500."""
    whole = Decimal(str(value)).quantize(Decimal(1), ROUND_HALF_UP)
    return f"{whole:,}".replace(",", " ") if language == "fr" else f"{whole:,}"


def euros(amount: int | Decimal | float, language: Language) -> str:
    """An amount in whole euros: 12 500 € or €12,500."""
    figure = number(amount, language)
    return f"{figure} €" if language == "fr" else f"€{figure}"


def about(amount: int | Decimal | float, language: Language) -> str:
    """An amount to two significant figures, where more would claim a precision that nobody has: 29 000 €."""
    if amount < 1:
        return euros(amount, language)
    return euros(round(float(amount), 1 - math.floor(math.log10(amount))), language)


def percent(share: Decimal | float, language: Language) -> str:
    """A share as a percentage with at most one decimal: 12,5 % or 12.5%."""
    figure = f"{Decimal(str(share)) * 100:.1f}".removesuffix(".0")
    return f"{figure.replace('.', ',')} %" if language == "fr" else f"{figure}%"


def day(value: date, language: Language) -> str:
    """A day: 1er janvier 2027 or 1 January 2027."""
    first = "1er" if language == "fr" and value.day == 1 else str(value.day)
    return f"{first} {MONTHS[language][value.month - 1]} {value.year}"


def one_in(probability: float, language: Language) -> str:
    """A yearly chance: 1 chance sur 21, or 1 chance in 21."""
    if probability <= 0:
        return "presque aucune chance" if language == "fr" else "almost no chance"
    n = number(max(1, round(1 / probability)), language)
    return f"1 chance sur {n}" if language == "fr" else f"1 chance in {n}"


def listing(items: Sequence[str], language: Language) -> str:
    """a, b et c; or a, b and c."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {'et' if language == 'fr' else 'and'} {items[-1]}"


def inside(text: str) -> str:
    """A name as it stands in the middle of a sentence."""
    return text[:1].lower() + text[1:]
