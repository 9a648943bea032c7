"""A link to a file is given out."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction

from portal.models import AccessToken, Submission

BYTES = 32


@transaction.atomic
def issue_token(
    submission: Submission, purpose: str, *, at: datetime, ttl: timedelta, randomness: Callable[[int], bytes]
) -> str:
    """A token of 256 bits that opens a submission for one purpose: told this once, its hash alone is kept.

    `randomness` gives that many unforeseeable bytes (`secrets.token_bytes`).
    """
    drawn = randomness(BYTES)
    if len(drawn) != BYTES:
        raise ValueError(f"a token is drawn from {BYTES} bytes, not {len(drawn)}")
    token = base64.urlsafe_b64encode(drawn).rstrip(b"=").decode()
    AccessToken.objects.create(
        submission=submission, purpose=purpose, sha256=hash_of(token), created_at=at, expires_at=at + ttl
    )
    return token


def hash_of(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()
