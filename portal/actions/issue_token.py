"""A link to a file is given out."""

from __future__ import annotations

import base64
import hashlib
from datetime import datetime, timedelta

from django.db import transaction

from portal.models import AccessToken, Submission

BYTES = 32


@transaction.atomic
def issue_token(
    submission: Submission,
    purpose: str,
    *,
    drawn: bytes,
    at: datetime,
    ttl: timedelta,
    email: str = "",
    name: str = "",
    section: str = "",
) -> str:
    """A token of 256 bits that opens a submission for one purpose: told this once, its hash alone is kept.

    `drawn`: 32 bytes that nobody can foresee. `email`: the address that it is mailed to. `name`, `section`: who may
    answer which page by it.
    """
    if len(drawn) != BYTES:
        raise ValueError(f"a token is drawn from {BYTES} bytes, not {len(drawn)}")
    token = text_of(drawn)
    AccessToken.objects.create(
        submission=submission,
        purpose=purpose,
        email=email,
        name=name,
        section=section,
        sha256=hash_of(token),
        created_at=at,
        expires_at=at + ttl,
    )
    return token


def text_of(drawn: bytes) -> str:
    """The token as it stands in an address."""
    return base64.urlsafe_b64encode(drawn).rstrip(b"=").decode()


def hash_of(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()
