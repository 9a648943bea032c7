"""The forms of the acts. Each checks shape; what may be done is checked by the action."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from portal import typography
from portal.context import guide_in_force, reader_language
from portal.delegated import Offer
from portal.models import InsurerTerms
from underwriting import TEXT_MAX, Language

from .fields import Day, Money, reason_field, text_field
from .paper_forms import WithPapers

AMOUNTS = ("limit_eur", "retention_eur", "net_eur", "tax_eur")


class Bare(forms.Form):
    """Nothing to fill in: the button decides."""


class AskForm(forms.Form):
    """Questions to be answered again, and why."""

    questions = forms.MultipleChoiceField(
        label=gettext_lazy("Questions"),
        error_messages={"required": gettext_lazy("Cochez au moins une question : ce sont elles qui se rouvrent.")},
    )
    reason = text_field(
        gettext_lazy("Message au demandeur"),
        gettext_lazy("Une ou deux phrases : pourquoi vous demandez, dans vos mots. Elles figurent dans le message."),
    )

    def __init__(self, *args: Any, labels: Mapping[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["questions"].choices = [*labels.items()]  # type: ignore[attr-defined]


class TermsForm(WithPapers):
    """An insurer's terms. The amounts of a cover stand in fields of their own: `cyber-net_eur`."""

    insurer = forms.CharField(label=gettext_lazy("Assureur"), max_length=TEXT_MAX)
    received_on = Day(label=gettext_lazy("Reçues le"))
    valid_until = Day(label=gettext_lazy("Valables jusqu’au"))
    conditions = text_field(
        gettext_lazy("Conditions de l’assureur"),
        gettext_lazy("Exclusions, preuves demandées, délai de carence… dans les mots de l’assureur."),
        rows=5,
        required=False,
    )
    reason = reason_field()

    def __init__(self, *args: Any, covers: Mapping[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.covers = covers
        self.columns = {
            "limit_eur": gettext("Plafond"),
            "retention_eur": gettext("Franchise"),
            "net_eur": gettext("Prime nette"),
            "tax_eur": gettext("Taxe"),
        }
        for code, name in covers.items():
            for amount, column in self.columns.items():
                self.fields[f"{code}-{amount}"] = Money(label=f"{name}, {column.lower()}", required=False)

    def rows(self) -> list[dict[str, Any]]:
        """The table of amounts, for the page: one row a cover."""
        return [
            {"name": name, "fields": [(self.columns[amount], self[f"{code}-{amount}"]) for amount in AMOUNTS]}
            for code, name in self.covers.items()
        ]

    def plain_fields(self) -> list[forms.BoundField]:
        """The fields that stand in no table, those before it."""
        return [self[name] for name in ("insurer", "received_on", "valid_until")]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        received, until = data.get("received_on"), data.get("valid_until")
        if received and received > timezone.localdate():
            self.add_error("received_on", gettext("Cette date est à venir : quand les avez-vous reçues ?"))
        if received and until and until < received:
            self.add_error("valid_until", gettext("Elles ne peuvent expirer avant d’être reçues."))
        data["papers"] = self.papers()
        data["covers"] = [cover for code in self.covers if (cover := self._cover(code, data))]
        wrong = any(name.endswith("_eur") for name in self.errors)
        if not data["covers"] and not wrong:
            self.add_error(None, gettext("Il manque les montants : remplissez la ligne d’une garantie au moins."))
        return data

    def _cover(self, code: str, data: Mapping[str, Any]) -> dict[str, Any] | None:
        names = {amount: f"{code}-{amount}" for amount in AMOUNTS}
        given = {amount: data.get(name) for amount, name in names.items()}
        if all(value is None for value in given.values()):
            return None
        for amount, value in given.items():
            if value is None and names[amount] not in self.errors:
                self.add_error(names[amount], gettext("Ce montant manque (0 s’il n’y en a pas)."))
        return {"code": code, **given}


class PapersForm(WithPapers):
    """An insurer's documents, and the terms that they go with."""

    terms = forms.TypedChoiceField(
        label=gettext_lazy("Conditions"), coerce=int, widget=forms.RadioSelect, empty_value=None
    )

    def __init__(self, *args: Any, terms: list[InsurerTerms], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["terms"].choices = [(row.pk, _told(row)) for row in terms]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        data["papers"] = self.papers()
        if not data["papers"] and not self.errors:
            self.add_error(None, gettext("Choisissez au moins un document."))
        return data


def _terms_key(given: str) -> int | str:
    """The id of recorded terms, or the code of an option that the delegation holds."""
    return int(given) if given.isdecimal() else given


class QuoteForm(forms.Form):
    """The terms that a quote rests on, until when it holds, and on what conditions."""

    terms = forms.TypedChoiceField(
        label=gettext_lazy("Conditions retenues"), coerce=_terms_key, widget=forms.RadioSelect, empty_value=None
    )
    valid_until = Day(
        label=gettext_lazy("Valable jusqu’au"),
        help_text=gettext_lazy("Au plus tard le dernier jour des conditions retenues."),
    )
    conditions = text_field(
        gettext_lazy("Conditions du devis"),
        gettext_lazy("Imprimées sur le devis, dans la langue du demandeur."),
        rows=5,
        required=False,
    )
    reason = reason_field()

    def __init__(self, *args: Any, terms: list[InsurerTerms], delegated: Sequence[Offer] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.by_id: dict[int | str, InsurerTerms] = {row.pk: row for row in terms}
        self.by_id |= {offer.option: offer.terms for offer in delegated}
        self.newest = terms[0] if terms else None
        self.fields["terms"].choices = [(key, _told(row)) for key, row in self.by_id.items()]  # type: ignore[attr-defined]
        self.initial.setdefault("terms", next(iter(self.by_id), None))

    def newest_papers(self) -> set[str]:
        """The insurer's documents that came with the last terms, by kind."""
        return set(self.newest.papers.values_list("kind", flat=True)) if self.newest else set()

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        terms, until = self.by_id.get(data.get("terms") or 0), data.get("valid_until")
        if until and until < timezone.localdate():
            self.add_error("valid_until", gettext("Cette date est passée."))
        elif until and terms and until > terms.valid_until:
            last = typography.day(terms.valid_until, reader_language())
            self.add_error("valid_until", gettext("Les conditions retenues expirent le %(day)s.") % {"day": last})
        return data


def _told(terms: InsurerTerms) -> str:
    """Terms on one line, net + tax = total."""
    language = reader_language()

    def euros(amount: Decimal) -> str:
        return typography.eur(amount, language, cents=True)

    said = gettext("%(insurer)s : %(net)s + %(tax)s de taxe = %(total)s par an, jusqu’au %(day)s")
    if terms.delegated:
        said = gettext(
            "Sous délégation de %(insurer)s : %(net)s + %(tax)s de taxe = %(total)s par an, jusqu’au %(day)s. "
            "%(covers)s."
        )
    return said % {
        "covers": typography.semicolons((_cover(cover, language) for cover in terms.covers), language),
        "insurer": typography.neutral(terms.insurer),
        "net": euros(terms.net_eur),
        "tax": euros(terms.tax_eur),
        "total": euros(terms.net_eur + terms.tax_eur),
        "day": typography.day(terms.valid_until, language),
    }


def _cover(cover: Mapping[str, str], language: Language) -> str:
    """A cover with its limit and retention."""
    names = {str(one.code): one.name.to(language) for one in guide_in_force().covers.covers}
    return gettext("%(cover)s : plafond %(limit)s, franchise %(retention)s") % {
        "cover": names.get(cover["code"], cover["code"]),
        "limit": typography.eur(cover["limit_eur"], language),
        "retention": typography.eur(cover["retention_eur"], language),
    }
