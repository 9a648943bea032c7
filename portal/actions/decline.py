"""A broker declines."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from portal.models import Submission

from .actor import Actor
from .errors import NotAllowed
from .move import move
from .post import post


@transaction.atomic
def decline(submission_id: UUID, code: str, *, actor: Actor, at: datetime, reason: str) -> Submission:
    """Decline a file, for a reason that has a code and is said in plain words. Never done by the machine."""
    if not code.strip():
        raise NotAllowed("declining asks for the code of its reason")
    data = {"reason_code": code.strip()}
    submission = move(submission_id, "declined", actor=actor, at=at, reason=reason, verb="decline", data=data)
    post(submission, "declined", data={"reason": reason.strip()}, at=at)
    return submission
