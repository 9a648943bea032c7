"""An applicant submits: the answers are frozen and assessed, and the file goes where its outcome calls for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from portal import guides
from portal.clearance import suspected
from portal.models import Snapshot, Submission
from underwriting import Language, State

from .actor import SYSTEM, Actor, require
from .errors import NotAllowed
from .freeze import freeze, keep_snapshot, recommend
from .journal import locked
from .move import change
from .post import post


def submit(
    submission_id: UUID,
    *,
    actor: Actor,
    at: datetime,
    on: date,
    language: Language | None = None,
    declared: Sequence[str] = (),
) -> Snapshot:
    """Submit a draft and assess it on a day. Called again, it does nothing more and gives the same snapshot.

    `language`: the one in which it was read, when that is no longer the one in which it was begun. `declared`: what
    the person declared in doing so, kept in the history.
    """
    require(actor, "applicant", to="submit")
    guide = guides.in_force(on)  # before the transaction: the first time, it takes a while
    with transaction.atomic():
        submission = locked(submission_id)
        if submission.state != "draft":
            return _first_snapshot(submission)
        submission.language = submission.applicant.contact.language or language or submission.language
        frozen = freeze(submission, guide, on=on)
        submission.submitted_at = at
        kept = {
            "answers_sha256": submission.answers_sha256,
            "withdrawn": list(frozen.withdrawn),
            "declared": list(declared),
        }
        change(submission, "submitted", actor=actor, at=at, verb="submit", data=kept)
        snapshot = keep_snapshot(submission, frozen.assessment, at=at)
        other = suspected(submission)
        missing = frozen.assessment.completeness.missing if snapshot.outcome == "incomplete" else ()
        found = {
            "outcome": snapshot.outcome,
            "snapshot": snapshot.pk,
            "result_sha256": snapshot.result_sha256,
            "answers_sha256": submission.answers_sha256,
            **({"questions": list(missing)} if missing else {}),
            **({"same_company": other.submission.reference, "because": list(other.reasons)} if other else {}),
        }
        end: State = "duplicate" if other else guide.states.outcomes[frozen.assessment.decision.outcome]
        change(submission, end, actor=SYSTEM, at=at, verb="assess", data=found)
        submission.save()
        recommend(submission, snapshot, actor=actor, at=at)
        post(submission, "broker_new_file", data={"outcome": snapshot.outcome}, at=at)
        return snapshot


def _first_snapshot(submission: Submission) -> Snapshot:
    snapshot = submission.snapshots.select_related("submission").order_by("pk").first()
    if snapshot is None:
        raise NotAllowed(f"a draft can be submitted: this submission is {submission.state}")
    return snapshot
