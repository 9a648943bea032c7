"""An applicant sends back the answers that were asked for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from portal import guides
from portal.models import Snapshot, Submission

from .actor import Actor, require
from .errors import NotAllowed
from .freeze import freeze, keep_snapshot, recommend
from .journal import locked
from .move import change
from .post import post


def complete(submission_id: UUID, *, actor: Actor, at: datetime, on: date, declared: Sequence[str] = ()) -> Snapshot:
    """Freeze and assess the file anew, and hand it back to the broker. Called again, it gives the same snapshot.

    `declared`: what the person declared in doing so, kept in the history.
    """
    require(actor, "applicant", to="send answers back")
    guide = guides.in_force(on)
    with transaction.atomic():
        submission = locked(submission_id)
        if submission.state != "information_requested":
            return _already(submission)
        frozen = freeze(submission, guide, on=on)
        snapshot = keep_snapshot(submission, frozen.assessment, at=at)
        kept = {
            "answers_sha256": submission.answers_sha256,
            "withdrawn": list(frozen.withdrawn),
            "declared": list(declared),
            "outcome": snapshot.outcome,
            "snapshot": snapshot.pk,
            "result_sha256": snapshot.result_sha256,
        }
        change(submission, "in_review", actor=actor, at=at, verb="complete", data=kept)
        submission.save()
        recommend(submission, snapshot, actor=actor, at=at)
        post(submission, "broker_news", data={"news": "completed"}, at=at)
        return snapshot


def _already(submission: Submission) -> Snapshot:
    last = submission.events.filter(verb="complete").order_by("number").last()
    if last is None or submission.state != last.to_state:
        raise NotAllowed(f"answers are sent back when they were asked for: this submission is {submission.state}")
    return submission.snapshots.get(pk=last.data["snapshot"])
