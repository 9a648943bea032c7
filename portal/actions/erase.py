"""An applicant asks for erasure: at once for what was never sent, on its day for what has to be kept till then."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

import structlog
from django.db import transaction
from django.utils import timezone

from portal import storage
from portal.models import (
    TO_BROKERS,
    WAITING,
    AccessToken,
    ConditionDecision,
    ConditionSet,
    Delivery,
    Document,
    Event,
    InsurerPaper,
    InsurerTerms,
    MarketAnswer,
    Override,
    OverrideDecision,
    Policy,
    Proof,
    Quote,
    QuoteRevocation,
    ReplayedFile,
    Snapshot,
    Submission,
)
from portal.models.kept import erased
from underwriting import years_later

from .actor import Actor, require
from .errors import NotAllowed
from .farewell import farewell
from .journal import locked, record
from .move import change
from .post import post

log = structlog.get_logger(__name__)
ERASED = "file_erased"
"""What the logs say of an erased file, beside its id."""

PROSPECT_YEARS, PROOF_YEARS = 3, 5
"""How long a request is kept after the last contact, and the proofs of a quote that was accepted: the CNIL's retention
periods in insurance."""

ACCEPTED = ("accepted", "bound")
OPEN_TO_WITHDRAW = ("duplicate", "indicated", "referred", "information_requested", "in_review", "at_market", "quoted")
KEPT = (
    ReplayedFile, Policy, OverrideDecision, Override, ConditionSet, ConditionDecision, Proof, Document, QuoteRevocation,
    Quote, MarketAnswer, InsurerPaper, InsurerTerms, Snapshot, Event,
)  # fmt: skip
"""Rows of a file, in the order in which they can go."""


def goes_on(submission: Submission, *, at: datetime) -> date | None:
    """The day when a file can go once its erasure is asked for at this moment; None for at once."""
    if submission.submitted_at is None:
        return None
    years = PROOF_YEARS if submission.state in ACCEPTED else PROSPECT_YEARS
    return years_later(timezone.localdate(at), years)


@transaction.atomic
def ask_erasure(submission_id: UUID, *, actor: Actor, at: datetime) -> Submission | None:
    """Erase what was never sent; else take the request back, close every link, set the day. None once it is gone."""
    require(actor, "applicant", to="ask for erasure")
    submission = locked(submission_id)
    day = goes_on(submission, at=at)
    if day is None:
        wipe(submission, at=at)
        return None
    if submission.erase_on:
        return submission
    if submission.state in OPEN_TO_WITHDRAW:
        change(submission, "withdrawn", actor=actor, at=at, verb="withdraw")
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
    """Delete a file, with all that is kept of it, in the database and the storage; a last mail says so."""
    if submission.next_versions.exists():
        raise NotAllowed("a later version of this file is still there: it is erased first")
    AccessToken.objects.filter(submission=submission).delete()
    Delivery.objects.filter(submission=submission).delete()
    for model in KEPT:
        erased(model._default_manager.filter(submission=submission))
    Submission.objects.filter(pk=submission.pk).delete()
    farewell(submission, at=at)
    # Before the transaction ends: cut short, it is done again, and what was deleted twice is gone all the same.
    storage.forget(submission.pk)
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
