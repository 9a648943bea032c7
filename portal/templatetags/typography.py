"""Typography for templates, in the active language: `{% load typography %}`.

`{{ text|french }}` escapes the text and sets the spaces of the active language (French ones only in French);
the other filters write numbers, money and dates. All accept None and show a dash.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from portal import figures, typography

if TYPE_CHECKING:
    from underwriting import Language

register = template.Library()

Amount = str | int | float | Decimal


def _language() -> Language:
    return "en" if (get_language() or "fr").startswith("en") else "fr"


@register.filter(is_safe=True)
def french(text: object) -> SafeString:
    """Escaped text with the spaces of the active language."""
    return typography.typeset("" if text is None else text, _language())


@register.filter
def plain(text: object) -> str:
    """The same spaces without markup, for attributes and titles; escaped by the template as usual."""
    return typography.spaced(typography.neutral("" if text is None else text), _language())


@register.filter
def eur(amount: Amount | None) -> str:
    """Whole euros."""
    return typography.eur(amount, _language())


@register.filter
def eur_cents(amount: Amount | None) -> str:
    """Euros and cents."""
    return typography.eur(amount, _language(), cents=True)


@register.filter
def eur_short(amount: Amount | None) -> str:
    """Thousands, millions: for axes and sentences."""
    return typography.short(amount, _language())


@register.filter
def threshold(number: figures.Figure) -> str:
    """A figure of the guide with what it counts."""
    return figures.threshold(number, _language())


@register.filter
def span(ends: tuple[Amount, Amount] | None, chars: int | None = None) -> str:
    """A range of money, from a pair."""
    if not ends:
        return typography.NOTHING
    return typography.span(ends[0], ends[1], _language(), chars)


@register.filter
def grouped(value: Amount | None) -> str:
    """A whole number, its thousands set apart."""
    return typography.NOTHING if value is None else typography.number(value, _language())


@register.filter
def percent(share: Amount | None, digits: int = 0) -> str:
    """A share between 0 and 1."""
    return typography.NOTHING if share is None else typography.percent(share, _language(), digits)


@register.filter
def one_in(probability: float | None) -> str:
    """1 sur 19, 1 in 19."""
    return typography.one_in(probability or 0, _language())


@register.filter
def day(value: date | str | None) -> SafeString:
    """A full date, with the superior letters of the first of a month; of a moment, the day that it is here."""
    if isinstance(value, datetime):
        value = timezone.localdate(value)
    return typography.typeset(typography.day(value, _language()), _language())


@register.filter
def siren(value: str | None) -> str:
    """Nine digits by threes."""
    return typography.NOTHING if not value else typography.siren(value)
