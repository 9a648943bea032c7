"""Once a quote is accepted: the order to place it; before, the mandate that lets the broker do so."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext

from portal.models import Delivery, Document, Event, Quote, Submission
from portal.models.delivery import PLACEMENT

from .actor import Actor, require
from .errors import NotAllowed
from .journal import locked, record
from .post import post
from .request_document import request_document

MANDATE = "mandate"
MANDATED = ("in_review", "at_market", "quoted", "accepted")
"""States in which a mandate can be asked for."""


def acceptance(submission: Submission) -> tuple[Event, Quote] | None:
    """The acceptance of a quote, with who, in what capacity, which document, when; None before."""
    told = submission.told("accept_quote")
    if not told:
        return None
    event = told[-1]
    return event, submission.quotes.select_related("terms").get(version=event.data["version"])


def order_data(event: Event, quote: Quote, message: str) -> dict[str, Any]:
    """What the words of a placement order need."""
    return {
        "insurer": quote.terms.insurer,
        "version": quote.version,
        "total_eur": str(quote.total_eur),
        "accepted_by": event.actor,
        "capacity": event.data["capacity"],
        "accepted_at": event.at.isoformat(),
        "sha256": event.data["sha256"],
        "message": message.strip(),
    }


@transaction.atomic
def send_placement(
    submission_id: UUID, *, email: str, language: str, message: str, actor: Actor, at: datetime, reason: str
) -> Delivery:
    """Mail the insurer the order to place the accepted quote, attached. Asked again, it is the one there is."""
    require(actor, "broker", to="send a placement order")
    submission = locked(submission_id)
    found = acceptance(submission)
    if submission.state != "accepted" or found is None:
        raise NotAllowed(f"an order places an accepted quote: this submission is {submission.state}")
    event, quote = found
    if existing := submission.deliveries.filter(kind=PLACEMENT, data__version=quote.version).first():
        return existing
    document = submission.documents.get(kind="quote", version=quote.version)
    if document.sha256 != event.data["sha256"]:
        raise NotAllowed(
            "the document is not the one that was accepted",
            gettext("Le PDF du devis n’est plus celui qui a été accepté : l’ordre ne part pas."),
        )
    delivery = post(
        submission, PLACEMENT, at=at, document=document, data=order_data(event, quote, message),
        insurer=(email, language),
    )  # fmt: skip
    if delivery is None:
        raise NotAllowed("an order needs the insurer's address")
    data = {"insurer": quote.terms.insurer, "version": quote.version}
    record(
        submission, "send_placement", actor=actor, at=at, from_state=submission.state, reason=reason.strip(), data=data
    )
    return delivery


@transaction.atomic
def prepare_mandate(submission_id: UUID, *, actor: Actor, at: datetime) -> Document:
    """Let a worker make the mandate that the applicant signs; it joins the documents of their file."""
    require(actor, "broker", to="prepare a mandate")
    submission = locked(submission_id)
    snapshot = submission.snapshots.order_by("pk").last()
    if submission.state not in MANDATED or snapshot is None:
        raise NotAllowed(f"a mandate is prepared between review and placement: this submission is {submission.state}")
    if found := submission.documents.filter(kind=MANDATE, snapshot=snapshot).first():
        return found
    document = request_document(submission, MANDATE, snapshot=snapshot, actor=actor, at=at)
    record(submission, "ask_document", actor=actor, at=at, from_state=submission.state, data={"kind": MANDATE})
    return document
