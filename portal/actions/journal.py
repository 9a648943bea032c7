"""Adding to the history of a submission."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from portal.deadlines import WATCHED
from portal.models import Event, Submission

from .actor import Actor
from .keep_deadlines import keep_deadlines
from .tell import tell_of


def locked(submission_id: UUID) -> Submission:
    """The submission as it stands, held until the transaction ends. Raises Submission.DoesNotExist."""
    return Submission.objects.select_for_update().get(pk=submission_id)


def record(
    submission: Submission,
    verb: str,
    *,
    actor: Actor,
    at: datetime,
    from_state: str,
    reason: str = "",
    data: Mapping[str, Any] | None = None,
) -> Event:
    """Add an event that ends in the submission's present state. The submission has to be held, or new."""
    last = submission.events.order_by("number").last()
    event = Event(
        submission=submission,
        number=last.number + 1 if last else 1,
        at=at,
        actor_kind=actor.kind,
        actor=actor.name,
        verb=verb,
        from_state=from_state,
        to_state=submission.state,
        reason=reason,
        data=dict(data or {}),
        previous_hash=last.hash if last else "",
    )
    event.hash = event.computed_hash()
    event.save()
    tell_of(event)
    _look_tomorrow(submission, timezone.localdate(at))
    return event


def _look_tomorrow(submission: Submission, today: date) -> None:
    """Whatever happened, what has to be reminded of may have changed: the portal looks the day after."""
    day = today + timedelta(days=1) if submission.state in WATCHED else None
    if submission.remind_on != day:
        submission.remind_on = day
        Submission.objects.filter(pk=submission.pk).update(remind_on=day)
    if submission.state in WATCHED or submission.deadlines.exists():
        keep_deadlines(submission, today=today)
