"""The answers of a file are frozen and assessed: what submitting, and answering the broker, have in common."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from portal.authors import authors_of
from portal.canonical import sha256_of
from portal.models import Snapshot, Submission
from underwriting import Applicant, Assessment, Guide, Language, assess, portable

from .actor import Actor
from .post import post
from .request_document import request_document


@dataclass(frozen=True)
class Frozen:
    """A file that was just assessed: what was found, and the questions whose hidden answers were dropped."""

    assessment: Assessment
    withdrawn: tuple[str, ...]


def freeze(submission: Submission, guide: Guide, *, on: date) -> Frozen:
    """Assess a submission that is held, on a day; the answers that its own branches hide are taken out for good."""
    applicant, assessment, withdrawn = _assess(submission.applicant, guide, on, submission.reads_in)
    submission.keep(applicant)
    submission.rejected = {}
    submission.answers_sha256 = sha256_of(submission.answers)
    submission.outcome = assessment.decision.outcome
    return Frozen(assessment, withdrawn)


def keep_snapshot(submission: Submission, assessment: Assessment, *, at: datetime) -> Snapshot:
    """Store an assessment for good, with the answers that it rests on and who gave them."""
    result = portable(assessment)
    return Snapshot.objects.create(
        submission=submission,
        taken_at=at,
        assessed_on=assessment.assessed_on,
        edition=assessment.guide.edition,
        guide_sha256=assessment.guide.sha256,
        language=assessment.language,
        result=result,
        result_sha256=sha256_of(result),
        answers=submission.answers,
        authors={path: author.table() for path, author in authors_of(submission).items()},
    )


def recommend(submission: Submission, snapshot: Snapshot, *, actor: Actor, at: datetime) -> None:
    """Have the recommendation made, and mailed; an address that nobody has proved yet gets a link to open first."""
    document = request_document(submission, "recommendation", snapshot=snapshot, actor=actor, at=at)
    if submission.email and submission.email == submission.proved_email:
        post(submission, "recommendation", document=document, data=summary_of(snapshot), at=at)
    else:
        post(submission, "confirm", at=at)


def summary_of(snapshot: Snapshot) -> dict[str, object]:
    """What a mail says of an assessment in one sentence: outcome, the price range of the advised option, until when."""
    quote = snapshot.result["quote"]
    advised = [option for option in quote["options"] if option["code"] == "recommended"]
    return {
        "outcome": snapshot.outcome,
        "range_eur": advised[0]["range_eur"] if advised and quote["published"] else None,
        "valid_until": quote["valid_until"],
    }


def _assess(
    applicant: Applicant, guide: Guide, on: date, language: Language
) -> tuple[Applicant, Assessment, tuple[str, ...]]:
    """The file without the answers that its own branches hide, its assessment, and the questions hidden."""
    assessment = assess(applicant, guide, on=on, language=language, fixes=True)
    hidden = assessment.completeness.ignored
    if not hidden:
        return applicant, assessment, ()
    shown = applicant.without(frozenset(hidden))
    return shown, assess(shown, guide, on=on, language=language, fixes=True), hidden
