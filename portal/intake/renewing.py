"""The page of a renewal where last year's safeguards are looked at one by one: still true, or not."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from portal.access import caller_of, file_of, writer_of
from portal.actions import NotAllowed, confirm_answers
from portal.documents.ledger import ledger
from portal.renewal import is_renewal, to_confirm

from .opened import OPEN, Opened, opened, section_url
from .private import private
from .progress import anchor_of


@private
@require_http_methods(["GET", "HEAD", "POST"])
def still_true(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Every safeguard that nobody has confirmed this year, with last year's answer; those ticked are kept as true."""
    submission = file_of(request, file_id)
    if submission.state not in OPEN or not is_renewal(submission):
        return redirect("file", file_id)
    if request.method == "POST":
        ticked = request.POST.getlist("still")
        try:
            confirm_answers(file_id, ticked, actor=writer_of(request, submission), at=timezone.now())
        except NotAllowed:
            return redirect("file", file_id)
        if not to_confirm(submission, opened(submission).guide):
            return redirect("readback", file_id)
        return redirect(request.path)
    file = opened(submission)
    return render(request, "intake/still_true.html", {
        "submission": submission,
        "rows": _rows(file),
        "caller": caller_of(request, submission),
    })  # fmt: skip


def _rows(file: Opened) -> list[dict[str, Any]]:
    """The questions as they are asked, last year's answers, and where each is changed."""
    asked = to_confirm(file.submission, file.guide)
    rows = ledger(file.guide.questionnaire.sections, file.submission.answers, file.language)
    told = {row["path"]: row for row in rows}
    where = {path: step for step in file.progress.steps for path in file.guide.questionnaire.pages[step.section.code]}
    return [
        {
            "path": path,
            "label": told[path]["label"],
            "answer": told[path]["answer_text"],
            "scope": told[path]["scope"],
            "url": section_url(file.submission, where[path], anchor_of(path)) if path in where else "",
        }
        for path in asked
    ]
