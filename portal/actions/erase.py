"""An applicant asks for erasure: at once while nothing was accepted, on its day for what proof requires till then."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

import structlog
from django.db import transaction
from django.utils import timezone

from portal import storage
from portal.database import empty_journal
from portal.models import (
    TO_BROKERS,
    WAITING,
    AccessToken,
    ConditionDecision,
    ConditionSet,
    Delivery,
    Document,
    Event,
    GuideReplay,
    InsurerPaper,
    InsurerTerms,
    MarketAnswer,
    Override,
    OverrideDecision,
    Policy,
    Proof,
    PurgeReport,
    Quote,
    QuoteRevocation,
    ReplayedFile,
    Snapshot,
    Submission,
)
from portal.models.kept import erased
from portal.retention import PROOF_YEARS
from underwriting import years_later

from .actor import Actor, require
from .errors import NotAllowed
from .farewell import farewell
from .journal import locked, record
from .post import post
from .traces import forget_mails, forget_searches, forget_sessions

log = structlog.get_logger(__name__)
ERASED = "file_erased"
"""What the logs say of an erased file, beside its id."""

ACCEPTED = ("accepted", "bound")
KEPT = (
    ReplayedFile, Policy, OverrideDecision, Override, ConditionSet, ConditionDecision, Proof, Document, QuoteRevocation,
    Quote, MarketAnswer, InsurerPaper, InsurerTerms, Snapshot, Event,
)  # fmt: skip
"""Rows of a file, in the order in which they can go."""


def goes_at_once(submission: Submission) -> list[Submission]:
    """The versions that go with this one, the newest first: all those since the last that was accepted.

    Empty when this one was accepted, or leads to one that was: then it is part of the proof.
    """
    newest = submission
    while later := newest.next_versions.first():
        newest = later
    found: list[Submission] = []
    one: Submission | None = newest
    while one and one.state not in ACCEPTED:
        found.append(one)
        one = one.previous
    return found if submission in found else []


def goes_on(submission: Submission, *, at: datetime) -> date | None:
    """The day when a file can go once its erasure is asked for at this moment; None for at once."""
    if goes_at_once(submission):
        return None
    today = timezone.localdate(at)
    end = Policy.objects.filter(submission=submission).values_list("ends_on", flat=True).first()
    return years_later(max(end or today, today), PROOF_YEARS)


@transaction.atomic
def ask_erasure(submission_id: UUID, *, actor: Actor, at: datetime) -> Submission | None:
    """Erase a file while nothing of it was accepted; else close every link and set the day. None once it is gone."""
    require(actor, "applicant", to="ask for erasure")
    submission = locked(submission_id)
    day = goes_on(submission, at=at)
    if day is None:
        gone = [locked(one.pk) for one in goes_at_once(submission)]
        told = [f"{one.reference} → {', '.join(told_to_insurers(one))}".removesuffix(" → ") for one in gone]
        forget_sessions(gone)
        for one in gone:
            wipe(one, at=at)
        PurgeReport.objects.create(at=at, by=actor.kind, erased={"asked": told})
        return None
    if submission.erase_on:
        return submission
    forget_sessions([submission])
    submission.access_tokens.filter(revoked_at=None).update(revoked_at=at)
    submission.deliveries.filter(status=WAITING).exclude(kind__in=TO_BROKERS).delete()
    submission.erase_on = day
    submission.save()
    data = {"erase_on": day.isoformat()}
    record(submission, "ask_erasure", actor=actor, at=at, from_state=submission.state, data=data)
    if submission.email == submission.proved_email:
        post(submission, "erasure", data=data, at=at)
    post(submission, "broker_news", data={"news": "erasure"}, at=at)
    return submission


def told_to_insurers(submission: Submission) -> list[str]:
    """The insurers who have the file: they have to be told of its erasure too (GDPR, article 19)."""
    return sorted({name for event in submission.told("send_to_market") for name in event.data["insurers"]})


def erase_due(*, at: datetime) -> int:
    """Erase every file whose day has come; how many."""
    due = Submission.objects.filter(erase_on__lte=timezone.localdate(at)).values_list("pk", flat=True)
    done = 0
    for key in list(due):
        with transaction.atomic():
            try:
                wipe(locked(key), at=at)
            except NotAllowed:
                continue  # a later version still leans on it
            done += 1
    return done


def wipe(submission: Submission, *, at: datetime) -> None:
    """Delete a file, with all that is kept of it: rows, documents, mails as files, and searches that named it alone.

    A last mail says so.
    """
    if submission.next_versions.exists():
        raise NotAllowed("a later version of this file is still there: it is erased first")
    AccessToken.objects.filter(submission=submission).delete()
    Delivery.objects.filter(submission=submission).delete()
    for model in KEPT:
        erased(model._default_manager.filter(submission=submission))
    Submission.objects.filter(pk=submission.pk).delete()
    forget_searches(submission)
    # What went wrong in a replay may repeat an answer, whosever it was.
    GuideReplay.objects.exclude(last_error="").update(last_error="…")
    farewell(submission, at=at)
    # Before the transaction ends: cut short, it is done again, and what was deleted twice is gone all the same.
    storage.forget(submission.pk)
    forget_mails(submission.pk)
    transaction.on_commit(empty_journal)
    # A backup restored later knows nothing of it: `erase_again` reads it in the logs.
    log.info(ERASED, id=str(submission.pk))


def erase_again(keys: Iterable[UUID], *, at: datetime) -> int:
    """Erase those of these files that a backup has brought back; how many."""
    done = 0
    for key in keys:
        with transaction.atomic():
            if Submission.objects.filter(pk=key).exists():
                wipe(locked(key), at=at)
                done += 1
    return done
