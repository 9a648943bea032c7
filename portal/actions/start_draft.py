"""A new submission."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from portal.models import Submission
from underwriting import Language

from .actor import Actor, require
from .journal import record


@transaction.atomic
def start_draft(language: Language, *, actor: Actor, at: datetime, new_id: UUID) -> Submission:
    """An empty draft; begun by a broker, for who is on the telephone (`said_by`)."""
    require(actor, "applicant", "broker", to="start a draft")
    submission = Submission(id=new_id, state="draft", language=language, created_at=at, updated_at=at)
    submission.save(force_insert=True)
    data = {"said_by": actor.said_by} if actor.said_by else {}
    record(submission, "start_draft", actor=actor, at=at, from_state="", data=data)
    return submission
