"""The conditions on the page of a file: what to hand in, what was, and what its broker decided."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from portal import actions
from portal.access import actor_of, file_of
from portal.actions import NotAllowed
from portal.actions.conditions import CLOSED
from portal.conditions import Condition, conditions_of
from portal.context import reader_language
from portal.intake.private import private
from portal.models import Proof, Submission
from portal.uploads import NotTaken, looked_at

MARKS = {"to_do": "na", "sent": "partly", "cleared": "yes", "refused": "no", "lapsed": "unknown"}
STANDINGS = {
    "to_do": gettext_lazy("à faire"),
    "sent": gettext_lazy("pièce envoyée"),
    "cleared": gettext_lazy("levée"),
    "refused": gettext_lazy("pièce refusée"),
    "lapsed": gettext_lazy("échéance passée"),
}
BROKERS_OWN = ("asset_freeze_check",)
"""Conditions that a broker meets alone: nothing is asked of the applicant."""
ANSWER = "answer_"
"""How the codes of questions that were left open begin."""
LONGEST_NOTE = 500


def read_conditions(submission: Submission) -> list[Condition]:
    """The conditions of a file as its reader sees them today."""
    return conditions_of(submission, reader_language(), today=timezone.localdate())


def told(found: list[Condition]) -> list[dict[str, Any]]:
    """Each with its mark and its word."""
    return [
        {"condition": one, "mark": "na", "word": gettext_lazy("au courtier"), "brokers": True}
        if one.code in BROKERS_OWN and one.standing in ("to_do", "lapsed")
        else {"condition": one, "mark": MARKS[one.standing], "word": STANDINGS[one.standing], "brokers": False}
        for one in found
    ]


def tasks(submission: Submission) -> dict[str, Any]:
    """What the file's page shows of them: those still open apart from those cleared."""
    found = read_conditions(submission)
    still_open = [one for one in found if one.standing != "cleared"]
    asked = [one for one in still_open if one.code.startswith(ANSWER)]
    return {
        "tasks": told([one for one in still_open if one not in asked]),
        "to_answer": [task | {"question": _question(task["condition"].text)} for task in told(asked)],
        "cleared": told([one for one in found if one.standing == "cleared"]),
        "hands_in": submission.state not in CLOSED,
    }


@private
@require_http_methods(["GET", "HEAD", "POST"])
def prove(request: HttpRequest, file_id: UUID, code: str) -> HttpResponse:
    """One condition: what it asks, what was handed in, and a form to hand something in."""
    submission = file_of(request, file_id)
    condition = next((one for one in read_conditions(submission) if one.code == code), None)
    if condition is None:
        raise Http404
    error, note = "", ""
    if request.method == "POST":
        note = request.POST.get("note", "").strip()
        error = _hand_in(request, submission, code, note)
        if not error:
            return redirect(f"{reverse('prove', args=[file_id, code])}?recu=1")
    context = {
        "file": submission,
        "task": told([condition])[0],
        "condition": condition,
        "open": condition.standing != "cleared" and submission.state not in CLOSED,
        "received": request.GET.get("recu") == "1",
        "error": error,
        "note": note,
    }
    return render(request, "file/prove.html", context, status=400 if error else 200)


def _hand_in(request: HttpRequest, submission: Submission, code: str, note: str) -> str:
    """Keep what was posted; what is wrong with it, or nothing."""
    if len(note) > LONGEST_NOTE:
        return gettext("Cinq cents lettres au plus pour le mot.")
    given = request.FILES.get("proof")
    try:
        upload = looked_at(given.name or "", given.read()) if given else None
        actor = actor_of(submission)
        actions.hand_in_proof(submission.pk, code, upload=upload, note=note, actor=actor, at=timezone.now())
    except NotTaken as refused:
        return str(refused)
    except NotAllowed as refused:
        return refused.words
    return ""


@private
@require_safe
def proof(request: HttpRequest, file_id: UUID, proof_id: int) -> HttpResponse:
    """A paper that was handed in, to be saved."""
    return as_attachment(file_of(request, file_id).proofs.filter(pk=proof_id).first())


def as_attachment(found: Proof | None) -> HttpResponse:
    """The bytes of a proof: never shown in a page, so that nothing in them can act there."""
    if found is None or not found.sha256:
        raise Http404
    name = found.name.encode("ascii", "replace").decode().replace("?", "_")
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "X-Content-Type-Options": "nosniff",
        # Should a browser show it all the same: as if from nowhere, and without a script.
        "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
        "Cache-Control": "no-store, private",
    }
    return HttpResponse(found.read(), content_type="application/octet-stream", headers=headers)


def _question(text: str) -> str:
    """The question that a condition quotes; its whole words where it quotes none."""
    quoted = re.search(r"[«“]\s*(.+?)\s*[»”]$", text)
    return quoted[1] if quoted else text
