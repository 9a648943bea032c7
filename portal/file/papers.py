"""The documents of a file, and the letter that carries the recommendation: made or not, sent or not, to whom."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from portal.actions import to_ask_for
from portal.actions.make_document import MOST_TRIES
from portal.models import Delivery, Submission

from .words import OFFERED


def papers(submission: Submission) -> dict[str, Any]:
    """`documents`, newest first, without their bytes; `waiting` while one is being made; `letter` if there is one.

    `offered`: kind and words of those that can be asked for.
    """
    sent = submission.quotes_sent()
    made = submission.documents.order_by("-requested_at")
    documents = [document for document in made if document.kind != "quote" or document.version in sent]
    for document in documents:
        document.made_on = timezone.localdate(document.made_at) if document.made_at else None  # type: ignore[attr-defined]
        document.kilobytes = round(document.size / 1000)  # type: ignore[attr-defined]
        document.stuck = not document.ready and document.tries >= MOST_TRIES  # type: ignore[attr-defined]
    return {
        "documents": documents,
        "waiting": any(not document.ready and document.tries < MOST_TRIES for document in documents),
        "letter": _letter(submission),
        "offered": [(kind, OFFERED[kind]) for kind in to_ask_for(submission)],
    }


def _letter(submission: Submission) -> Delivery | None:
    """The last mail that carries the recommendation, or asks to confirm the address first."""
    letter = submission.deliveries.filter(kind__in=("recommendation", "confirm")).order_by("created_at").last()
    if letter is not None:
        letter.sent_on = timezone.localdate(letter.sent_at) if letter.sent_at else None  # type: ignore[attr-defined]
    return letter
