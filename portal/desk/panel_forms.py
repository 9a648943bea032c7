"""The form of an insurer of the panel."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import MaxValueValidator
from django.utils.translation import gettext, gettext_lazy

from portal.context import LANGUAGE_NAMES, guide_in_force, reader_language
from portal.panel import choices
from underwriting import TEXT_MAX

from .fields import Money, reason_field, text_field

WIDEST = 10**12


def many(label: Any, help_text: Any = "") -> forms.MultipleChoiceField:
    """Ticks; none says that there is no bound."""
    return forms.MultipleChoiceField(
        label=label, help_text=help_text, required=False, widget=forms.CheckboxSelectMultiple
    )


class InsurerForm(forms.Form):
    """Who they are, where files go, what they take."""

    name = forms.CharField(label=gettext_lazy("Nom"), max_length=TEXT_MAX)
    email = forms.EmailField(
        label=gettext_lazy("E-mail des soumissions"),
        help_text=gettext_lazy("Les dossiers et les ordres de placement partent à cette adresse."),
    )
    contact = forms.CharField(label=gettext_lazy("Interlocuteur"), max_length=TEXT_MAX, required=False)
    language = forms.ChoiceField(label=gettext_lazy("Langue des messages"), choices=[*LANGUAGE_NAMES.items()])
    covers = many(gettext_lazy("Garanties"), gettext_lazy("Ce qu’il assure. Rien de coché : toutes."))
    families = many(
        gettext_lazy("Familles de produits"),
        gettext_lazy("Rien de coché : toutes. Une société qui a une autre famille sort de son appétit."),
    )
    classes = many(
        gettext_lazy("Classes de dispositif"),
        gettext_lazy("Rien de coché : toutes. Ne joue que pour les dispositifs médicaux."),
    )
    revenue_from_eur = Money(label=gettext_lazy("Chiffre d’affaires, à partir de"), required=False)
    revenue_to_eur = Money(
        label=gettext_lazy("Chiffre d’affaires, jusqu’à"),
        required=False,
        help_text=gettext_lazy("En euros par an, bornes comprises. Vide : sans borne."),
    )
    active = forms.BooleanField(label=gettext_lazy("Proposé pour les nouveaux dossiers"), required=False, initial=True)
    notes = text_field(
        gettext_lazy("Notes"), gettext_lazy("Pour le bureau : rien n’en part vers l’assureur."), required=False
    )
    reason = reason_field()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        guide, language = guide_in_force(), reader_language()
        offered: dict[str, Any] = {
            "covers": {cover.code: cover.name.to(language) for cover in guide.covers.covers},
            "families": choices(guide, "product.families", language),
            "classes": choices(guide, "product.device_class", language),
        }
        offered["classes"].pop("unknown", None)
        for field, named in offered.items():
            self.fields[field].choices = [*named.items()]  # type: ignore[attr-defined]
        self.fields["reason"].help_text = gettext("Gardé avec le changement, pour qui le relit.")

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        for field in ("revenue_from_eur", "revenue_to_eur"):
            if data.get(field) is not None:
                MaxValueValidator(WIDEST)(data[field])
                data[field] = int(data[field])
        low, high = data.get("revenue_from_eur"), data.get("revenue_to_eur")
        if low is not None and high is not None and high < low:
            self.add_error("revenue_to_eur", gettext("Cette borne est sous la première."))
        return data
