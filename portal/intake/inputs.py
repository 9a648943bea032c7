"""The form fields: each reads what people type, and shows an answer back as they would type it.

No field is ever required: everything may be left open. What a field can't read, it names in one kind sentence that
says what would be right. Fields hold no state, so that one set serves every form of a guide in a language.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal import typography
from underwriting import TEXT_MAX, Language

LINES_MAX = 50
PHONE_MIN = 6
"""Digits of the shortest number that can be called from outside."""
UNFINISHED = "unfinished"
"""The code of a mistake that is only something left to type."""
OUTSIDE = {"invalid_choice": gettext_lazy("Choisissez parmi les réponses de la liste.")}


class Line(forms.CharField):
    """A text; what is longer than the applicant file holds is named, never cut."""

    def __init__(self, limit: int = TEXT_MAX) -> None:
        super().__init__(required=False)
        self.limit = limit

    def to_python(self, value: Any) -> str:
        text = (super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n")
        if len(text) > self.limit:
            given = {"count": len(text), "limit": self.limit}
            raise ValidationError(_("C’est trop long : %(count)s signes, %(limit)s au plus.") % given)
        return text


class Siren(Line):
    """Nine digits, spaces allowed."""

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        digits = "".join(c for c in text if c not in ". " and not c.isspace())
        if text and not (digits.isascii() and digits.isdigit()):
            raise ValidationError(_("Un SIREN ne compte que des chiffres : neuf, par exemple 900 000 001."))
        if text and len(digits) < 9:
            missing = 9 - len(digits)
            words = ngettext(
                "Il manque %(n)s chiffre : il en faut neuf.", "Il manque %(n)s chiffres : il en faut neuf.", missing
            )
            raise ValidationError(words % {"n": missing})
        if len(digits) == 14:
            raise ValidationError(_("C’est un SIRET, de quatorze chiffres : le SIREN en est les neuf premiers."))
        if len(digits) > 9:
            raise ValidationError(_("Il y a %(n)s chiffres : il en faut neuf.") % {"n": len(digits)})
        return digits

    def prepare_value(self, value: Any) -> Any:
        return typography.siren(value) if isinstance(value, str) and len(value) == 9 else value


class Phone(Line):
    """A telephone number as people write it, its spaces and signs kept; one too short to be called is refused."""

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        if text and sum(c.isdigit() for c in text) < PHONE_MIN:
            raise ValidationError(_("Ce numéro est incomplet : écrivez-le en entier, par exemple 01 00 00 00 00."))
        return text


class Figure(forms.Field):
    """A number typed by a person. `read` raises ValueError; `wrong` then says what would be right."""

    def __init__(self, read: Callable[[str], Any], show: Callable[[Any], str], wrong: Callable[[], str]) -> None:
        super().__init__(required=False)
        self.read, self.show, self.wrong = read, show, wrong

    def to_python(self, value: Any) -> Any:
        if not (value or "").strip():
            return None
        try:
            return self.read(value)
        except ValueError:
            raise ValidationError(self.wrong()) from None

    def prepare_value(self, value: Any) -> Any:
        return value if value is None or isinstance(value, str) else self.show(value)


class ThreeParts(forms.Widget):
    """Day, month and year in three text fields, posted as name.day, name.month and name.year."""

    PARTS = ("day", "month", "year")

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[str]:
        return [data.get(f"{name}.{part}") or "" for part in self.PARTS]


class Day(forms.Field):
    """A date. `open_day`: without a day of the month, the first one is meant; `past`: it can't be still to come."""

    widget = ThreeParts

    def __init__(self, language: Language, *, open_day: bool = False, past: bool = False) -> None:
        super().__init__(required=False)
        self.language, self.open_day, self.past = language, open_day, past

    def to_python(self, value: Any) -> date | None:
        day, month, year = (part.strip() for part in value)
        if not (day or month or year):
            return None
        day = day or ("1" if self.open_day else "")
        names = {_("le jour"): day, _("le mois"): month, _("l’année"): year}
        if missing := [name for name, part in names.items() if not part]:
            words = _("Il manque %(parts)s.") % {"parts": typography.listing(missing, self.language)}
            raise ValidationError(words, code=UNFINISHED)
        number = self._month(month)
        if not _plain(day) or not number or not _plain(year):
            raise ValidationError(_("Écrivez la date en chiffres, par exemple 12 04 2019."))
        if len(year) != 4:
            raise ValidationError(_("Écrivez l’année avec ses quatre chiffres, par exemple 2019."))
        try:
            found = date(int(year), number, int(day))
        except ValueError:
            raise ValidationError(_("Ce jour n’existe pas dans le calendrier : vérifiez le jour et le mois.")) from None
        if self.past and found > timezone.localdate():
            raise ValidationError(_("Cette date est encore à venir : vérifiez l’année."))
        return found

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, date):
            return [str(value.day), str(value.month), str(value.year)]
        return value or ["", "", ""]

    def _month(self, text: str) -> int:
        """A month by its number or its name, in either language; 0 when it is neither."""
        return int(text) if _plain(text) else MONTHS.get(_bare(text), 0)


