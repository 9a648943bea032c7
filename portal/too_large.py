"""A request that holds more than any form of ours: refused before it is read."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


class BodyLimit:
    """Answers 413, in the reader's language, to what is said to be too long; the server reads no further."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal() or int(length) > settings.MOST_REQUEST_BYTES:
            response = render(request, "413.html", {"megabytes": settings.MOST_REQUEST_BYTES // 1_000_000}, status=413)
            response["Connection"] = "close"
            return response
        return self.get_response(request)
