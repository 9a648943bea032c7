"""A PDF as an answer."""

from __future__ import annotations

from django.http import HttpResponse


def pdf_response(content: bytes, name: str, *, inline: bool = False) -> HttpResponse:
    """The bytes of a PDF under the name that its reader saves; `inline` shows it first."""
    shown = "inline" if inline else "attachment"
    headers = {"Content-Disposition": f'{shown}; filename="{name}"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
