"""Links by mail: asked for, and opened by who reads the mailbox."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext

from portal.models import AccessToken, Delivery, Submission

from .actor import Actor, require
from .errors import NotAllowed
from .freeze import summary_of
from .journal import locked, record
from .open_token import open_token
from .post import FILE, post

MOST_LINKS = 5
WITHIN = timedelta(hours=1)


@transaction.atomic
def send_link(submission_id: UUID, *, actor: Actor, at: datetime) -> Delivery:
    """Mail a link that opens a file to its address: at most five an hour, so that nobody's mailbox is flooded."""
    require(actor, "applicant", "broker", to="ask for a link")
    submission = locked(submission_id)
    if submission.deliveries.filter(kind="resume", created_at__gt=at - WITHIN).count() >= MOST_LINKS:
        raise NotAllowed(
            f"{MOST_LINKS} links were mailed within an hour",
            gettext("Cinq liens sont partis dans l’heure : regardez vos indésirables, ou réessayez plus tard."),
        )
    delivery = post(submission, "resume", at=at)
    if delivery is None:
        raise NotAllowed("a link needs an address", gettext("Il manque l’adresse à laquelle envoyer le lien."))
    record(submission, "send_link", actor=actor, at=at, from_state=submission.state)
    return delivery


@transaction.atomic
def open_link(token: str, *, at: datetime) -> AccessToken | None:
    """The row of a mailed link's token; None when it opens nothing.

    Who opens it reads the mailbox it was sent to: from then on the file is mailed there, and what waited for it leaves.
    """
    found = open_token(token, FILE, at=at)
    if found is None:
        return None
    submission = found.submission = locked(found.submission_id)
    if found.email and found.email == submission.email != submission.proved_email:
        submission.proved_email = found.email
        submission.save()
        actor = Actor("applicant", found.email)
        record(submission, "prove_address", actor=actor, at=at, from_state=submission.state)
        _mail_what_waited(submission, at)
    return found


def _mail_what_waited(submission: Submission, at: datetime) -> None:
    document = submission.documents.filter(kind="recommendation").select_related("snapshot").order_by("version").last()
    if document and not document.deliveries.filter(recipient=submission.email).exists():
        post(submission, "recommendation", document=document, data=summary_of(document.snapshot), at=at)
