"""A broker takes a file up."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from portal.models import Submission

from .actor import Actor, require
from .move import move


def take(submission_id: UUID, *, actor: Actor, at: datetime) -> Submission:
    """Begin the review of a file."""
    require(actor, "broker", to="take a file up")
    return move(submission_id, "in_review", actor=actor, at=at, verb="take")
