"""A person of the house, read with what every page of the desk asks: whether a second factor is set up."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
"""What counts as a second factor: recovery codes alone don't."""


class Backend(ModelBackend):
    """Django's own, one question to the database for both."""

    def get_user(self, user_id: Any) -> User | None:
        factors = Authenticator.objects.filter(user_id=OuterRef("pk"), type__in=FACTORS)
        user = User.objects.annotate(has_second_factor=Exists(factors)).filter(pk=user_id).first()
        return user if user and self.user_can_authenticate(user) else None


def has_second_factor(user: Any) -> bool:
    """Whether this person has one; asked of the database unless the backend did."""
    known = getattr(user, "has_second_factor", None)
    if known is None:
        known = Authenticator.objects.filter(user_id=user.pk, type__in=FACTORS).exists()
    return bool(known)
