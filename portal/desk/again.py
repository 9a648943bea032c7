"""What can be done again: a mail sent, a document made. And a document read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from portal import actions
from portal.actions import Actor, NotAllowed
from portal.models import SENT, Delivery, Document, InsurerPaper, paper_name
from portal.serving import pdf_response

from .rights import may_act, may_see
from .words import DOCUMENTS, MAILS, word

if TYPE_CHECKING:
    from django.contrib.admin import AdminSite


def document(request: HttpRequest, file_id: UUID, document_id: UUID) -> HttpResponse:
    """The bytes of a document, for whoever may see the file."""
    if not may_see(request.user):
        raise PermissionDenied
    found = get_object_or_404(Document, pk=document_id, submission=file_id)
    if not found.ready:
        raise Http404
    return pdf_response(found.read(), found.file_name, inline=True)


def insurer_paper(request: HttpRequest, file_id: UUID, paper_id: int) -> HttpResponse:
    """An insurer's document, to be saved, for whoever may see the file."""
    if not may_see(request.user):
        raise PermissionDenied
    found = get_object_or_404(InsurerPaper, pk=paper_id, submission=file_id)
    name = paper_name(found.kind, "fr", found.submission.reference)
    return pdf_response(found.read(), name)


def resend(request: HttpRequest, file_id: UUID, delivery_id: UUID, site: AdminSite) -> HttpResponse:
    """Ask, then put a mail at the head of the outbox."""
    _require(request)
    delivery = get_object_or_404(Delivery.objects.select_related("submission"), pk=delivery_id, submission=file_id)
    words = {
        "title": gettext("Envoyer à nouveau"),
        "what": word(MAILS, delivery.kind),
        "effect": gettext("Le message repart à %(to)s, sous le même numéro : reçu deux fois, ce serait le même.")
        % {"to": delivery.recipient},
        "button": gettext("Envoyer à nouveau"),
        "done": gettext("Le message est remis en tête de file."),
        "last_error": delivery.last_error,
    }
    return _again(request, delivery, actions.resend, words, site, possible=delivery.status != SENT)


def remake(request: HttpRequest, file_id: UUID, document_id: UUID, site: AdminSite) -> HttpResponse:
    """Ask, then let a worker try a document again."""
    _require(request)
    rows = Document.objects.select_related("submission")
    found = get_object_or_404(rows, pk=document_id, submission=file_id)
    words = {
        "title": gettext("Fabriquer à nouveau"),
        "what": word(DOCUMENTS, found.kind),
        "effect": gettext("Le document est refait tout de suite ; les messages qui l’attendent partent ensuite."),
        "button": gettext("Fabriquer à nouveau"),
        "done": gettext("Le document est remis en fabrication."),
        "last_error": found.last_error,
    }
    return _again(request, found, actions.remake, words, site, possible=not found.ready)


def _again(
    request: HttpRequest, row: Any, action: Any, words: dict[str, Any], site: AdminSite, *, possible: bool
) -> HttpResponse:
    back = f"{reverse('desk:portal_submission_change', args=[row.submission_id])}?tab=documents"
    actor = Actor("broker", request.user.get_username())
    if request.method == "POST":
        try:
            action(row.pk, actor=actor, at=timezone.now())
        except NotAllowed as error:
            messages.error(request, error.words)
        else:
            messages.success(request, words["done"])
        return redirect(back)
    if not possible:
        messages.warning(request, gettext("C’est déjà fait : il n’y a rien à refaire."))
        return redirect(back)
    context = {**site.each_context(request), **words, "file": row.submission, "back": back}
    return TemplateResponse(request, "desk/again.html", context)


def _require(request: HttpRequest) -> None:
    if not may_act(request.user):
        raise PermissionDenied
