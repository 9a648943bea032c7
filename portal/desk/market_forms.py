"""The forms of the market: who is asked and with what, and what they answered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from portal.actions.market import ANSWERS, ASSESSMENT, LETTER, PACKABLE, RECOMMENDATION
from portal.models import DECLINED, NO_ANSWER, QUESTION, Insurer
from underwriting import TEXT_MAX

from .fields import Day, reason_field, text_field
from .words import ANSWERED, WHY_DECLINED

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MOST_INSURERS = 20
FILES: dict[str, tuple[StrOrPromise, StrOrPromise]] = {
    ANSWERS: (
        gettext_lazy("Les réponses (CSV)"),
        gettext_lazy("Sans la personne : ni nom, ni e-mail, ni téléphone."),
    ),
    ASSESSMENT: (
        gettext_lazy("L’évaluation du risque (JSON)"),
        gettext_lazy("Scores, lacunes, pertes, conditions. Sans vos prix ni vos motifs."),
    ),
    RECOMMENDATION: (
        gettext_lazy("La recommandation (PDF)"),
        gettext_lazy("Elle nomme la personne et porte les prix indicatifs : seulement si l’assureur en a besoin."),
    ),
    LETTER: (
        gettext_lazy("Les questions à l’assureur (PDF)"),
        gettext_lazy("La lettre de la société. Elle nomme la personne qui signe ; fabriquée s’il le faut."),
    ),
}


class MarketForm(forms.Form):
    """Who is asked, with what, and in which words."""

    panel = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Assureurs du panel"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    insurers = text_field(
        gettext_lazy("Autres assureurs"),
        gettext_lazy("Un nom par ligne. Ils sont notés seulement : écrivez-leur vous-même."),
        rows=2,
        required=False,
    )
    enclosed = forms.MultipleChoiceField(
        label=gettext_lazy("Ce qui est joint"),
        choices=[(kind, FILES[kind][0]) for kind in PACKABLE],
        required=False,
        initial=[ANSWERS, ASSESSMENT],
        widget=forms.CheckboxSelectMultiple,
    )
    message = text_field(
        gettext_lazy("Un mot aux assureurs"),
        gettext_lazy("Cité dans le message : il sort de la maison."),
        required=False,
    )
    answer_by = Day(label=gettext_lazy("Réponse attendue avant le"), required=False)
    reason = reason_field()

    def __init__(self, *args: Any, offered: Sequence[Insurer], **options: Any) -> None:
        super().__init__(*args, **options)
        self.offered = {insurer.pk: insurer for insurer in offered}
        self.fields["panel"].choices = [(one.pk, one.name) for one in offered]  # type: ignore[attr-defined]

    def clean_insurers(self) -> list[str]:
        names = [line.strip() for line in self.cleaned_data["insurers"].splitlines() if line.strip()]
        if len(names) > MOST_INSURERS or any(len(name) > TEXT_MAX for name in names):
            raise ValidationError(gettext("Vingt noms au plus, de 200 caractères chacun."))
        return names

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not data.get("panel") and not data.get("insurers") and not self.errors:
            self.add_error("panel", gettext("Choisissez un assureur au moins, au panel ou par son nom."))
        until = data.get("answer_by")
        if until and until < timezone.localdate():
            self.add_error("answer_by", gettext("Cette date est passée."))
        return data


class AnswerForm(forms.Form):
    """What an insurer answered other than terms."""

    insurer = forms.CharField(
        label=gettext_lazy("Assureur"), max_length=TEXT_MAX, widget=forms.TextInput(attrs={"list": "asked"})
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Sa réponse"),
        choices=[(kind, ANSWERED[kind].word) for kind in (DECLINED, QUESTION, NO_ANSWER)],
        widget=forms.RadioSelect,
    )
    code = forms.ChoiceField(
        label=gettext_lazy("Raison, s’il décline"),
        help_text=gettext_lazy("Rappelée au prochain dossier de la même société ou de la même classe."),
        choices=[("", gettext_lazy("Choisir…")), *WHY_DECLINED],
        required=False,
    )
    words = text_field(
        gettext_lazy("Dans ses mots"),
        gettext_lazy("Pourquoi il décline, ou ce qu’il demande. Rien pour un silence. Pour le bureau."),
        required=False,
    )
    conditions = text_field(
        gettext_lazy("Ce qui changerait sa réponse"),
        gettext_lazy("Une protection, une taille, une date… s’il l’a dit."),
        rows=2,
        required=False,
    )
    received_on = Day(label=gettext_lazy("Reçue le"))

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("kind") == DECLINED and not data.get("code"):
            self.add_error("code", gettext("Choisissez la raison la plus proche."))
        if data.get("kind") in (DECLINED, QUESTION) and not data.get("words", "").strip():
            self.add_error("words", gettext("Écrivez ce qu’il a répondu."))
        received = data.get("received_on")
        if received and received > timezone.localdate():
            self.add_error("received_on", gettext("Cette date est à venir."))
        return data


class PlacementForm(forms.Form):
    """Where the order goes, and a word to the insurer."""

    email = forms.EmailField(label=gettext_lazy("E-mail de l’assureur"))
    language = forms.ChoiceField(
        label=gettext_lazy("Langue du message"), choices=[("fr", "Français"), ("en", "English")]
    )
    message = text_field(
        gettext_lazy("Un mot à l’assureur"),
        gettext_lazy("Cité dans le message : il sort de la maison."),
        rows=2,
        required=False,
    )
    reason = reason_field()
