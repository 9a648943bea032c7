"""An applicant takes the request back."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from portal.models import Submission

from .actor import Actor
from .move import move
from .post import post


@transaction.atomic
def withdraw(submission_id: UUID, *, actor: Actor, at: datetime, reason: str = "") -> Submission:
    """Withdraw a file, at any time before the quote is accepted. The broker hears of it if there was a file to read."""
    submission = move(submission_id, "withdrawn", actor=actor, at=at, reason=reason, verb="withdraw")
    if submission.submitted_at:
        post(submission, "broker_news", data={"news": "withdrawn"}, at=at)
    return submission
