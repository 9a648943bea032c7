"""A page of questions is entrusted to somebody who knows, by a link of its own."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext

from portal import guides
from portal.models import DELEGATE_TTL, AccessToken, Submission

from .actor import Actor, require
from .errors import NotAllowed
from .issue_token import drawn_for, found_again, hash_of, issue_token
from .journal import locked, record
from .open_token import open_token

PAGE = "delegate"
"""The purpose of these tokens."""

SALT = "egide.page"

OPEN = ("draft", "information_requested")
MOST_LINKS = 20


@transaction.atomic
def entrust(submission_id: UUID, section: str, name: str, *, actor: Actor, at: datetime) -> AccessToken:
    """A link to one page of questions, by its section's code, for somebody of this name."""
    require(actor, "applicant", to="entrust a page")
    submission, name = locked(submission_id), " ".join(name.split())
    if submission.state not in OPEN:
        raise NotAllowed(f"pages are entrusted while questions are open: this submission is {submission.state}")
    if not name or section not in guides.in_force(timezone.localdate(at)).questionnaire.pages:
        raise NotAllowed(f"a page is entrusted to somebody by name, and it exists: {section!r}, {name!r}")
    if live_pages(submission, at=at).count() >= MOST_LINKS:
        raise NotAllowed(
            f"{MOST_LINKS} links hold already",
            gettext("Vingt liens sont ouverts sur ce dossier : retirez-en un avant d’en créer un autre."),
        )
    drawn = drawn_for(SALT, _said(submission.pk, section, name, at))
    token = issue_token(submission, PAGE, drawn=drawn, at=at, ttl=DELEGATE_TTL, name=name, section=section)
    row = AccessToken.objects.get(sha256=hash_of(token))
    record(
        submission,
        "entrust",
        actor=actor,
        at=at,
        from_state=submission.state,
        data={"section": section, "token": row.pk},
    )
    return row


def page_token(row: AccessToken) -> str:
    """The token of a page's link, found again so that the applicant can copy it: it is kept nowhere."""
    return found_again(SALT, _said(row.submission_id, row.section, row.name, row.created_at))


def _said(submission_id: UUID, section: str, name: str, at: datetime) -> str:
    return f"{submission_id} {section} {name} {at.timestamp()}"


def live_pages(submission: Submission, *, at: datetime) -> QuerySet[AccessToken]:
    """The links to pages of a file that open something."""
    return submission.access_tokens.filter(purpose=PAGE, revoked_at=None, expires_at__gt=at)


@transaction.atomic
def open_page(token: str, *, at: datetime) -> AccessToken | None:
    """The row of a page's link, marked as used; None when it opens nothing. Its first opening is an event."""
    found = open_token(token, PAGE, at=at)
    if found is None:
        return None
    submission = locked(found.submission_id)
    if not submission.events.filter(verb="open_page", data__token=found.pk).exists():
        data = {"section": found.section, "token": found.pk}
        actor = Actor("delegate", found.name, found.pk)
        record(submission, "open_page", actor=actor, at=at, from_state=submission.state, data=data)
    return found


@transaction.atomic
def take_back_page(submission_id: UUID, token_id: int, *, actor: Actor, at: datetime) -> None:
    """Revoke a page's link, by the applicant who gave it. One that holds no more stays as it is."""
    require(actor, "applicant", to="take a page back")
    submission = locked(submission_id)
    found = live_pages(submission, at=at).filter(pk=token_id)
    for row in found:
        row.revoked_at = at
        row.save(update_fields=["revoked_at"])
        data = {"section": row.section, "token": row.pk}
        record(submission, "take_back_page", actor=actor, at=at, from_state=submission.state, data=data)


def check_entrusted(submission: Submission, actor: Actor, paths: Iterable[str], *, at: datetime) -> None:
    """Refuse a delegate whose link holds no more, or who answers anything but its page."""
    row = live_pages(submission, at=at).filter(pk=actor.token or 0).first()
    if row is None:
        raise NotAllowed("the link to this page holds no more", gettext("Ce lien n’ouvre plus rien."))
    guide = guides.in_force(timezone.localdate(at))
    page = guide.questionnaire.pages[row.section]
    # What follows from an answer of the page is given with it.
    may = {*page, *(path for path, question in guide.questions.items() if question.follows in page)}
    for path in paths:
        if path not in may:
            raise NotAllowed(f"{path} is not on the page that was entrusted, {row.section}")
