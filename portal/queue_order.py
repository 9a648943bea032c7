"""The order in which queued work is taken: by its age, and some of it as if it were older."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django_q.brokers.orm import ORM
from django_q.conf import Conf


class InOrder(ORM):
    """The table of the queue, the oldest task first.

    A task with a head start is taken before what was queued within that time, and after what is older still: nothing
    waits forever. The table's `lock`, the moment from which a task may be taken, is what is ordered by.
    """

    def __init__(self, list_key: str | None = None, head_start: timedelta = timedelta(0)) -> None:
        super().__init__(list_key)
        self.head_start = head_start

    @staticmethod
    def get_connection(list_key: str | None = None) -> Any:
        """The tasks in order."""
        return ORM.get_connection(list_key).order_by("lock")

    def enqueue(self, task: str) -> int:
        """Keep a signed task; its number."""
        since = timezone.now() - self.head_start
        row = self.get_connection().create(key=self.list_key or Conf.CLUSTER_NAME, payload=task, lock=since)
        return int(row.pk)
