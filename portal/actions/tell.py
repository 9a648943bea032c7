"""Integrations are told of changes of state: a row with the change, a call by a worker, again until it is taken."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction

from portal.delivery.outcome import jitter_of, wait_before
from portal.models import Event, Integration, WebhookCall
from portal.queue import enqueue
from portal.webhooks import Untold, call

from .errors import NotAllowed

MOST_TRIES = 8
"""With the waits of mails, the last one comes about an hour after the first."""
LEASE = timedelta(seconds=60)
AT_ONCE = 100


def tell_of(event: Event) -> None:
    """In the change's own transaction: one row for each integration that may know of it."""
    if event.from_state == event.to_state:
        return
    for integration in Integration.objects.filter(revoked_at=None).exclude(webhook_url=""):
        theirs = "broker" in integration.scopes or integration.submissions.filter(pk=event.submission_id).exists()
        if theirs:
            row = WebhookCall.objects.create(integration=integration, event=event, next_try_at=event.at)
            enqueue("tell", row.pk)


def tell(call_id: int, *, clock: Callable[[], datetime]) -> None:
    """Call once, unless it was told, given up or is being called; what refuses is tried again later."""
    now = clock()
    with transaction.atomic():
        rows = WebhookCall.objects.select_for_update().filter(pk=call_id, told_at=None, next_try_at__lte=now)
        row = rows.first()
        if row is None:
            return
        row.tries += 1
        row.next_try_at = now + LEASE
        row.save()
    found = WebhookCall.objects.select_related("integration", "event__submission").get(pk=call_id)
    try:
        call(found, at=now)
    except Untold as error:
        found.last_error = str(error)[:300]
        found.next_try_at = None if found.tries >= MOST_TRIES else now + wait_before(found.tries, jitter_of(found.pk))
    else:
        found.told_at, found.next_try_at, found.last_error = now, None, ""
    found.save()


@transaction.atomic
def tell_again(call_id: int, *, at: datetime) -> None:
    """Call again about a change that was given up.

    Raises NotAllowed when it was told, or when its program is shut out.
    """
    row = WebhookCall.objects.select_for_update().get(pk=call_id)
    if row.told_at or row.integration.revoked_at:
        raise NotAllowed("this change was told, or its program is shut out")
    row.tries, row.next_try_at = 0, at
    row.save(update_fields=["tries", "next_try_at"])
    enqueue("tell", row.pk)


def tell_overdue(*, at: datetime) -> int:
    """Put back in the queue what should have been told by now."""
    late = WebhookCall.objects.filter(told_at=None, next_try_at__lte=at - timedelta(seconds=5))
    keys = [*late.order_by("next_try_at").values_list("pk", flat=True)[:AT_ONCE]]
    for key in keys:
        enqueue("tell", key)
    return len(keys)
