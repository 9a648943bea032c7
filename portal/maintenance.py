"""A closed door with a note on it: while `MAINTENANCE` is set, or the file `var/maintenance` is there.

Static files and the health probes still answer. Nothing here needs the database, or a guide: they may be what is being
worked on.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template import loader

from portal.preferences import theme_of

RETRY_SECONDS = 600
OPEN = "/sante/"


class MaintenanceMiddleware:
    """Answers 503, in both languages, with when to come back."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not under_maintenance() or request.path.startswith(OPEN):
            return self.get_response(request)
        context = {"broker": settings.BROKER, "theme": theme_of(request)}
        response = HttpResponse(loader.get_template("503.html").render(context), status=503)
        response["Retry-After"] = str(RETRY_SECONDS)
        response["Cache-Control"] = "no-store"
        return response


def under_maintenance() -> bool:
    """Looked at for each request: making or removing the file is enough."""
    return bool(settings.MAINTENANCE) or (settings.VAR / "maintenance").exists()
