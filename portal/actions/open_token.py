"""A link to a file is opened."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from portal.models import AccessToken, Submission

from .issue_token import hash_of


@transaction.atomic
def open_token(token: str, purpose: str, *, at: datetime) -> Submission | None:
    """The submission that a token opens, or None: unknown, expired, revoked or meant for something else are alike.

    It is looked up by its hash: the time that takes tells nothing of the tokens there are.
    """
    found = (
        AccessToken.objects.select_for_update(of=("self",))
        .select_related("submission")
        .filter(sha256=hash_of(token), purpose=purpose, expires_at__gt=at, revoked_at=None)
        .first()
    )
    if found is None:
        return None
    found.last_used_at = at
    found.save(update_fields=["last_used_at"])
    return found.submission
