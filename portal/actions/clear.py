"""Two files that may be one company's: a broker says that they are not, or joins them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext

from portal.clearance import CLOSED, similar_files
from portal.models import Submission

from .actor import Actor, require
from .errors import NotAllowed
from .journal import locked, record
from .move import change
from .post import post

MERGED = "merged"
"""The code of the reason why a file that joins another is closed."""
JOINABLE = ("duplicate", "indicated", "referred", "in_review")


@transaction.atomic
def dismiss_duplicate(submission_id: UUID, *, actor: Actor, at: datetime, reason: str) -> Submission:
    """Two companies after all: the file is taken up, and the reason kept with the files it was compared with."""
    require(actor, "broker", to="dismiss a duplicate")
    submission = locked(submission_id)
    if submission.state != "duplicate" or not reason.strip():
        raise NotAllowed(f"a suspected duplicate is dismissed with a reason: this submission is {submission.state}")
    compared = [one.submission.reference for one in similar_files(submission)]
    change(
        submission, "in_review", actor=actor, at=at, verb="dismiss_duplicate", reason=reason, data={"others": compared}
    )
    submission.handler = actor.name
    submission.save()
    return submission


@transaction.atomic
def merge_duplicate(submission_id: UUID, into: UUID, *, actor: Actor, at: datetime, reason: str) -> Submission:
    """Close a file in favour of another open one of the same company, which keeps a trace of it.

    Answers are not mixed: what an applicant said stays in the file where they said it. The applicant is told.
    """
    require(actor, "broker", to="join two files")
    first, second = sorted((submission_id, into))
    held = {key: locked(key) for key in (first, second)}  # always in the same order: two brokers can't block each other
    submission, kept = held[submission_id], held[into]
    if submission_id == into or submission.state not in JOINABLE or kept.state in CLOSED or not reason.strip():
        raise NotAllowed(
            f"a file that is {submission.state} can't join one that is {kept.state}",
            gettext("Ces deux dossiers ne peuvent plus être réunis : l’un des deux est clos, ou trop avancé."),
        )
    if into not in {one.submission.pk for one in similar_files(submission)}:
        raise NotAllowed("nothing says that the two files are of one company")
    data = {"into": kept.reference, "reason_code": MERGED}
    if submission.state == "duplicate":
        change(submission, "in_review", actor=actor, at=at, verb="take")
    change(submission, "declined", actor=actor, at=at, verb="merge_duplicate", reason=reason, data=data)
    submission.handler = actor.name
    submission.save()
    joined = {"joined": submission.reference}
    record(kept, "join_duplicate", actor=actor, at=at, from_state=kept.state, reason=reason.strip(), data=joined)
    post(submission, "merged", at=at)
    return submission
