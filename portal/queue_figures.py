"""How the background work stands: what waits and since when, and what was given up until somebody asks for it again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, QuerySet
from django.utils import timezone

from portal.actions.make_document import MOST_TRIES
from portal.models import FAILED, WAITING, Delivery, Document, WebhookCall


@dataclass(frozen=True)
class Waiting:
    """One kind of work: how many wait, the age of the oldest in seconds (0 without any), how many were given up."""

    waiting: int
    oldest_seconds: int
    failed: int


@dataclass(frozen=True)
class QueueFigures:
    """The three kinds of work that may wait for somebody else: a worker, a mail server, a program."""

    documents: Waiting
    mails: Waiting
    webhooks: Waiting


def queue_figures() -> QueueFigures:
    """The figures of this moment, by six queries, each over an index of what is not done."""
    now = timezone.now()
    documents = Document.objects.filter(made_at=None, tries__lt=MOST_TRIES)
    mails = Delivery.objects.filter(status=WAITING)
    calls = WebhookCall.objects.filter(told_at=None, next_try_at__isnull=False)
    return QueueFigures(
        _figures(documents, "requested_at", documents_given_up(), now),
        _figures(mails, "created_at", mails_given_up(), now),
        _figures(calls, "event__at", calls_given_up(), now),
    )


def documents_given_up() -> QuerySet[Document]:
    """Documents that could not be made."""
    return Document.objects.filter(made_at=None, tries__gte=MOST_TRIES)


def mails_given_up() -> QuerySet[Delivery]:
    """Mails that no server takes."""
    return Delivery.objects.filter(status=FAILED)


def calls_given_up() -> QuerySet[WebhookCall]:
    """Changes that a program, which still may enter, did not take."""
    return WebhookCall.objects.filter(told_at=None, next_try_at=None, integration__revoked_at=None)


def _figures(
    waiting: QuerySet[Document] | QuerySet[Delivery] | QuerySet[WebhookCall],
    since: str,
    given_up: QuerySet[Document] | QuerySet[Delivery] | QuerySet[WebhookCall],
    now: datetime,
) -> Waiting:
    found = waiting.order_by().aggregate(count=Count("pk"), oldest=Min(since))
    age = max(0, int((now - found["oldest"]).total_seconds())) if found["oldest"] else 0
    return Waiting(found["count"], age, given_up.order_by().count())
