"""Changes of state: here and nowhere else, and only those that the guide names."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from portal import guides
from portal.models import Submission
from underwriting import State

from .actor import Actor
from .errors import NotAllowed
from .journal import locked, record

BY_VERB: dict[State, str] = {"submitted": "submit", "draft": "reopen_as_new_version"}
"""States that are entered by a verb of their own, since more than the state changes."""


@transaction.atomic
def move(
    submission_id: UUID,
    to: State,
    *,
    actor: Actor,
    at: datetime,
    reason: str = "",
    verb: str = "move",
    data: Mapping[str, Any] | None = None,
) -> Submission:
    """Change the state of a submission. Raises NotAllowed for a change that the guide does not name."""
    submission = locked(submission_id)
    if to in BY_VERB:
        check_change(submission.now, to, actor=actor, at=at, reason=reason)
        raise NotAllowed(f"a submission becomes {to} by {BY_VERB[to]} only")
    change(submission, to, actor=actor, at=at, reason=reason, verb=verb, data=data)
    submission.save()
    return submission


def change(
    submission: Submission,
    to: State,
    *,
    actor: Actor,
    at: datetime,
    verb: str,
    reason: str = "",
    data: Mapping[str, Any] | None = None,
) -> None:
    """Change the state of a submission that is held, and record it; the caller saves the submission."""
    origin = submission.now
    check_change(origin, to, actor=actor, at=at, reason=reason)
    submission.state, submission.updated_at = to, at
    record(submission, verb, actor=actor, at=at, from_state=origin, reason=reason.strip(), data=data)


def check_change(origin: State, to: State, *, actor: Actor, at: datetime, reason: str) -> None:
    """Refuse what the guide in force does not allow, and a broker's decision without its reason.

    Taking a file up, or taking it back from the market, decides nothing yet.
    """
    may = actor.kind != "delegate" and guides.in_force(timezone.localdate(at)).states.allows(origin, to, actor.kind)
    if not may:
        raise NotAllowed(f"no {actor.kind} may move a submission from {origin} to {to}")
    if actor.kind == "broker" and to != "in_review" and not reason.strip():
        raise NotAllowed(f"a broker who moves a submission from {origin} to {to} gives a reason")
