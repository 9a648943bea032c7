"""An applicant submits: the answers are frozen and assessed, and the file goes where its outcome calls for."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from portal.canonical import sha256_of
from portal.models import Snapshot, Submission
from underwriting import Applicant, Assessment, Guide, Language, assess, load_guide, portable

from .actor import SYSTEM, Actor, require
from .errors import NotAllowed
from .journal import locked
from .move import change


def submit(submission_id: UUID, *, actor: Actor, at: datetime, on: date) -> Snapshot:
    """Submit a draft and assess it on a day. Called again, it does nothing more and gives the same snapshot."""
    require(actor, "applicant", to="submit")
    guide = load_guide(on=on)  # before the transaction: the first time, it takes a while
    with transaction.atomic():
        submission = locked(submission_id)
        if submission.state != "draft":
            return _first_snapshot(submission)
        applicant, assessment, withdrawn = _assess(submission.applicant, guide, on, submission.reads_in)
        submission.keep(applicant)
        submission.answers_sha256 = sha256_of(submission.answers)
        submission.submitted_at = at
        frozen = {"answers_sha256": submission.answers_sha256, "withdrawn": list(withdrawn)}
        change(submission, "submitted", actor=actor, at=at, verb="submit", data=frozen)
        snapshot = _keep(submission, assessment, at)
        outcome = assessment.decision.outcome
        found = {"outcome": outcome, "snapshot": snapshot.pk, "result_sha256": snapshot.result_sha256}
        change(submission, guide.states.outcomes[outcome], actor=SYSTEM, at=at, verb="assess", data=found)
        submission.save()
        return snapshot


def _first_snapshot(submission: Submission) -> Snapshot:
    snapshot = submission.snapshots.select_related("submission").order_by("pk").first()
    if snapshot is None:
        raise NotAllowed(f"a draft can be submitted: this submission is {submission.state}")
    return snapshot


def _assess(
    applicant: Applicant, guide: Guide, on: date, language: Language
) -> tuple[Applicant, Assessment, tuple[str, ...]]:
    """The file without the answers that its own branches hide, its assessment, and the questions hidden."""
    assessment = assess(applicant, guide, on=on, language=language)
    hidden = assessment.completeness.ignored
    if not hidden:
        return applicant, assessment, ()
    shown = applicant.without(frozenset(hidden))
    return shown, assess(shown, guide, on=on, language=language), hidden


def _keep(submission: Submission, assessment: Assessment, at: datetime) -> Snapshot:
    result = portable(assessment)
    snapshot = Snapshot(
        submission=submission,
        taken_at=at,
        assessed_on=assessment.assessed_on,
        edition=assessment.guide.edition,
        guide_sha256=assessment.guide.sha256,
        language=assessment.language,
        result=result,
        result_sha256=sha256_of(result),
    )
    snapshot.save()
    return snapshot
