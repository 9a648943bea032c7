"""Every mail of the portal, to be looked at while its words are written: on a developer's machine only."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from csp.decorators import csp_replace
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.context import LANGUAGE_NAMES
from portal.delivery.samples import SAMPLES, sample
from portal.desk.words import MAILS

View = Callable[..., HttpResponseBase]


def for_development(view: View) -> View:
    """No page at all where real people are served."""

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if settings.PRODUCTION:
            raise Http404
        return view(request, *args, **kwargs)

    return answer


@for_development
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """The mails by kind, each in both languages and both parts."""
    rows = [(kind, MAILS[kind], [(code, sample(kind, code).subject) for code in LANGUAGE_NAMES]) for kind in SAMPLES]
    return render(request, "public/mails.html", {"rows": rows})


@for_development
@require_safe
@csp_replace({"style-src": ["'unsafe-inline'"]})  # type: ignore[arg-type]
def shown(request: HttpRequest, kind: str, language: str, part: str) -> HttpResponse:
    """One part of a mail as its reader's program gets it. Mail programs read styles where they stand."""
    if kind not in SAMPLES or language not in LANGUAGE_NAMES:
        raise Http404
    letter = sample(kind, language)
    if part == "txt":
        return HttpResponse(str(letter.body), content_type="text/plain; charset=utf-8")
    return HttpResponse(str(letter.alternatives[0][0]))
