"""A program is let in by a token, shown once; it is shut out by revoking that."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext

from portal.models import SCOPES, Integration

from .errors import NotAllowed

MARK = "egide_"
"""Every token begins so: a leaked one is recognised for what it is."""


def make_integration(
    name: str, scopes: Sequence[str], *, drawn: bytes, made_by: str, at: datetime, webhook_url: str = ""
) -> tuple[Integration, str]:
    """Let a program in: its row, and its token, which is kept nowhere. `drawn`: 32 bytes that nobody can foresee."""
    name = " ".join(name.split())
    wrong = sorted(set(scopes) - set(SCOPES))
    if not name or wrong or not scopes:
        raise NotAllowed(f"an integration has a name and scopes of {', '.join(SCOPES)}; look at {', '.join(wrong)}")
    if Integration.objects.filter(name=name).exists():
        raise NotAllowed(f"{name} is there already", gettext("Ce nom est déjà pris."))
    if webhook_url and not _callable(webhook_url):
        raise NotAllowed(f"{webhook_url} can't be called", gettext("L’adresse commence par https://."))
    token = MARK + drawn.hex()
    row = Integration.objects.create(
        name=name, sha256=sha256_of_token(token), scopes=sorted(set(scopes)), webhook_url=webhook_url,
        made_by=made_by, made_at=at,
    )  # fmt: skip
    return row, token


def revoke_integration(integration_id: int, *, at: datetime) -> Integration:
    """Shut a program out, for good; what it began stays."""
    row = Integration.objects.get(pk=integration_id)
    if row.revoked_at is None:
        row.revoked_at = at
        row.save(update_fields=["revoked_at"])
        row.calls.filter(told_at=None).update(next_try_at=None)
    return row


def note_use(integration: Integration, *, at: datetime) -> None:
    """Keep the day on which a token was used last."""
    if integration.last_used_on != at.date():
        Integration.objects.filter(pk=integration.pk).update(last_used_on=at.date())


def sha256_of_token(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def _callable(address: str) -> bool:
    parts = urlsplit(address)
    return bool(parts.hostname) and (parts.scheme == "https" or (parts.scheme == "http" and not settings.PRODUCTION))
