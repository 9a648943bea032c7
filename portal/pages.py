"""The public pages: home, rule book, and what is shown when something goes wrong."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template import loader
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.context import guide_in_force, reader_language
from portal.example import worked_example
from underwriting import rule_book


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What you get, how long it takes, what it costs, what happens to your data, and the ways in."""
    guide, language = guide_in_force(), reader_language()
    context = {"example": worked_example(guide, language), "complaint": guide.guarantees.complaint.text.to(language)}
    return render(request, "public/home.html", context)


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """The rule book of the edition in force."""
    return render(request, "public/rules.html", {"book": rule_book(guide_in_force(), reader_language())})


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
