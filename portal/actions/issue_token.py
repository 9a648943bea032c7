"""A link to a file is given out."""

from __future__ import annotations

import base64
import hashlib
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.crypto import salted_hmac

from portal.models import AccessToken, EntryLink, Submission

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


def drawn_for(salt: str, said: str) -> bytes:
    """32 bytes for a token, unforeseeable for whoever lacks the portal's secret key, the same each time."""
    return salted_hmac(salt, said, algorithm="sha256").digest()


def found_again(salt: str, said: str, *, among: type[AccessToken] | type[EntryLink] = AccessToken) -> str:
    """The token that was drawn for this, so that it need not be kept: by an earlier key, if it was given out then."""
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    texts = [text_of(salted_hmac(salt, said, secret=key, algorithm="sha256").digest()) for key in keys]
    if len(texts) == 1:
        return texts[0]
    by_hash = {hash_of(text): text for text in texts}
    given_out = among._default_manager.filter(sha256__in=by_hash).values_list("sha256", flat=True).first()
    return by_hash.get(given_out or "", texts[0])


def text_of(drawn: bytes) -> str:
    """The token as it stands in an address."""
    return base64.urlsafe_b64encode(drawn).rstrip(b"=").decode()


def hash_of(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()
