"""Links that let somebody read documents of a file: made and taken back by its applicant, opened by whoever has one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal import actions
from portal.access import ShareNotOpened, actor_of, file_of, grant_share, share_of
from portal.actions import NotAllowed, find_token, open_share, share_token
from portal.actions.share import PARTS, SHARE
from portal.guessing import guarded
from portal.intake.private import private
from portal.models import AccessToken, Document, Submission
from portal.serving import pdf_response

from .conditions import read_conditions, told

NAMES = {
    "recommendation": gettext_lazy("La recommandation (PDF)"),
    "trust_annex": gettext_lazy("La dernière annexe de confiance (PDF)"),
    "quote": gettext_lazy("Le devis (PDF), une fois envoyé"),
    "conditions": gettext_lazy("La liste des conditions à lever"),
}


@dataclass(frozen=True)
class Shared:
    """A link that was given; `address` is empty once it holds no more."""

    row: AccessToken
    parts: tuple[Any, ...]
    address: str

    @property
    def until(self) -> date:
        """The last day on which it opens, in Paris."""
        return timezone.localdate(self.row.expires_at)

    @property
    def opened_on(self) -> date | None:
        """The day of its last opening, in Paris."""
        return timezone.localdate(self.row.last_used_at) if self.row.last_used_at else None


def shares_of(submission: Submission) -> list[Shared]:
    """The links of a file that were not taken back, the newest first."""
    now = timezone.now()
    rows = submission.access_tokens.filter(purpose=SHARE, revoked_at=None).order_by("-created_at")
    return [
        Shared(
            row,
            tuple(NAMES[part] for part in row.section.split(",")),
            settings.SITE_URL + reverse("shared_entry", args=[share_token(row)]) if row.expires_at > now else "",
        )
        for row in rows
    ]


@private
@require_http_methods(["GET", "HEAD", "POST"])
def share(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Ask for whom and for what, make the link, show it to be copied."""
    submission = file_of(request, file_id)
    if submission.state == "draft":
        return redirect("readback", file_id)
    name, chosen, error = "", list(PARTS[:1]), ""
    if request.method == "POST":
        name, chosen = request.POST.get("name", "").strip(), request.POST.getlist("part")
        try:
            row = actions.share(file_id, name, chosen, actor=actor_of(submission), at=timezone.now())
            return redirect(f"{request.path}?lien={row.pk}")
        except NotAllowed as refused:
            error = refused.words
    given = shares_of(submission)
    context = {
        "file": submission,
        "parts": [(part, NAMES[part], part in chosen) for part in PARTS],
        "name": name,
        "error": error,
        "given": given,
        "new": next((one for one in given if str(one.row.pk) == request.GET.get("lien") and one.address), None),
    }
    return render(request, "file/share.html", context, status=400 if error else 200)


@private
@require_POST
def take_back(request: HttpRequest, file_id: UUID, token_id: int) -> HttpResponse:
    """Take a link back."""
    submission = file_of(request, file_id)
    actions.take_back_share(file_id, token_id, actor=actor_of(submission), at=timezone.now())
    return redirect("share", file_id)


def shared(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page for one reader; a link that holds no more says so kindly."""

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except ShareNotOpened:
            return render(request, "file/shared_gone.html", status=404)

    return private(answer)


@guarded
@shared
@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: HttpRequest, token: str) -> HttpResponse:
    """What the link shows: a button, then the page."""
    now = timezone.now()
    if request.method == "POST":
        row = open_share(token, at=now)
        if row is None:
            raise ShareNotOpened
        grant_share(request, row)
        return redirect("shared", row.pk)
    if find_token(token, SHARE, at=now) is None:
        raise ShareNotOpened
    return render(request, "file/shared_entry.html")


@shared
@require_safe
def reading(request: HttpRequest, token_id: int) -> HttpResponse:
    """What was chosen, to be read, and nothing else."""
    row = share_of(request, token_id, at=timezone.now())
    submission, parts = row.submission, row.section.split(",")
    context = {
        "row": row,
        "file": submission,
        "until": timezone.localdate(row.expires_at),
        "documents": _documents(submission, parts),
        "lists": "conditions" in parts,
        "tasks": told(read_conditions(submission)) if "conditions" in parts else (),
    }
    return render(request, "file/shared.html", context)


def _documents(submission: Submission, parts: list[str]) -> list[Document]:
    """The last one of each kind that was chosen, once it is made; a quote once it was sent."""
    made = submission.documents.filter(kind__in=parts, made_at__isnull=False).order_by("version")
    sent = submission.quotes_sent()
    last = {found.kind: found for found in made if found.kind != "quote" or found.version in sent}
    return list(last.values())


@shared
@require_safe
def document(request: HttpRequest, token_id: int, document_id: UUID) -> HttpResponse:
    """The PDF, of those that the link gives to read."""
    row = share_of(request, token_id, at=timezone.now())
    shown = {found.pk for found in _documents(row.submission, row.section.split(","))}
    found = row.submission.documents.filter(pk=document_id).first() if document_id in shown else None
    if found is None:
        raise Http404
    return pdf_response(found.read(), found.file_name)
