"""The fields that the desk's forms share: money, days, texts, reasons."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy

from portal.context import reader_language
from underwriting import NOTE_MAX

_PLAIN = re.compile(r"[0-9]{1,12}(?:[.,][0-9]{1,2})?")
_ENGLISH = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]{1,2})?")


class Money(forms.CharField):
    """Euros and cents as people type them: « 4 251,11 € », and 4,251.11 in English. Gives a Decimal, or None."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs={"inputmode": "decimal", "size": 12}), max_length=30, **options)

    def clean(self, value: Any) -> Any:
        text = re.sub(r"\s|€", "", unicodedata.normalize("NFKC", super().clean(value)))
        if not text:
            return None
        if reader_language() == "en" and _ENGLISH.fullmatch(text):
            text = text.replace(",", "")
        if not _PLAIN.fullmatch(text):
            raise ValidationError(gettext("Un montant en euros, comme 4 251,11."))
        return Decimal(text.replace(",", "."))


class Day(forms.DateField):
    """A day, by the browser's own picker."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        super().__init__(widget=widget, input_formats=["%Y-%m-%d", "%d/%m/%Y"], **options)


def text_field(label: Any, help_text: Any = "", *, rows: int = 3, required: bool = True) -> forms.CharField:
    """Some lines of text."""
    return forms.CharField(
        label=label, help_text=help_text, required=required, max_length=10 * NOTE_MAX,
        widget=forms.Textarea(attrs={"rows": rows}),
    )  # fmt: skip


def reason_field() -> forms.CharField:
    """Why a broker decides something: for the house."""
    return text_field(gettext_lazy("Motif"), gettext_lazy("Gardé au fil du dossier, pour le bureau."), rows=2)
