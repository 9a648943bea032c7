"""What the house decides where django-allauth asks: nobody signs up, secrets of second factors lie encrypted."""

from __future__ import annotations

import base64
import time
from collections.abc import Mapping
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext, gettext_lazy

from portal.limits import address_of

JUST_NOW = 300
"""Seconds."""

SAID = {
    "mfa/messages/totp_activated.txt": gettext_lazy("L’application de codes est en service."),
    "mfa/messages/totp_deactivated.txt": gettext_lazy("L’application de codes n’est plus en service."),
    "mfa/messages/webauthn_added.txt": gettext_lazy("La clé d’accès est en service."),
    "mfa/messages/webauthn_removed.txt": gettext_lazy("La clé d’accès est retirée."),
}
"""What is told of a change; of all else a page of the desk tells enough by itself."""


class AccountAdapter(DefaultAccountAdapter):
    """Entry: closed to strangers, and to the desk."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "incorrect_password": gettext_lazy("Ce n’est pas votre mot de passe."),
        "username_password_mismatch": gettext_lazy("Cet identifiant et ce mot de passe ne vont pas ensemble."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return reverse("desk:index")

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Before a second factor is touched: not of who has just signed in."""
        proofs = context.request.session.get("account_authentication_methods", [])
        latest = max((proof["at"] for proof in proofs), default=0)
        return bool(time.time() - latest > JUST_NOW)

    def get_client_ip(self, request: HttpRequest) -> str:
        return address_of(request) or "127.0.0.1"

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **options: Any
    ) -> None:
        said = SAID.get(message_template or "") or options.get("message")
        if said:
            messages.add_message(request, level, str(said))


class MFAAdapter(DefaultMFAAdapter):
    """Second factors: their secrets are encrypted by keys drawn from the portal's own."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy("Ce code ne convient pas : prenez celui qui s’affiche à l’instant."),
    }

    def get_totp_issuer(self) -> str:
        return f"Égide, {settings.BROKER['name']}"

    def encrypt(self, text: str) -> str:
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _box().decrypt(encrypted_text.encode()).decode()

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:
        return gettext("Clé d’accès")


def _box() -> MultiFernet:
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    drawn = [salted_hmac("egide.second_factor", "key", secret=key, algorithm="sha256").digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in drawn])


def under_the_key_in_force(data: Mapping[str, Any]) -> dict[str, Any]:
    """The data of a second factor, what an earlier key encrypted in it encrypted anew."""
    return {
        name: _box().rotate(value.encode()).decode() if name in ("secret", "seed") else value
        for name, value in data.items()
    }
