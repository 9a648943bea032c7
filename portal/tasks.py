"""What workers run: each task is safe to run twice, or again after a worker was killed in the middle of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, cast
from uuid import UUID

import structlog
from django.utils import timezone

from portal import actions, stopping
from portal.documents import sample
from portal.queue import Task, enqueue
from underwriting import Language

P = ParamSpec("P")
log = structlog.get_logger(__name__)


def _unless_stopping(task: Callable[[str], None]) -> Callable[[str], None]:
    """A worker that is told to stop begins nothing more: the task is there for another worker at once."""

    @wraps(task)
    def run(key: str) -> None:
        if stopping.told():
            enqueue(cast(Task, task.__name__), key)
        else:
            task(key)

    return run


class Failed(Exception):
    """A task failed; the message names the kind of what went wrong. The log says where."""


def guarded(task: Callable[P, None]) -> Callable[P, None]:
    """What the queue keeps and logs of a task that failed holds no value that the exception carried."""

    @wraps(task)
    def run(*args: P.args, **options: P.kwargs) -> None:
        try:
            task(*args, **options)
        except Exception as error:
            log.exception("task_failed", task=task.__name__)
            kind = type(error).__name__
        else:
            return
        raise Failed(kind)

    return run


@_unless_stopping
@guarded
def make_document(key: str) -> None:
    """Make the document of this id, unless it is made or being made."""
    actions.make_document(UUID(key), clock=timezone.now)


@_unless_stopping
@guarded
def deliver(key: str) -> None:
    """Send the mail of this id, unless it is sent or being sent."""
    actions.deliver(UUID(key), clock=timezone.now)


@_unless_stopping
@guarded
def tell(key: str) -> None:
    """Call an integration about a change of state, unless it was told."""
    actions.tell(int(key), clock=timezone.now)


@_unless_stopping
@guarded
def go_on_replaying(key: str) -> None:
    """Do the next slice of the replay of this id, unless it is done or being done."""
    actions.go_on_replaying(int(key), clock=timezone.now)


@guarded
def sweep() -> None:
    """Once a minute: take up what was left lying, let quotes lapse, remind people, begin renewals, make samples."""
    now = timezone.now()
    actions.sweep(at=now)
    actions.forget_expired(at=now)
    actions.forget_account_events(at=now)
    actions.forget_traces(at=now)
    actions.remind_due(at=now)
    actions.renew_due(at=now)
    actions.purge_daily(at=now)
    actions.count_figures(at=now)
    actions.tell_overdue(at=now)
    for language in sample.lacking():
        enqueue("make_sample", language)


@guarded
def make_sample(language: Language) -> None:
    """Make the sample recommendation of the home page in this language, unless it is there."""
    sample.make(language)
