"""The figures of the guide written for people: the number, then what it counts.

Units in the guide are plain English, for those who write it; here each has its sentence in the reader's language.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, Protocol

from django.utils.translation import gettext, gettext_noop

from portal import typography

if TYPE_CHECKING:
    from underwriting import Language


class Figure(Protocol):
    """A figure of the guide."""

    @property
    def value(self) -> Decimal | float: ...

    @property
    def unit(self) -> str: ...


Written = Callable[[Figure, "Language"], str]


def _money(number: Figure, language: Language) -> str:
    return typography.eur(number.value, language)


def _count(number: Figure, language: Language) -> str:
    return typography.number(number.value, language)


def _share(number: Figure, language: Language) -> str:
    return typography.percent(number.value, language)


UNITS: dict[str, tuple[Written, str]] = {
    "EUR": (_money, "{figure}"),
    "EUR of exposure base": (_money, gettext_noop("{figure} de base d’activité")),
    "EUR, all incidents together": (_money, gettext_noop("{figure}, tous incidents réunis")),
    "calendar years before that of the assessment": (_count, gettext_noop("{figure} années civiles avant celle-ci")),
    "months of cash": (_count, gettext_noop("{figure} mois de trésorerie")),
    "persons": (_count, gettext_noop("{figure} personnes")),
    "share of last revenue": (_share, gettext_noop("{figure} du dernier chiffre d’affaires")),
    "share of sales": (_share, gettext_noop("{figure} des ventes")),
}


def figure(number: Figure, language: Language) -> str:
    """The bare figure, fit for the middle of a sentence that names what it counts."""
    written, _ = UNITS.get(number.unit, (_count, ""))
    return written(number, language)


def threshold(number: Figure, language: Language) -> str:
    """The figure with its unit, in the active language; a unit without words here is shown as the guide has it."""
    if number.unit not in UNITS:
        return f"{_count(number, language)} {number.unit}"
    words = UNITS[number.unit][1]
    return (words if words == "{figure}" else gettext(words)).format(figure=figure(number, language))
