"""A broker takes a quote back."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from portal.models import QuoteRevocation

from .actor import Actor, require
from .errors import NotAllowed
from .journal import locked, record
from .post import post


@transaction.atomic
def revoke_quote(submission_id: UUID, *, actor: Actor, at: datetime, reason: str) -> QuoteRevocation:
    """Revoke the quote that holds: it can't be accepted any more. Who was sent it is told why, in the broker's words.

    The file stays quoted: a new version may follow, or its day of expiry comes.
    """
    require(actor, "broker", to="revoke a quote")
    submission = locked(submission_id)
    quote = submission.quotes.order_by("version").last()
    if quote is None or submission.state != "quoted" or quote.revoked:
        raise NotAllowed(f"there is no quote to revoke: this submission is {submission.state}")
    reason = reason.strip()
    if not reason:
        raise NotAllowed("a broker who revokes a quote gives a reason")
    revocation = QuoteRevocation.objects.create(
        submission=submission, quote=quote, reason=reason, revoked_by=actor.name, revoked_at=at
    )
    data = {"version": quote.version}
    record(submission, "revoke_quote", actor=actor, at=at, from_state=submission.state, reason=reason, data=data)
    if quote.version in submission.quotes_sent():
        post(submission, "revoked", data=data | {"reason": reason}, at=at)
    return revocation
