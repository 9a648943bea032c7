"""The page where an applicant chooses what a client reads in the trust annex."""

from __future__ import annotations

from itertools import groupby
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from portal import actions
from portal.access import actor_of, file_of
from portal.actions import NotAllowed
from portal.context import reader_language
from portal.documents.trust_annex import MOST_LINES
from portal.intake.private import private


@private
@require_http_methods(["GET", "HEAD", "POST"])
def annex(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """The lines with their answers, those that are wholly in place ticked; then the annex is made."""
    submission = file_of(request, file_id)
    rows = actions.lines_to_show(submission, reader_language())
    if not rows:
        return redirect("file", file_id)
    chosen, error = [str(row["path"]) for row in rows if not row["nuanced"]][:MOST_LINES], ""
    if request.method == "POST":
        chosen = request.POST.getlist("line")
        try:
            actions.prepare_annex(file_id, chosen, actor=actor_of(submission), at=timezone.now())
            return redirect(reverse("file", args=[file_id]) + "#h-documents")
        except NotAllowed as refused:
            error = refused.words
    context = {"file": submission, "groups": _grouped(rows, chosen), "error": error, "most": MOST_LINES}
    return render(request, "file/annex.html", context, status=400 if error else 200)


def _grouped(rows: list[dict[str, Any]], chosen: list[str]) -> list[dict[str, Any]]:
    return [
        {"title": title, "rows": [row | {"chosen": row["path"] in chosen} for row in members]}
        for title, members in groupby(rows, key=lambda row: row["section"])
    ]
