"""A code of the second factor, tried so many times an hour: counted in the database, as all that anybody may try is."""

from __future__ import annotations

import secrets

from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from django import forms
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from portal.actions import count_against_limit

MOST_CODES = 10
"""Codes that one person may try within an hour."""


class _Counted:
    """With the label that the pages show."""

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)
        field = self.fields["code"]  # type: ignore[attr-defined]
        field.label = gettext_lazy("Code à six chiffres, ou code de secours")
        field.widget = forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autofocus": True, "spellcheck": "false", "autocapitalize": "none"}
        )

    def clean_code(self) -> str:
        who = f"{self.user.pk}"  # type: ignore[attr-defined]
        drawn = secrets.token_bytes(8)
        wait = count_against_limit("second_factor", who, most=MOST_CODES, at=timezone.now(), drawn=drawn)
        if wait:
            minutes = -(-wait // 60)
            raise forms.ValidationError(
                gettext("Beaucoup de codes ont été essayés : attendez %(minutes)s minutes.") % {"minutes": minutes}
            )
        return str(super().clean_code())  # type: ignore[misc]


class CodeForm(_Counted, AuthenticateForm):
    """At the door."""


class CodeAgainForm(_Counted, ReauthenticateForm):
    """Before second factors are changed."""
