"""Last year's answers are said to be still true."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from portal import guides
from portal.models import Submission
from portal.renewal import to_confirm

from .actor import Actor, require
from .errors import NotAllowed
from .journal import locked, record


@transaction.atomic
def confirm_answers(submission_id: UUID, paths: Sequence[str], *, actor: Actor, at: datetime) -> Submission:
    """Keep who confirmed which answers of a renewal, and when; the answers stay as they are.

    Paths that need no confirming any more are left aside.
    """
    require(actor, "applicant", "broker", to="confirm answers")
    submission = locked(submission_id)
    if submission.state != "draft":
        raise NotAllowed(f"answers are confirmed in a draft: this submission is {submission.state}")
    asked = [path for path in to_confirm(submission, guides.in_force(timezone.localdate(at))) if path in set(paths)]
    if asked:
        data: dict[str, object] = {"questions": asked}
        if actor.said_by:
            data["said_by"] = actor.said_by
        record(submission, "confirm_answers", actor=actor, at=at, from_state="draft", data=data)
    return submission
