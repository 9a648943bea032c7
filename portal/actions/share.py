"""What a founder lets somebody read: documents of the file, by a link of its own, until it is taken back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext

from portal.models import LINK_TTL, AccessToken, Submission

from .actor import Actor, require
from .errors import NotAllowed
from .issue_token import drawn_for, found_again, hash_of, issue_token
from .journal import locked, record
from .open_token import open_token

SHARE = "share"
SALT = "egide.share"
PARTS = ("recommendation", "trust_annex", "quote", "conditions")
"""What can be shared: never the answers."""

MOST_LINKS = 20


@transaction.atomic
def share(submission_id: UUID, name: str, parts: Iterable[str], *, actor: Actor, at: datetime) -> AccessToken:
    """A link for somebody of this name to read these parts of a file that was sent."""
    require(actor, "applicant", to="share a file")
    submission, name = locked(submission_id), " ".join(name.split())
    chosen = [part for part in PARTS if part in set(parts)]
    if submission.state == "draft":
        raise NotAllowed("a draft has nothing to share yet")
    if not name or len(name) > 100 or not name.isprintable():
        raise NotAllowed("a link is for somebody by name", gettext("Écrivez pour qui est ce lien."))
    if not chosen:
        raise NotAllowed("a link opens something", gettext("Cochez ce que ce lien donne à lire."))
    if submission.access_tokens.filter(purpose=SHARE, revoked_at=None, expires_at__gt=at).count() >= MOST_LINKS:
        raise NotAllowed(
            f"{MOST_LINKS} links hold already",
            gettext("Vingt liens sont ouverts sur ce dossier : retirez-en un avant d’en créer un autre."),
        )
    section = ",".join(chosen)
    drawn = drawn_for(SALT, _said(submission.pk, section, name, at))
    token = issue_token(submission, SHARE, drawn=drawn, at=at, ttl=LINK_TTL, name=name, section=section)
    row = AccessToken.objects.get(sha256=hash_of(token))
    data = {"parts": chosen, "token": row.pk}
    record(submission, "share", actor=actor, at=at, from_state=submission.state, data=data)
    return row


def share_token(row: AccessToken) -> str:
    """The token of a link, found again so that the applicant can copy it."""
    return found_again(SALT, _said(row.submission_id, row.section, row.name, row.created_at))


def _said(submission_id: UUID, parts: str, name: str, at: datetime) -> str:
    return f"{submission_id} {parts} {name} {at.timestamp()}"


@transaction.atomic
def open_share(token: str, *, at: datetime) -> AccessToken | None:
    """The row of a link, marked as used; None when it opens nothing. Its first opening is an event."""
    found = open_token(token, SHARE, at=at)
    if found is None:
        return None
    submission: Submission = locked(found.submission_id)
    if not submission.events.filter(verb="open_share", data__token=found.pk).exists():
        actor = Actor("delegate", found.name, found.pk)
        record(submission, "open_share", actor=actor, at=at, from_state=submission.state, data={"token": found.pk})
    return found


@transaction.atomic
def take_back_share(submission_id: UUID, token_id: int, *, actor: Actor, at: datetime) -> None:
    """Revoke a link, by the applicant who gave it. One that holds no more stays as it is."""
    require(actor, "applicant", to="take a link back")
    submission = locked(submission_id)
    for row in submission.access_tokens.filter(purpose=SHARE, pk=token_id, revoked_at=None):
        row.revoked_at = at
        row.save(update_fields=["revoked_at"])
        data = {"token": row.pk}
        record(submission, "take_back_share", actor=actor, at=at, from_state=submission.state, data=data)
