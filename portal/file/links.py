"""An applicant closes the links that were mailed, and what they opened elsewhere."""

from __future__ import annotations

import secrets
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from portal.access import actor_of, file_of, grant
from portal.actions import close_links
from portal.intake.private import private


@private
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Close them, once it is confirmed; this browser stays in."""
    submission = file_of(request, file_id)
    if request.method == "POST":
        row = close_links(file_id, drawn=secrets.token_bytes(32), actor=actor_of(submission), at=timezone.now())
        grant(request, submission, row)
        return redirect(f"{request.path}?fait=1")
    back = reverse("readback" if submission.state == "draft" else "file", args=[file_id])
    context = {"file": submission, "done": "fait" in request.GET, "back": back}
    return render(request, "file/close_links.html", context)
