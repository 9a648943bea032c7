"""Work for the background: put in the queue by the very transaction that calls for it."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

from django.conf import settings

Task = Literal["make_document", "deliver", "make_sample", "tell", "go_on_replaying"]

LEASE = timedelta(seconds=1.5 * settings.TASK_TIMEOUT)
"""How long a worker that took a piece of work may keep it to itself: longer than it is let live, and over before the
queue gives the task to another."""


def enqueue(task: Task, key: object) -> None:
    """Let a worker run a task of `portal.tasks` on the row of this key; nothing happens if the transaction fails."""
    # Its settings are read when it is imported.
    from django_q.tasks import async_task

    async_task(f"portal.tasks.{task}", str(key), task_name=f"{task} {key}")
