"""A worker sends a mail."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.urls import reverse

from portal.database import empty_journal
from portal.delivery.letters import attached_to, letter_of
from portal.delivery.outcome import MOST_TRIES, jitter_of, permanent, wait_before
from portal.models import FAILED, INVITATION, SENT, TO_BROKERS, WAITING, WITHOUT_FILE, Delivery, Submission
from portal.models.delivery import MARKET_PACK, PLACEMENT
from portal.queue import LEASE, enqueue
from portal.stopping import Stopped, interruptible

from .actor import SYSTEM
from .journal import locked, record
from .people import entry_token
from .post import link_token

NOT_MADE = Q(document__isnull=False, document__made_at=None) | Q(enclosed__isnull=False, enclosed__made_at=None)
"""Mails that wait for a document."""
log = structlog.get_logger(__name__)


def deliver(delivery_id: UUID, *, clock: Callable[[], datetime]) -> Delivery | None:
    """Send a mail of the outbox. None when it is sent, waits for its document, or another worker has it.

    A worker killed after the server took the mail, and before that is written down, sends it again under the same
    Message-ID: a mail is never lost, and twice the same to its reader.
    """
    at = clock()
    if Delivery.objects.filter(NOT_MADE, pk=delivery_id).exists():
        return None
    # Its own columns alone: PostgreSQL would not look again at those of another table once it has waited for the row,
    # and two workers would have it.
    free = Delivery.objects.filter(pk=delivery_id, status=WAITING, next_try_at__lte=at)
    if not free.update(next_try_at=at + LEASE, tries=F("tries") + 1):
        return None
    delivery = Delivery.objects.select_related("submission", "document").get(pk=delivery_id)
    if delivery.tries > MOST_TRIES:
        return _put_off(delivery_id, ChildProcessError("no worker came back from it"), True, clock())
    try:
        with interruptible():
            attached = attached_to(delivery)
            letter_of(delivery, link=_link(delivery), broker=settings.BROKER, attached=attached).send()
    except Stopped:
        Delivery.objects.filter(pk=delivery_id).update(next_try_at=clock(), tries=F("tries") - 1)
        enqueue("deliver", delivery_id)
        return None
    except (Exception, SystemExit) as error:  # the queue ends what takes too long by a SystemExit
        for_good = permanent(error) or delivery.tries >= MOST_TRIES
        # What servers and networks answer needs no traceback; anything else is a mistake of ours.
        ours = isinstance(error, Exception) and not isinstance(error, OSError)
        # A server's answer may repeat the mail, or its reader's name: the row keeps it, the log tells its kind alone.
        why = type(error).__name__
        log.warning("delivery_failed", delivery=str(delivery_id), for_good=for_good, why=why, exc_info=ours)
        return _put_off(delivery_id, error, for_good, clock())
    return _done(delivery_id, clock())


def _link(delivery: Delivery) -> str:
    if delivery.kind == INVITATION:
        path = reverse("entry_link", args=[entry_token(delivery)])
    elif delivery.kind in TO_BROKERS:
        path = reverse("desk:portal_submission_change", args=[delivery.submission_id])
    elif delivery.kind == MARKET_PACK:
        return f"mailto:{settings.BROKER['email']}"
    elif delivery.kind == PLACEMENT and delivery.document:
        path = reverse("verify_code", args=[delivery.document.code])
    elif delivery.kind in WITHOUT_FILE:
        path = reverse("home")
    else:
        path = reverse("entry", args=[link_token(delivery)])
    return f"{settings.SITE_URL}{path}"


@transaction.atomic
def _done(delivery_id: UUID, at: datetime) -> Delivery:
    delivery, submission = _held(delivery_id)
    if submission is None:
        delivery.delete()
        transaction.on_commit(empty_journal)
        return delivery
    if delivery.status != SENT:
        delivery.status, delivery.sent_at, delivery.last_error = SENT, at, ""
        delivery.save()
        known = {"kind": delivery.kind, "version": delivery.version, "tries": delivery.tries}
        record(submission, "deliver", actor=SYSTEM, at=at, from_state=submission.state, data=known)
    return delivery


@transaction.atomic
def _put_off(delivery_id: UUID, error: BaseException, for_good: bool, at: datetime) -> Delivery:
    delivery, submission = _held(delivery_id)
    delivery.last_error = f"{type(error).__name__}: {error}"
    delivery.next_try_at = at + wait_before(delivery.tries, jitter_of(delivery.pk.int))
    if for_good and submission is None:
        delivery.delete()
        transaction.on_commit(empty_journal)
        return delivery
    if for_good and submission:
        delivery.status = FAILED
        known = {"kind": delivery.kind, "version": delivery.version, "tries": delivery.tries}
        record(submission, "delivery_failed", actor=SYSTEM, at=at, from_state=submission.state, data=known)
    delivery.save()
    return delivery


def _held(delivery_id: UUID) -> tuple[Delivery, Submission | None]:
    """The mail, and its submission, held until the transaction ends; none for a mail about one that was erased."""
    key = Delivery.objects.values_list("submission", flat=True).get(pk=delivery_id)
    submission = locked(key) if key else None
    return Delivery.objects.get(pk=delivery_id), submission
