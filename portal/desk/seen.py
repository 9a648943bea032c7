"""What a page of the desk had seen of its file, and what others did since, in words."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from portal.actions import ChangedSince, last_number
from portal.models import Event, Submission

from .words import ACTORS, STATES, VERBS, mark, moment, word


def seen_by(request: HttpRequest) -> int | None:
    """The number of the last event that the page sent back had seen; None when it says none."""
    written = request.POST.get("seen", "")
    return int(written) if written.isascii() and written.isdigit() else None


def context(request: HttpRequest, submission: Submission, refused: Exception | None = None) -> dict[str, Any]:
    """What `desk/changed.html` shows: what others did since, once it was in the way, and what the page has seen by now.

    A page that is shown again with an error of its own has seen no more than before.
    """
    changed = refused.events if isinstance(refused, ChangedSince) else ()
    before = seen_by(request)
    seen = last_number(submission) if changed or before is None else before
    return {"seen": seen, "changed": [_told(event) for event in changed]}


def _told(event: Event) -> dict[str, Any]:
    moved = event.from_state != event.to_state
    return {
        "who": "" if event.actor_kind == "system" else event.actor,
        "role": word(ACTORS, event.actor_kind),
        "at": moment(event.at),
        "what": word(VERBS, event.verb),
        "state": mark(STATES, event.to_state).word if moved else "",
        "reason": event.reason,
    }
