"""Five wrong passwords from one place, and it waits a quarter of an hour; another place doesn't."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from portal.limits import address_of


def username(request: HttpRequest | None, credentials: dict[str, Any] | None = None) -> str:
    """Under which name attempts are counted: as it was typed, whatever its case."""
    given = (credentials or {}).get("username") or (request.POST.get("login", "") if request else "")
    return str(given).strip().casefold()[:150]


def address(request: HttpRequest) -> str:
    """From where attempts are counted; this very machine where nothing is known."""
    return address_of(request) or "127.0.0.1"


def response(request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
    """What somebody who is locked out reads: 429, and for how long."""
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    answer = render(request, "account/locked.html", {"minutes": minutes}, status=429)
    answer["Retry-After"] = str(60 * minutes)
    return answer
