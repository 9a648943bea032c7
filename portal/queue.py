"""Work for the background: put in the queue by the very transaction that calls for it."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

from django.conf import settings

Task = Literal["make_document", "deliver", "make_sample", "tell", "go_on_replaying"]

LEASE = timedelta(seconds=1.5 * settings.TASK_TIMEOUT)
"""How long a worker that took a piece of work may keep it to itself: longer than it is let live, and over before the
queue gives the task to another."""


QUICK = timedelta(hours=1)
"""The head start of what takes a second or less and has a person at its end: no mail waits behind documents."""
AWAITED = timedelta(minutes=30)
"""The head start of a document that a broker sends to one reader: it never waits behind a crowd of recommendations."""


def enqueue(task: Task, key: object, *, head_start: timedelta | None = None) -> None:
    """Let a worker run a task of `portal.tasks` on the row of this key; nothing happens if the transaction fails.

    The head start is the time by which others that were queued before are overtaken: none, but for mails and calls.
    """
    # Its settings are read when it is imported.
    from django_q.tasks import async_task

    from portal.queue_order import InOrder

    if head_start is None:
        head_start = QUICK if task in ("deliver", "tell") else timedelta(0)
    async_task(f"portal.tasks.{task}", str(key), task_name=f"{task} {key}", broker=InOrder(head_start=head_start))
