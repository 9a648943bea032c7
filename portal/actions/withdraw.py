"""An applicant takes the request back."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from portal.models import Submission

from .actor import Actor
from .move import move


def withdraw(submission_id: UUID, *, actor: Actor, at: datetime, reason: str = "") -> Submission:
    """Withdraw a file, at any time before the quote is accepted."""
    return move(submission_id, "withdrawn", actor=actor, at=at, reason=reason, verb="withdraw")
