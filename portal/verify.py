"""The pages that say whether a document is genuine: by its code, its file or its SHA-256."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from portal.desk.words import DOCUMENTS
from portal.intake.private import private
from portal.limits import wait_before
from portal.models import Document
from portal.models.document import read_code, spelled
from portal.pages import too_many
from portal.uploads import MOST_BYTES
from portal.verification import document_by, standing_of, verdict_on, verdict_on_digest


@private
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Where a code is typed."""
    typed, error = request.POST.get("code", ""), ""
    if request.method == "POST":
        code = read_code(typed)
        if code:
            return redirect("verify_code", code[:40])
        error = gettext("Écrivez le code imprimé sur le document : dix lettres et chiffres.")
    return render(request, "public/verify.html", {"error": error}, status=400 if error else 200)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """What became of the document with this code; posted with a file or its SHA-256, whether that is the document."""
    if seconds := wait_before(request, "verify"):
        return too_many(request, seconds)
    document = document_by(code)
    if document is None:
        return render(request, "public/verify.html", {"typed": code, "unknown": True}, status=404)
    context = _told(document)
    if request.method == "POST":
        context |= _compared(request, document)
    return render(request, "public/verify.html", context, status=400 if context.get("error") else 200)


def _told(document: Document) -> dict[str, Any]:
    return {
        "document": document,
        "code": spelled(document.code),
        "kind": DOCUMENTS[document.kind],
        "standing": standing_of(document, on=timezone.localdate()),
    }


def _compared(request: HttpRequest, document: Document) -> dict[str, Any]:
    file, typed = request.FILES.get("file"), request.POST.get("sha256", "").strip()
    if file is not None:
        if file.size is None or file.size > MOST_BYTES:
            return {"error": gettext("Ce fichier dépasse dix mégaoctets : ce n’est pas un de nos documents.")}
        return {"verdict": verdict_on(document, file.read())}
    if typed:
        found = verdict_on_digest(document, typed)
        wrong = gettext("Une empreinte SHA-256 a 64 chiffres et lettres de a à f.")
        return {"verdict": found} if found else {"error": wrong, "typed_sha256": typed}
    return {"error": gettext("Choisissez le fichier PDF, ou collez son empreinte.")}
