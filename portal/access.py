"""Who may open which file: this browser's session holds the files it began, or opened by a mailed link."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpRequest

from portal.actions import Actor
from portal.actions.entrust import PAGE
from portal.actions.share import SHARE
from portal.actions.traces import forgotten
from portal.models import AccessToken, Submission

FILES, PAGES, SHARES = "files", "pages", "shares"
CALLS = "calls"
"""The session's key for the files that a broker fills in for somebody on the telephone: whose answers they are."""


class NotOpened(Http404):
    """This browser has not opened that file, or there is none: nobody is told which."""


class PageNotOpened(Http404):
    """This browser has no link to that page of questions that still holds, or there is none."""


class ShareNotOpened(Http404):
    """This browser has no link that lets it read that file, or none that still holds."""


CLOSED = ("declined", "not_taken_up", "expired", "withdrawn")
MOST_FILES = 10


def grant(request: HttpRequest, submission: Submission, token: AccessToken | None = None) -> None:
    """Let this browser open a file: for good if it began it, else for as long as the link isn't revoked."""
    held = request.session.get(FILES, {})
    if held.get(str(submission.pk), 0) is not None or token is None:
        request.session[FILES] = held | {str(submission.pk): token.pk if token else None}


def file_of(request: HttpRequest, file_id: UUID) -> Submission:
    """The submission of this id. Raises NotOpened when this browser may not open it, as if it did not exist."""
    held = request.session.get(FILES, {})
    token_id = held.get(str(file_id), 0)
    if token_id == 0 or (token_id and not AccessToken.objects.filter(pk=token_id, revoked_at=None).exists()):
        raise NotOpened
    submission = Submission.objects.filter(pk=file_id).first()
    if submission is None:
        raise NotOpened
    return submission


def forget(request: HttpRequest, gone: Sequence[Submission]) -> None:
    """This browser opens these files no more, and remembers nothing of them."""
    held = dict(request.session.items())
    kept = forgotten(held, gone)
    for name in held.keys() - kept.keys():
        del request.session[name]
    request.session.update(kept)


def grant_page(request: HttpRequest, token: AccessToken) -> None:
    """Let this browser answer the page of questions that a link opens, for as long as the link holds."""
    request.session[PAGES] = sorted({*request.session.get(PAGES, []), token.pk})


def page_of(request: HttpRequest, token_id: int, *, at: datetime) -> AccessToken:
    """The link to a page of questions that this browser opened. Raises PageNotOpened when it holds no more."""
    held = token_id in request.session.get(PAGES, [])
    rows = AccessToken.objects.filter(pk=token_id, purpose=PAGE, revoked_at=None, expires_at__gt=at)
    found = rows.select_related("submission").first() if held else None
    if found is None:
        raise PageNotOpened
    return found


def grant_share(request: HttpRequest, token: AccessToken) -> None:
    """Let this browser read what a link gives to read, for as long as the link holds."""
    request.session[SHARES] = sorted({*request.session.get(SHARES, []), token.pk})


def share_of(request: HttpRequest, token_id: int, *, at: datetime) -> AccessToken:
    """The link by which this browser reads documents of a file. Raises ShareNotOpened when it holds no more."""
    held = token_id in request.session.get(SHARES, [])
    rows = AccessToken.objects.filter(pk=token_id, purpose=SHARE, revoked_at=None, expires_at__gt=at)
    found = rows.select_related("submission").first() if held else None
    if found is None:
        raise ShareNotOpened
    return found


def grant_call(request: HttpRequest, submission: Submission, caller: str) -> None:
    """Let a broker fill in a file for who is on the telephone, in this browser."""
    grant(request, submission)
    request.session[CALLS] = request.session.get(CALLS, {}) | {str(submission.pk): caller}


def caller_of(request: HttpRequest, submission: Submission) -> str:
    """For whom a broker fills this file in here; empty for anybody else, and once that broker has signed out."""
    caller = request.session.get(CALLS, {}).get(str(submission.pk), "")
    return caller if caller and request.user.has_perm("portal.review_submission") else ""


def writer_of(request: HttpRequest, submission: Submission) -> Actor:
    """Who gives answers in this browser: the applicant, or a broker in their name."""
    caller = caller_of(request, submission)
    return Actor("broker", request.user.get_username(), said_by=caller) if caller else actor_of(submission)


def files_of(request: HttpRequest) -> list[Submission]:
    """The files that this browser may open, the newest first."""
    held: dict[str, int | None] = request.session.get(FILES, {})
    asked = [token_id for token_id in held.values() if token_id]
    revoked = set(AccessToken.objects.filter(pk__in=asked, revoked_at__isnull=False).values_list("pk", flat=True))
    open_ids = [key for key, token_id in held.items() if token_id not in revoked]
    return list(Submission.objects.filter(pk__in=open_ids).order_by("-created_at")) if open_ids else []


def files_mailed_to(email: str) -> list[Submission]:
    """The open files whose letters go to this address, the newest first: for mailing links to it, never for showing."""
    mine = Submission.objects.filter(email__iexact=email).exclude(state__in=CLOSED)
    return list(mine.order_by("-created_at")[:MOST_FILES])


def delegate_of(token: AccessToken) -> Actor:
    """Who answers a page that was entrusted to them."""
    return Actor("delegate", token.name, token.pk)


def actor_of(submission: Submission) -> Actor:
    """The applicant of a file, by the name that the file gives them."""
    contact = submission.applicant.contact
    return Actor("applicant", contact.full_name or submission.email or "applicant")
