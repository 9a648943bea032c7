"""A broker asks the applicant for more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from portal.models import Submission
from underwriting import QUESTION_PATHS

from .actor import Actor
from .errors import NotAllowed
from .move import move
from .post import post


@transaction.atomic
def ask_information(
    submission_id: UUID, questions: Sequence[str], *, actor: Actor, at: datetime, reason: str
) -> Submission:
    """Ask the applicant to answer questions (paths of the applicant file) again; the reason is shown to them."""
    if unknown := [path for path in questions if path not in QUESTION_PATHS]:
        raise NotAllowed(f"these are no questions of an applicant file: {', '.join(unknown)}")
    asked = {"questions": list(questions)}
    submission = move(
        submission_id, "information_requested", actor=actor, at=at, reason=reason, verb="ask_information", data=asked
    )
    post(submission, "information", data=asked | {"reason": reason.strip()}, at=at)
    return submission
