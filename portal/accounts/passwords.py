"""How strong a password has to be."""

from __future__ import annotations

import math
import string
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext

KINDS = (
    (frozenset(string.ascii_lowercase), 26),
    (frozenset(string.ascii_uppercase), 26),
    (frozenset(string.digits), 10),
)
OTHERS = 37
"""How many signs there are besides letters and digits, as the CNIL counts them; a space is one."""
BITS = 79
"""Twelve characters of all four kinds have 79.6."""
DISTINCT = 6


def bits(password: str) -> float:
    """What a password drawn from the kinds of characters in this one would take to guess, in bits."""
    alphabet = sum(size for kind, size in KINDS if kind & set(password))
    known = frozenset().union(*(kind for kind, _ in KINDS))
    alphabet += OTHERS if set(password) - known else 0
    return len(password) * math.log2(alphabet) if alphabet else 0.0


class Strength:
    """The CNIL's recommendation on passwords (deliberation 2022-100 of 21 July 2022): 80 bits for a password alone.

    That is twelve characters of four kinds, fourteen of three, or a sentence of some words; no kind is imposed.
    """

    def validate(self, password: str, user: Any = None) -> None:
        if bits(password) < BITS or len(set(password)) < DISTINCT:
            raise ValidationError(
                gettext(
                    "Trop facile à deviner : douze caractères avec minuscules, majuscules, chiffres et signes, ou une "
                    "phrase de quelques mots."
                ),
                code="too_weak",
            )

    def get_help_text(self) -> str:
        return gettext("Douze caractères de toutes sortes, quatorze sans signes, ou une phrase de quelques mots.")

    def password_changed(self, password: str, user: Any = None) -> None:
        """It goes into the journal of accounts, once the person is there."""
        from portal.actions import note_account

        if user is not None and user.pk:
            note_account("password_changed", user.get_username())
