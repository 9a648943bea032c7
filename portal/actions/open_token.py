"""A link to a file is opened."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from portal.models import AccessToken

from .issue_token import hash_of


def find_token(token: str, purpose: str, *, at: datetime) -> AccessToken | None:
    """The row of a token, or None: unknown, expired, revoked or meant for something else are alike.

    It is looked up by its hash: the time that takes tells nothing of the tokens there are.
    """
    return (
        AccessToken.objects.select_related("submission")
        .filter(sha256=hash_of(token), purpose=purpose, expires_at__gt=at, revoked_at=None)
        .first()
    )


@transaction.atomic
def open_token(token: str, purpose: str, *, at: datetime) -> AccessToken | None:
    """The row of a token that opens a submission, now marked as used; None when it opens nothing."""
    found = find_token(token, purpose, at=at)
    if found:
        found.last_used_at = at
        found.save(update_fields=["last_used_at"])
    return found
