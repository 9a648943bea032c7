"""Addresses that are keys: whoever tries one after another in vain has to wait, and a link that opens never waits."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse

from portal.limits import wait_before
from portal.pages import too_many

NOTHING = (404, 410)


def guarded(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page whose address holds a token: those that open nothing are counted against their sender."""

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if response.status_code in NOTHING and (seconds := wait_before(request, "unknown_link")):
            return too_many(request, seconds)
        return response

    return answer
