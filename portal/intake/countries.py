"""The countries of the applicant file by their names, for a list to choose from."""

from __future__ import annotations

import unicodedata
from functools import cache

from babel import Locale

from underwriting import COUNTRIES, Language

HOME = "FR"


@cache
def countries(language: Language) -> tuple[tuple[str, str], ...]:
    """Codes and names in the language: France first, then in the order of a dictionary."""
    names = Locale(language).territories
    ordered = sorted(COUNTRIES - {HOME}, key=lambda code: _plain(names[code]))
    return tuple((code, names[code]) for code in (HOME, *ordered))


def _plain(name: str) -> str:
    """Without accents nor capitals, so that Égypte stands among the E."""
    return "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)).casefold()
