"""The public pages: home, rule book, and what is shown when something goes wrong."""

from __future__ import annotations

from datetime import UTC, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template import loader
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.context import guide_in_force, reader_language
from portal.documents import sample as samples
from portal.example import worked_example
from underwriting import rule_book


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What you get, how long it takes, what it costs, what happens to your data, and the ways in."""
    return render(request, "public/home.html", {"example": worked_example(guide_in_force(), reader_language())})


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """The rule book of the edition in force."""
    return render(request, "public/rules.html", {"book": rule_book(guide_in_force(), reader_language())})


@require_safe
def sample(request: HttpRequest) -> HttpResponse:
    """The sample recommendation in the reader's language; a page that says so while a worker makes it."""
    language = reader_language()
    place = samples.place_of(language)
    try:
        content = place.read_bytes()
    except FileNotFoundError:
        waiting = render(request, "public/sample_waiting.html", status=202)
        waiting["Retry-After"] = "15"
        patch_cache_control(waiting, no_store=True)
        return waiting
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{samples.NAMES[language]}"'
    response["Content-Language"] = language
    response["ETag"] = f'"{place.stem}"'
    # Asked about again each time, for the language may have changed: the answer is a 304 of a few bytes.
    patch_cache_control(response, no_cache=True, private=True)
    patch_vary_headers(response, ["Cookie", "Accept-Language"])
    return get_conditional_response(request, etag=response["ETag"], response=response) or response


OPEN_TO_ROBOTS = ("home", "rules", "sample", "legal", "privacy", "terms", "accessibility", "complaints")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Search engines may read what is the same for everybody, and nothing else."""
    paths = [reverse(name) for name in OPEN_TO_ROBOTS] + ["/incident/", "/static/"]
    lines = ["User-agent: *", *(f"Allow: {path}{'$' if path == '/' else ''}" for path in paths), "Disallow: /"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


SECURITY_LASTS = timedelta(days=180)


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Where to tell of a weakness (RFC 9116)."""
    until = (timezone.now() + SECURITY_LASTS).astimezone(UTC).replace(microsecond=0)
    lines = [
        f"Contact: mailto:{settings.BROKER['email']}",
        f"Expires: {until.isoformat()}",
        "Preferred-Languages: fr, en",
        f"Canonical: {settings.SITE_URL}{reverse('security')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def too_many(request: HttpRequest, seconds: int) -> HttpResponse:
    """For a sender who has asked too often: 429, and when to come back."""
    response = render(request, "429.html", {"minutes": -(-seconds // 60)}, status=429)
    response["Retry-After"] = str(seconds)
    return response


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """For a form that can't be shown to come from our own page, most often because it was left open too long."""
    return render(request, "403_csrf.html", {"back": _back(request)}, status=403)


def _back(request: HttpRequest) -> str:
    """The page on which the form stood, as well as can be told: what it says, where it came from, where it went."""
    came = urlsplit(request.META.get("HTTP_REFERER", ""))
    from_here = came.path if came.netloc == request.get_host() and came.path != "/" else ""
    posted_to = request.path.removesuffix("enregistrer/")
    if posted_to in (reverse("choose_theme"), reverse("set_language")):
        posted_to = reverse("home")
    for place in (request.POST.get("next", ""), from_here, posted_to):
        if url_has_allowed_host_and_scheme(place, allowed_hosts=None, require_https=request.is_secure()):
            return place
    return reverse("home")


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "400.html", status=400)


def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=404)


@never_cache
def failed(request: HttpRequest) -> HttpResponse:
    """In both languages and without any context: what failed may be what would have made it."""
    return HttpResponseServerError(loader.get_template("500.html").render())
