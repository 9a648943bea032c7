"""Pages that only one person may see: nothing of them is kept by caches, nor told to other sites."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from portal.access import NotOpened

REFERRER = "strict-origin"
"""The host alone, never the address with its token. With "no-referrer", browsers hide the origin of forms too, and the
protection against forged ones would refuse them."""


def private(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view whose answers are stored nowhere, and whose address is in no referrer.

    A file that this browser has not opened, or no longer, gets the calm page that offers a link.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except NotOpened:
            response = render(request, "intake/not_open.html", status=404)
        response["Referrer-Policy"] = REFERRER
        return response

    return never_cache(answer)
