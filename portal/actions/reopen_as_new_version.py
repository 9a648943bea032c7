"""A closed file is taken up again: the old version stays as it ended, a new draft starts from its answers."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from portal.models import Submission

from .actor import Actor
from .journal import locked, record
from .move import check_change


@transaction.atomic
def reopen_as_new_version(
    submission_id: UUID, *, actor: Actor, at: datetime, new_id: UUID, reason: str = ""
) -> Submission:
    """A draft with the answers of a file that was closed, or bound and to be renewed. Asked twice, it is the same."""
    previous = locked(submission_id)
    check_change(previous.now, "draft", actor=actor, at=at, reason=reason)
    if existing := previous.next_versions.first():
        return existing
    submission = Submission(
        id=new_id,
        state="draft",
        version=previous.version + 1,
        previous=previous,
        language=previous.language,
        created_at=at,
        updated_at=at,
    )
    submission.keep(previous.applicant)
    submission.save(force_insert=True)
    verb, reason = "reopen_as_new_version", reason.strip()
    from_version = {"previous": str(previous.pk), "version": submission.version}
    record(submission, verb, actor=actor, at=at, from_state="", reason=reason, data=from_version)
    to_version = {"next": str(submission.pk), "version": submission.version}
    record(previous, verb, actor=actor, at=at, from_state=previous.state, reason=reason, data=to_version)
    return submission
