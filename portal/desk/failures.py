"""What was given up: mails, documents, and changes that no program took. Each can be tried again, or many at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from portal import actions
from portal.actions import Actor, NotAllowed
from portal.models import Delivery, Document, Submission, WebhookCall
from portal.queue_figures import calls_given_up, documents_given_up, mails_given_up

from .causes import cause
from .rights import may_act, may_administer, may_see
from .words import DOCUMENTS, MAILS, STATES, age, mark, moment, word

if TYPE_CHECKING:
    from django.contrib.admin import AdminSite
    from django_stubs_ext import StrOrPromise

MOST = 100
"""Rows of a kind shown, and tried again, at a time."""


@dataclass(frozen=True)
class Row:
    """One thing that was given up. `key` names it in the form; `to` is whom it was for."""

    key: str
    what: StrOrPromise
    to: str
    file: Submission
    since: str
    age: str
    tries: int
    cause: StrOrPromise
    error: str


@dataclass(frozen=True)
class Part:
    """What was given up of one kind: the words of its heading, its rows, how many there are in all."""

    slug: str
    title: str
    rows: list[Row]
    count: int
    may: bool


def failures(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """Show what was given up, or have it tried again."""
    if not may_see(request.user):
        raise PermissionDenied
    if request.method == "POST":
        _again(request)
        return redirect("desk:failures")
    parts = _parts(request)
    context = {
        **site.each_context(request),
        "title": gettext("En échec"),
        "parts": parts,
        "count": sum(part.count for part in parts if part.slug != "calls"),
    }
    return TemplateResponse(request, "desk/failures.html", context)


def _parts(request: HttpRequest) -> list[Part]:
    """Mails and documents; for administrators what programs did not take, too."""
    now, acts, administers = timezone.now(), may_act(request.user), may_administer(request.user)
    mails = mails_given_up().exclude(submission=None).select_related("submission")
    documents = documents_given_up().select_related("submission")
    parts = [
        _part("mails", gettext("Messages"), mails.order_by("created_at"), lambda one: _mail(one, now), acts),
        _part(
            "documents",
            gettext("Documents"),
            documents.order_by("requested_at"),
            lambda one: _document(one, now),
            acts,
        ),
    ]
    if administers:
        calls = calls_given_up().select_related("integration", "event__submission")
        title = gettext("Changements que des programmes n’ont pas pris")
        parts.append(_part("calls", title, calls.order_by("pk"), lambda one: _call(one, now), True))
    return parts


def _part(slug: str, title: str, found: Any, told: Callable[[Any], Row], may: bool) -> Part:
    rows = [told(one) for one in found[:MOST]]
    return Part(slug, title, rows, found.count() if len(rows) == MOST else len(rows), may)


def _mail(one: Delivery, now: datetime) -> Row:
    file = one.submission
    assert file is not None
    return _row("mail", one, word(MAILS, one.kind), one.recipient, file, one.created_at, now)


def _document(one: Document, now: datetime) -> Row:
    return _row("document", one, word(DOCUMENTS, one.kind), "", one.submission, one.requested_at, now)


def _call(one: WebhookCall, now: datetime) -> Row:
    what = mark(STATES, one.event.to_state).word
    return _row("call", one, what, one.integration.name, one.event.submission, one.event.at, now)


def _row(
    kind: str,
    one: Delivery | Document | WebhookCall,
    what: StrOrPromise,
    to: str,
    file: Submission,
    since: datetime,
    now: datetime,
) -> Row:
    error = one.last_error
    return Row(f"{kind}:{one.pk}", what, to, file, moment(since), age(since, now), one.tries, cause(error), error)


def _again(request: HttpRequest) -> None:
    """Try again what was chosen: one row, those ticked, or all that is shown of a kind."""
    chosen = _chosen(request)
    if not chosen:
        messages.warning(request, gettext("Cochez au moins une ligne."))
        return
    done = 0
    for key in chosen:
        try:
            _try(request, key)
        except (NotAllowed, ObjectDoesNotExist):
            messages.warning(request, gettext("Une ligne n’était plus en échec : elle est laissée telle quelle."))
        else:
            done += 1
    if done:
        said = ngettext("%(count)s ligne est remise en file.", "%(count)s lignes sont remises en file.", done)
        messages.success(request, said % {"count": done})


def _chosen(request: HttpRequest) -> Iterable[str]:
    if one := request.POST.get("one"):
        return [one]
    if kind := request.POST.get("all"):
        return [row.key for part in _parts(request) if part.slug == kind for row in part.rows]
    return request.POST.getlist("rows")[: 3 * MOST]


def _try(request: HttpRequest, key: str) -> None:
    kind, _, written = key.partition(":")
    actor, at = Actor("broker", request.user.get_username()), timezone.now()
    if not (may_administer if kind == "call" else may_act)(request.user):
        raise PermissionDenied
    try:
        if kind == "mail":
            actions.resend(UUID(written), actor=actor, at=at)
        elif kind == "document":
            actions.remake(UUID(written), actor=actor, at=at)
        elif kind == "call":
            actions.tell_again(int(written), at=at)
        else:
            raise Http404
    except ValueError as error:
        raise Http404 from error
