"""An applicant closes every mailed link to a file: one was lost, passed on, or opened where it should not have been."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from portal.models import LINK_TTL, AccessToken

from .actor import Actor, require
from .issue_token import hash_of, issue_token
from .journal import locked, record
from .post import FILE, post
from .revoke_tokens import revoke_tokens


@transaction.atomic
def close_links(submission_id: UUID, *, drawn: bytes, actor: Actor, at: datetime) -> AccessToken:
    """Revoke every link that was mailed, with what it opened in any browser, and mail a new one.

    Gives the row by which the browser that asks goes on: it may have come by the very link that is closed. Links that
    the applicant gave, to read or to answer a page, hold on: they are taken back one by one. `drawn`: 32 bytes that
    nobody can foresee; the token made of them is told to nobody.
    """
    require(actor, "applicant", to="close the links to a file")
    submission = locked(submission_id)
    closed = revoke_tokens(submission, FILE, at=at)
    token = issue_token(submission, FILE, drawn=drawn, at=at, ttl=LINK_TTL, email=submission.proved_email)
    data = {"closed": closed}
    record(submission, "close_links", actor=actor, at=at, from_state=submission.state, data=data)
    # Whoever reads the mailbox learns of it, and needs one that opens.
    post(submission, "resume", at=at)
    return AccessToken.objects.get(sha256=hash_of(token))
