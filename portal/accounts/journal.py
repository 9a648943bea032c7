"""What Django, django-allauth and django-axes tell of people who enter, kept in the journal of accounts."""

from __future__ import annotations

from typing import Any

from allauth.mfa import signals as mfa
from axes.signals import user_locked_out
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from portal.actions import encrypt_factors_anew, note_account
from portal.limits import network_of

from . import sessions
from .backend import FACTORS
from .locked import username


def _note(verb: str, name: str, request: HttpRequest | None, **data: str) -> None:
    note_account(verb, name, network=network_of(request) if request else "", data=data)


@receiver(user_logged_in)
def entered(request: HttpRequest, user: Any, **signal: Any) -> None:
    sessions.begin(request, user)
    _note("signed_in", user.get_username(), request)


@receiver(user_login_failed)
def refused(credentials: dict[str, Any], request: HttpRequest | None = None, **signal: Any) -> None:
    """A name that nobody has isn't kept: it may be a password, typed in the wrong field."""
    if getattr(request, "axes_locked_out", False):
        return
    known = get_user_model().objects.filter(username__iexact=username(request, credentials)).first()
    _note("wrong_password", known.get_username() if known else "", request)


@receiver(user_locked_out)
def locked(request: HttpRequest, username: str, **signal: Any) -> None:
    known = get_user_model().objects.filter(username__iexact=username).first()
    _note("locked", known.get_username() if known else "", request)


@receiver(mfa.authentication_failed)
def wrong_code(request: HttpRequest, user: Any, **signal: Any) -> None:
    _note("wrong_code", user.get_username(), request)


@receiver(mfa.authenticator_added)
def added(request: HttpRequest, user: Any, authenticator: Any, **signal: Any) -> None:
    if authenticator.type in FACTORS:  # recovery codes come with the first
        _note("factor_added", user.get_username(), request, factor=authenticator.type)


@receiver(mfa.authenticator_removed)
def removed(request: HttpRequest, user: Any, authenticator: Any, **signal: Any) -> None:
    _note("factor_removed", user.get_username(), request, factor=authenticator.type)


@receiver(mfa.authenticator_reset)
def renewed(request: HttpRequest, user: Any, authenticator: Any, **signal: Any) -> None:
    _note("factor_renewed", user.get_username(), request, factor=authenticator.type)


@receiver(mfa.authenticator_used)
def used(user: Any, **signal: Any) -> None:
    """While a new secret key takes over, those who enter bring their second factors under it."""
    if settings.SECRET_KEY_FALLBACKS:
        encrypt_factors_anew(user)
