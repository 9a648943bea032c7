"""The conditions of a file at the desk: what was handed in, saved to be read, and what is decided on it."""

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
from portal.conditions import conditions_of
from portal.file.conditions import as_attachment, read_conditions, told
from portal.models import CLEARED, REFUSED, Proof, Submission
from portal.uploads import NotTaken, looked_at

from . import seen
from .reading import Reading
from .rights import may_act, may_see

if TYPE_CHECKING:
    from django.contrib.admin import AdminSite


def listed(reading: Reading) -> list[dict[str, Any]]:
    """Every condition with its mark, those that wait for a broker first."""
    today = timezone.localdate()
    found = conditions_of(reading.submission, reading.language, today=today, snapshot=reading.snapshot)
    return told(sorted(found, key=lambda one: one.standing != "sent"))


def proof(request: HttpRequest, file_id: UUID, proof_id: int) -> HttpResponse:
    """The bytes of a paper, to be saved, for whoever may see the file."""
    if not may_see(request.user):
        raise PermissionDenied
    return as_attachment(Proof.objects.filter(pk=proof_id, submission=file_id).first())


def decide(request: HttpRequest, file_id: UUID, code: str, site: AdminSite) -> HttpResponse:
    """Clear a condition or refuse its proof, with the reason."""
    if not may_act(request.user):
        raise PermissionDenied
    submission = get_object_or_404(Submission, pk=file_id)
    condition = next((one for one in read_conditions(submission) if one.code == code), None)
    if condition is None:
        raise Http404
    back = f"{reverse('desk:portal_submission_change', args=[file_id])}?tab=documents"
    decision, reason = request.POST.get("decision", CLEARED), request.POST.get("reason", "")
    refused: NotAllowed | NotTaken | None = None
    if request.method == "POST":
        try:
            with actions.as_seen(file_id, seen.seen_by(request)):
                _keep(request, file_id, code, decision, reason)
        except (NotAllowed, NotTaken) as error:
            refused = error
        else:
            messages.success(request, gettext("La décision est gardée ; le demandeur la lit dans son dossier."))
            return redirect(back)
    context = {
        **site.each_context(request),
        "title": gettext("Décider d’une condition"),
        "file": submission,
        "task": told([condition])[0],
        "condition": condition,
        "choices": ((CLEARED, gettext("Lever la condition")), (REFUSED, gettext("Refuser la pièce"))),
        "back": back,
        "decision": decision,
        "reason": reason,
        "refused": refused.words if isinstance(refused, NotAllowed) else str(refused or ""),
        **seen.context(request, submission, refused),
    }
    return TemplateResponse(request, "desk/condition.html", context)


def _keep(request: HttpRequest, file_id: UUID, code: str, decision: str, reason: str) -> None:
    """The decision, and before it the paper that reached the broker by another way. Raises NotAllowed or NotTaken."""
    actor, at = Actor("broker", request.user.get_username()), timezone.now()
    if given := request.FILES.get("piece"):
        upload = looked_at(given.name or "", given.read())
        actions.hand_in_proof(file_id, code, upload=upload, note="", actor=actor, at=at)
    actions.decide_condition(file_id, code, decision, reason=reason, actor=actor, at=at)
