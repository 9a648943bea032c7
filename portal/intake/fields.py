"""Which form fields a question is asked with, by its kind. What they read is checked again by the applicant file."""

from __future__ import annotations

from functools import lru_cache

from django import forms
from django.utils.translation import gettext as _

from underwriting import NOTE_MAX, Guide, Language, Question, TableField

from . import amounts
from .countries import countries
from .inputs import Day, Figure, Line, Lines, OneOf, Phone, Siren, SomeOf, YesNo


@lru_cache(maxsize=2048)
def fields_of(guide: Guide, path: str, language: Language) -> dict[str, forms.Field]:
    """A question's fields by the name of their part. For incidents: `any`, and one row's fields by their codes."""
    question = guide.questions[path]
    if question.kind == "control":
        return {
            "": OneOf(["yes", "partly", "no", "unknown", "not_applicable"]),
            "where": SomeOf([scope.code for scope in question.where], free=True),
            "since": Day(language, open_day=True),
            "note": Line(NOTE_MAX),
        }
    if question.kind in ("study", "clauses"):
        return {field.code: _table_field(question, field, language) for field in question.fields}
    if question.kind == "incidents":
        row = {field.code: _table_field(question, field, language) for field in question.fields}
        return {"any": YesNo(), **row, "remove": forms.BooleanField(required=False)}
    return {"": _field(question, language)}


def _field(question: Question, language: Language) -> forms.Field:
    codes = [choice.code for choice in question.choices]
    match question.kind:
        case "long_text":
            return Line(NOTE_MAX)
        case "siren":
            return Siren()
        case "country":
            return OneOf([code for code, _name in countries(language)])
        case "integer":
            return _whole(language)
        case "money":
            return _euros(language)
        case "share":
            return _share(language)
        case "date":
            return Day(language, past=question.past)
        case "phone":
            return Phone()
        case "boolean":
            return YesNo()
        case "choice":
            return OneOf(codes)
        case "choices":
            return SomeOf(codes)
        case "numbers":
            return SomeOf(codes, numbers=True)
        case "texts":
            return Lines(domains=question.key == "domains")
    return Line()


def _table_field(question: Question, field: TableField, language: Language) -> forms.Field:
    match field.kind:
        case "integer":
            return _year() if field.code == "year" else _whole(language)
        case "money":
            return _euros(language)
        case "boolean":
            return YesNo()
        case "choice":
            return OneOf([choice.code for choice in question.choices_of(field)])
        case "texts":
            return Lines(capitals=field.code == "countries")
    return Line()


def _whole(language: Language) -> Figure:
    return Figure(
        lambda text: amounts.whole(text, language),
        lambda value: amounts.show_whole(value, language),
        lambda: _("Écrivez un nombre entier, en chiffres, par exemple 34."),
    )


def _year() -> Figure:
    return Figure(
        lambda text: amounts.whole(text, "fr"), str, lambda: _("Écrivez l’année en chiffres, par exemple 2025.")
    )


def _euros(language: Language) -> Figure:
    return Figure(
        lambda text: amounts.euros(text, language),
        lambda value: amounts.show_whole(value, language),
        lambda: (
            _("Écrivez un nombre entier d’euros, par exemple %(example)s.")
            % {"example": amounts.show_whole(3_050_000, language)}
        ),
    )


def _share(language: Language) -> Figure:
    return Figure(
        amounts.share,
        lambda value: amounts.show_share(value, language),
        lambda: (
            _("Écrivez un pourcentage de 0 à 100, par exemple %(example)s.")
            % {"example": amounts.show_share(0.125, language)}
        ),
    )
