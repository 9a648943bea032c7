"""A broker takes a file up."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from portal.models import Submission

from .actor import Actor, require
from .journal import locked
from .move import change


@transaction.atomic
def take(submission_id: UUID, *, actor: Actor, at: datetime) -> Submission:
    """Begin the review of a file, which is this broker's from then on."""
    require(actor, "broker", to="take a file up")
    submission = locked(submission_id)
    change(submission, "in_review", actor=actor, at=at, verb="take")
    submission.handler = actor.name
    submission.save()
    return submission