class YesNo(forms.ChoiceField):
    """Two radios: True, False, or None when left open."""

    def __init__(self) -> None:
        super().__init__(required=False, choices=[("yes", "yes"), ("no", "no")])

    def clean(self, value: Any) -> bool | None:
        word = super().clean(value)
        return None if word == "" else word == "yes"

    def prepare_value(self, value: Any) -> Any:
        return {True: "yes", False: "no"}.get(value, value)


class OneOf(forms.ChoiceField):
    """One code of a list."""

    def __init__(self, codes: list[str]) -> None:
        super().__init__(required=False, choices=[(c, c) for c in codes], error_messages=OUTSIDE)


class SomeOf(forms.MultipleChoiceField):
    """Several codes of a list; `numbers` when the codes are numbers in the file, `free` when it may hold others."""

    def __init__(self, codes: list[str], *, numbers: bool = False, free: bool = False) -> None:
        super().__init__(required=False, choices=[(c, c) for c in codes], error_messages=OUTSIDE)
        self.numbers, self.free = numbers, free

    def valid_value(self, value: Any) -> bool:
        return self.free or super().valid_value(value)

    def clean(self, value: Any) -> list[Any]:
        codes = super().clean(value)
        return [int(code) for code in codes] if self.numbers else codes

    def prepare_value(self, value: Any) -> list[str]:
        return [str(item) for item in value or ()]


class Lines(forms.CharField):
    """Several texts, one on each line; commas and semicolons part them too.

    `capitals` for codes of countries; `domains` for names of sites, out of whatever address they were copied from.
    """

    widget = forms.Textarea

    def __init__(self, *, capitals: bool = False, domains: bool = False) -> None:
        super().__init__(required=False)
        self.capitals, self.domains = capitals, domains

    def clean(self, value: Any) -> list[str]:
        text = super().clean(value)
        text = text.upper().replace(" ", "\n") if self.capitals else text
        lines = [line.strip() for line in text.replace(",", "\n").replace(";", "\n").splitlines()]
        if self.domains:
            lines = [_domain(line) for line in lines]
        items = list(dict.fromkeys(line for line in lines if line))
        if len(items) > LINES_MAX:
            raise ValidationError(_("C’est trop : %(limit)s lignes au plus.") % {"limit": LINES_MAX})
        if any(len(item) > TEXT_MAX for item in items):
            raise ValidationError(_("Une ligne est trop longue : %(limit)s signes au plus.") % {"limit": TEXT_MAX})
        return items

    def prepare_value(self, value: Any) -> Any:
        separator = ", " if self.capitals else "\n"
        return separator.join(value) if isinstance(value, list | tuple) else value


def _domain(line: str) -> str:
    """The name of a site: « https://www.x.fr/contact » and « nom@x.fr » both give x.fr."""
    host = re.sub(r"^[a-z][a-z0-9+.-]*://|^//", "", line.lower())
    host = re.split(r"[/?#:]", host)[0].rpartition("@")[2].removeprefix("www.").strip(".")
    if line and not re.fullmatch(r"[^\s.]+(\.[^\s.]+)+", host):
        raise ValidationError(_("Écrivez des noms de domaine, un par ligne, par exemple monentreprise.example."))
    return host


def _bare(text: str) -> str:
    """A word without accents, capitals or final dot."""
    letters = unicodedata.normalize("NFD", text.casefold().rstrip("."))
    return "".join(c for c in letters if not unicodedata.combining(c))


def _plain(text: str) -> bool:
    return text.isascii() and text.isdigit()


MONTHS = {
    _bare(name): number
    for names in (*typography.MONTHS.values(), *typography.SHORT_MONTHS.values())
    for number, name in enumerate(names, 1)
}
"""Numbers of the months by name, long and short, in French and in English."""
