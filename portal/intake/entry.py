"""Mailed links: opened by a button, never by looking, so that no mail scanner uses them up."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import resolve, reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from portal.access import file_of, files_mailed_to, grant
from portal.actions import Actor, NotAllowed, find_token, open_link, send_link
from portal.actions.post import FILE
from portal.guessing import guarded
from portal.limits import wait_before
from portal.models import AccessToken
from portal.pages import too_many
from portal.renewal import to_confirm

from .opened import first_url
from .opened import opened as read
from .private import private

ASKED_FOR = "link_asked_for"
"""The session's key for the address last given to be mailed new links."""


@guarded
@private
@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: HttpRequest, token: str) -> HttpResponse:
    """What a mailed link shows: a button, and once this browser pressed it, the file itself."""
    now = timezone.now()
    if request.method == "POST":
        opened = open_link(token, at=now)
        if opened is None:
            return gone(request)
        grant(request, opened.submission, opened)
        if opened.submission.state == "draft":
            file = read(opened.submission)
            if to_confirm(opened.submission, file.guide):
                return redirect("still_true", opened.submission.pk)
            return redirect(first_url(file))
        return redirect("entry", token)
    found = find_token(token, FILE, at=now)
    if found is None:
        return gone(request)
    if _opened_here(request, found) and found.submission.state != "draft":
        return _file_page(request, found.submission_id)
    return render(request, "intake/link.html", {"submission": found.submission})


def _file_page(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """The page of the file itself, at the address of the mailed link."""
    page = resolve(reverse("file", args=[file_id]))
    return page.func(request, *page.args, **page.kwargs)


def _opened_here(request: HttpRequest, token: AccessToken) -> bool:
    """Whether the link was opened already, and this browser may see its file."""
    try:
        file_of(request, token.submission_id)
    except Http404:
        return False
    return token.last_used_at is not None


def gone(request: HttpRequest) -> HttpResponse:
    """The one page for every link that opens nothing, whatever the reason."""
    return render(request, "intake/gone.html", status=404)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def new_link(request: HttpRequest) -> HttpResponse:
    """Mail new links to every open file of an address; the answer tells nothing of which addresses have one."""
    if request.method == "POST":
        if seconds := wait_before(request, "new_link"):
            return too_many(request, seconds)
        given = request.session[ASKED_FOR] = request.POST.get("email", "").strip()
        if "@" in given:
            _mail_links(given)
        return redirect("new_link")
    email: str | None = request.session.get(ASKED_FOR)
    if email is None:
        return gone(request)
    if "@" not in email:
        return render(request, "intake/gone.html", {"email": email, "wrong": True}, status=400)
    return render(request, "intake/sent.html", {"email": email})


def _mail_links(email: str) -> None:
    actor = Actor("applicant", email)
    for submission in files_mailed_to(email):
        try:
            send_link(submission.pk, actor=actor, at=timezone.now())
        except NotAllowed:
            continue
