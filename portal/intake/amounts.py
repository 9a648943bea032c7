"""Numbers as people type them, and as they are shown back in a field.

Generous with spaces, € and %, strict with the rest: what could be read two ways is refused. Every reader raises
ValueError.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from portal import typography
from underwriting import Language

SCALES = {
    "": 1,
    "k": 10**3,
    "K": 10**3,
    "M": 10**6,
    "million": 10**6,
    "millions": 10**6,
    "Md": 10**9,
    "milliard": 10**9,
    "milliards": 10**9,
    "bn": 10**9,
    "billion": 10**9,
}
LETTERS: dict[Language, dict[str, int]] = {"fr": {}, "en": {"m": 10**6}}
"""A small m is a million in English; in French some write it for a thousand."""
_EUROS = re.compile(r"€|euros?|EUR")
_NO_CENTS: dict[Language, re.Pattern[str]] = {
    "fr": re.compile(r"(?<=[0-9])[.,]00$"),
    "en": re.compile(r"(?<=[0-9])\.00$"),
}


def whole(text: str, language: Language) -> int:
    """A count: « 12 000 », and 12,000 in English."""
    return _digits(_tight(text), language)


def euros(text: str, language: Language) -> int:
    """Whole euros: « 420 000 € », « 420 000,00 », « 1,2 M€ »."""
    tight = _EUROS.sub("", _tight(text))
    match = re.fullmatch(r"([0-9.,]+?)([A-Za-z]*)", tight)
    scales = SCALES | LETTERS[language]
    if match is None or match[2] not in scales:
        raise ValueError(text)
    figure, scale = match[1], scales[match[2]]
    if scale == 1:
        return _digits(_NO_CENTS[language].sub("", figure), language)
    amount = _decimal(figure) * scale
    if amount != amount.to_integral_value():
        raise ValueError(text)
    return int(amount)


def share(text: str) -> float:
    """A percentage as a share from 0 to 1: « 3,5 % » gives 0.035."""
    percentage = _decimal(_tight(text).removesuffix("%"))
    if percentage > 100:
        raise ValueError(text)
    return float(percentage / 100)


def show_whole(value: int, language: Language) -> str:
    """A whole number, its thousands apart."""
    return typography.number(value, language)


def show_share(value: float, language: Language) -> str:
    """A share as a percentage, exact, without its sign."""
    written = f"{Decimal(str(value)) * 100:f}"
    written = written.rstrip("0").rstrip(".") if "." in written else written
    return written.replace(".", ",") if language == "fr" else written


def _tight(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def _digits(tight: str, language: Language) -> int:
    if language == "en" and re.fullmatch(r"[0-9]{1,3}(,[0-9]{3})+", tight):
        tight = tight.replace(",", "")
    if not re.fullmatch(r"[0-9]{1,30}", tight):
        raise ValueError(tight)
    return int(tight)


def _decimal(tight: str) -> Decimal:
    if not re.fullmatch(r"[0-9]{1,20}([.,][0-9]{1,20})?", tight):
        raise ValueError(tight)
    return Decimal(tight.replace(",", "."))
