"""How a quote is answered."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy


class Acceptance(forms.Form):
    """Who accepts, in what capacity, and which version."""

    capacity = forms.CharField(
        max_length=200,
        label=gettext_lazy("Votre nom et votre qualité"),
        error_messages={"required": gettext_lazy("Écrivez votre nom et votre qualité, par exemple « présidente ».")},
    )
    agreed = forms.BooleanField(
        label=gettext_lazy("J’ai lu ce devis et j’ai le pouvoir d’engager l’entreprise."),
        error_messages={"required": gettext_lazy("Cochez pour confirmer que vous pouvez engager l’entreprise.")},
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, version: int) -> None:
        super().__init__(data, initial={"version": version}, auto_id="accept-%s")
