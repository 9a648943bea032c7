"""How long somebody of the house stays signed in: not over a day's work, nor over an hour away from the desk."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext

SINCE, SEEN = "staff_since", "staff_seen"
NOTED_EVERY = 60
"""Seconds between two signs of life that are written down."""


class StaffSessions:
    """Signs out whoever has been signed in, or away, for too long; applicants' sessions are none of its business."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if SINCE in request.session and request.user.is_authenticated:
            now = timezone.now().timestamp()
            away = now - request.session.get(SEEN, 0)
            if now - request.session[SINCE] > settings.STAFF_SESSION_AGE or away > settings.STAFF_SESSION_IDLE:
                logout(request)
                messages.info(request, gettext("Votre session a pris fin : connectez-vous à nouveau."))
            elif away > NOTED_EVERY:
                request.session[SEEN] = int(now)
        return self.get_response(request)


def begin(request: HttpRequest, user: Any) -> None:
    """From now on the session of this person of the house counts its time."""
    if user.is_staff:
        request.session[SINCE] = request.session[SEEN] = int(timezone.now().timestamp())
