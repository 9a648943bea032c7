"""The documents of a file, and the letter that carries the recommendation: made or not, sent or not, to whom."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from portal.actions import may_prepare_annex, to_ask_for
from portal.actions.make_document import MOST_TRIES
from portal.models import Delivery, Document, Submission

from .words import OFFERED

USUAL = timedelta(seconds=4)
"""How long a document takes when nobody else wants one."""
FIRST, LAST = 5, 90


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
        document.progress = _progress(document, timezone.now())  # type: ignore[attr-defined]
        document.stuck = not document.ready and document.tries >= MOST_TRIES  # type: ignore[attr-defined]
    return {
        "documents": documents,
        "waiting": any(not document.ready and document.tries < MOST_TRIES for document in documents),
        "letter": _letter(submission),
        "annexes": may_prepare_annex(submission),
        "offered": [(kind, OFFERED[kind]) for kind in to_ask_for(submission)],
    }


def _progress(document: Document, now: datetime) -> int:
    """How far its making is, in per cent, going by the time that most take: never quite there before it is."""
    spent = (now - document.requested_at) / USUAL
    return max(FIRST, min(LAST, round(100 * spent)))


def _letter(submission: Submission) -> Delivery | None:
    """The last mail that carries the recommendation, or asks to confirm the address first."""
    letter = submission.deliveries.filter(kind__in=("recommendation", "confirm")).order_by("created_at").last()
    if letter is not None:
        letter.sent_on = timezone.localdate(letter.sent_at) if letter.sent_at else None  # type: ignore[attr-defined]
    return letter
