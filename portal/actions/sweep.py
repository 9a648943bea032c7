"""Once a minute: what was left lying is taken up again."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from portal.delivery.outcome import LONGEST_WAIT
from portal.models import WAITING, Delivery, Document, GuideReplay, Submission
from portal.queue import LEASE, enqueue

from .actor import SYSTEM
from .deliver import NOT_MADE
from .erase import erase_due
from .errors import NotAllowed
from .make_document import MOST_TRIES
from .move import move

AT_ONCE = 100
FRESH = timedelta(seconds=5)
EVERY = timedelta(minutes=1)
FURTHEST = 2 * max(LONGEST_WAIT, LEASE)
"""No try is put off for so long: a row that says so was written by a clock that was wrong."""


def sweep(*, at: datetime) -> int:
    """Put what is overdue back in the queue, let quotes expire, erase what is due. How many files it took up.

    What has only just fallen due is left alone: its own task is on its way. What was put off for longer than anything
    is, by a clock that was wrong, is due.
    """
    due, never = at - FRESH, at + FURTHEST
    Document.objects.filter(made_at=None, next_try_at__gt=never).update(next_try_at=due)
    Delivery.objects.filter(status=WAITING, next_try_at__gt=never).update(next_try_at=due)
    documents = Document.objects.filter(made_at=None, next_try_at__lte=due, tries__lt=MOST_TRIES)
    for key in documents.order_by("next_try_at").values_list("pk", flat=True)[:AT_ONCE]:
        enqueue("make_document", key)
    unmade = Delivery.objects.filter(NOT_MADE, status=WAITING)
    mails = Delivery.objects.filter(status=WAITING, next_try_at__lte=due).exclude(pk__in=unmade.values("pk"))
    for key in mails.order_by("next_try_at").values_list("pk", flat=True)[:AT_ONCE]:
        enqueue("deliver", key)
    replays = GuideReplay.objects.filter(finished_at=None, next_try_at__lte=due, tries__lt=MOST_TRIES)
    for replay in replays:
        enqueue("go_on_replaying", replay.pk)
    return min(documents.count(), AT_ONCE) + min(mails.count(), AT_ONCE) + _expire(at) + erase_due(at=at)


def sweep_soon(*, at: datetime) -> None:
    """Let the sweep of each minute begin again, where a clock that was wrong has put it off."""
    from django_q.models import Schedule

    Schedule.objects.filter(name="sweep", next_run__gt=at + EVERY).update(next_run=at)


def _expire(at: datetime) -> int:
    today, lapsed = timezone.localdate(at), 0
    for submission in Submission.objects.filter(state="quoted").prefetch_related("quotes"):
        if max(submission.quotes.all(), key=lambda quote: quote.version).valid_until < today:
            try:
                move(submission.pk, "expired", actor=SYSTEM, at=at, verb="expire")
            except NotAllowed:
                continue  # its reader was faster
            lapsed += 1
    return lapsed
