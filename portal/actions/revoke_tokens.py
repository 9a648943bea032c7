"""Links to a file are taken back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from portal.models import AccessToken, Submission


@transaction.atomic
def revoke_tokens(submission: Submission, purpose: str, *, at: datetime) -> int:
    """Revoke every token of a submission for one purpose that is not revoked yet; how many there were."""
    return AccessToken.objects.filter(submission=submission, purpose=purpose, revoked_at=None).update(revoked_at=at)
