"""The forms of a broker's decisions: each with its reason, in words for the applicant or for the house."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext, gettext_lazy

from underwriting import TEXT_MAX

from .fields import Day, Money, reason_field, text_field
from .words import DECLINE_CODES, OVERRIDES


class RevokeForm(forms.Form):
    """Why a quote is taken back, in words for the applicant."""

    reason = text_field(
        gettext_lazy("Explication au demandeur"),
        gettext_lazy("Une ou deux phrases : pourquoi, et ce qui suit. Le message, s’il en part un, les cite."),
    )


class DeclineForm(forms.Form):
    """Why, in a code for the house and in words for the applicant."""

    code = forms.ChoiceField(label=gettext_lazy("Raison"), choices=[("", gettext_lazy("Choisir…")), *DECLINE_CODES])
    reason = text_field(
        gettext_lazy("Explication au demandeur"),
        gettext_lazy("Une phrase claire et aimable, avec ce qui changerait la réponse. Elle figure dans le message."),
    )


class OverrideForm(forms.Form):
    """One amount of one cover set by hand, or its referral lifted, and why."""

    cover = forms.ChoiceField(label=gettext_lazy("Garantie"))
    kind = forms.ChoiceField(label=gettext_lazy("Ce qui change"), choices=[*OVERRIDES.items()])
    after = Money(
        label=gettext_lazy("Nouveau montant, en euros"),
        help_text=gettext_lazy("Rien pour un renvoi qui est levé."),
        required=False,
    )
    told = text_field(
        gettext_lazy("Explication au demandeur"),
        gettext_lazy("Lue dans son dossier dès que la dérogation compte. Rien : il n’en est rien dit."),
        rows=2,
        required=False,
    )
    reason = reason_field()

    def __init__(self, *args: Any, covers: Mapping[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["cover"].choices = [*covers.items()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("kind") == "referral":
            data["after"] = None
        elif "after" not in self.errors and not data.get("after"):
            self.add_error("after", gettext("Donnez le nouveau montant."))
        return data


class BindForm(forms.Form):
    """The insurer's policy."""

    policy_number = forms.CharField(label=gettext_lazy("Numéro de police"), max_length=TEXT_MAX)
    starts_on = Day(label=gettext_lazy("Premier jour"))
    ends_on = Day(
        label=gettext_lazy("Dernier jour"),
        help_text=gettext_lazy("Le renouvellement se prépare de lui-même quatre-vingt-dix jours avant."),
    )
    reason = reason_field()

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last <= first:
            self.add_error("ends_on", gettext("Le dernier jour vient après le premier."))
        return data


class Reasoned(forms.Form):
    """A decision that needs nothing but its reason."""

    reason = reason_field()


class MergeForm(forms.Form):
    """The file that another one joins."""

    into = forms.TypedChoiceField(
        label=gettext_lazy("Dossier qui continue"), coerce=UUID, widget=forms.RadioSelect, empty_value=None
    )
    reason = reason_field()

    def __init__(self, *args: Any, others: Mapping[UUID, str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["into"].choices = [(str(key), said) for key, said in others.items()]  # type: ignore[attr-defined]
