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
from portal.actions.erase import goes_at_once, goes_on, told_to_insurers
from portal.exports.own_data import own_data
from portal.intake.private import private
from portal.retention import PROOF_YEARS

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
            gone = goes_at_once(submission) or [submission]
            try:
                left = actions.ask_erasure(file_id, actor=actor_of(submission), at=now)
                forget(request, gone)
                request.session[ERASED] = left.erase_on.isoformat() if left and left.erase_on else ""
                return redirect("erased")
            except NotAllowed as refused:
                error = refused.words
    context = {
        "file": submission,
        "day": goes_on(submission, at=now),
        "asked": submission.erase_on,
        "years": PROOF_YEARS,
        "insurers": told_to_insurers(submission),
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
    response = JsonResponse(own_data(submission), json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = f'attachment; filename="{submission.reference}.json"'
    return response
