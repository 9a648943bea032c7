"""The applicant's data: taken along, or erased, with what has to be kept and why."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from portal import actions
from portal.access import actor_of, file_of, forget
from portal.actions import NotAllowed
from portal.actions.erase import ACCEPTED, PROOF_YEARS, PROSPECT_YEARS, goes_on
from portal.exports.theirs import their_documents, their_mails
from portal.intake.private import private
from portal.models import Submission

ERASED = "erased"
"""The session's key for the day told on the page that confirms an erasure."""


@private
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """What goes at once, what stays, why and until when; a box and a button to confirm."""
    submission, now = file_of(request, file_id), timezone.now()
    error = ""
    if request.method == "POST":
        if request.POST.get("sure") != "on":
            error = gettext("Cochez la case pour confirmer : un effacement ne se défait pas.")
        else:
            try:
                left = actions.ask_erasure(file_id, actor=actor_of(submission), at=now)
                forget(request, submission)
                request.session[ERASED] = left.erase_on.isoformat() if left and left.erase_on else ""
                return redirect("erased")
            except NotAllowed as refused:
                error = refused.words
    accepted = submission.state in ACCEPTED
    context = {
        "file": submission,
        "day": goes_on(submission, at=now),
        "asked": submission.erase_on,
        "years": PROOF_YEARS if accepted else PROSPECT_YEARS,
        "accepted": accepted,
        "error": error,
    }
    return render(request, "file/erase.html", context, status=400 if error else 200)


@private
@require_safe
def erased(request: HttpRequest) -> HttpResponse:
    """What was done."""
    return render(request, "file/erased.html", {"day": request.session.get(ERASED, "")})


@private
@require_safe
def take_along(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Everything that a file holds of its applicant, as JSON to be saved."""
    submission = file_of(request, file_id)
    response = JsonResponse(_everything(submission), json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = f'attachment; filename="{submission.reference}.json"'
    return response


def _everything(submission: Submission) -> dict[str, object]:
    documents = their_documents(submission).order_by("requested_at")
    return {
        "reference": submission.reference,
        "version": submission.version,
        "state": submission.state,
        "answers": submission.answers,
        "answers_sha256": submission.answers_sha256,
        "history": [
            {"at": event.at.isoformat(), "by": event.actor_kind, "what": event.verb, "hash": event.hash}
            for event in submission.events.order_by("number")
        ],
        "documents": [
            {"kind": found.kind, "version": found.version, "language": found.language, "sha256": found.sha256}
            for found in documents
        ],
        "proofs": [
            {"condition": proof.condition, "name": proof.name, "note": proof.note, "sha256": proof.sha256}
            for proof in submission.proofs.defer("content")
        ],
        "mails": [
            {"kind": mail.kind, "to": mail.recipient, "sent_at": mail.sent_at.isoformat() if mail.sent_at else None}
            for mail in their_mails(submission)
        ],
    }
