"""What a reader chooses for every page: light, dark or as the system does. Kept in a cookie, no account, no script.

The language is Django's own `set_language`, which keeps it the same way; a page of questions changes it with its
answers, so that nothing typed is lost.
"""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.views.decorators.http import require_POST

THEME_COOKIE = "theme"
SYSTEM = "system"
THEMES = (SYSTEM, "light", "dark")
A_YEAR = 365 * 24 * 3600


def theme_of(request: HttpRequest) -> str:
    """`light`, `dark`, or `system` for a reader who has chosen nothing that we know."""
    chosen = request.COOKIES.get(THEME_COOKIE)
    return chosen if chosen in THEMES else SYSTEM


@require_POST
def choose_theme(request: HttpRequest) -> HttpResponse:
    """Keep the theme for a year and return to the page that asked; an unknown one changes nothing."""
    response = HttpResponseRedirect(_way_back(request))
    chosen = request.POST.get("theme")
    if chosen == SYSTEM:
        response.delete_cookie(THEME_COOKIE, samesite="Lax")
    elif chosen in THEMES:
        response.set_cookie(
            THEME_COOKIE, chosen, max_age=A_YEAR, samesite="Lax", httponly=True, secure=settings.SESSION_COOKIE_SECURE
        )
    return response


def speak(response: HttpResponse, code: str) -> HttpResponse:
    """The response, with the language of the pages to come; an unknown one changes nothing."""
    if check_for_language(code):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, code, max_age=settings.LANGUAGE_COOKIE_AGE,
            samesite="Lax", httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
            secure=settings.LANGUAGE_COOKIE_SECURE,
        )  # fmt: skip
    return response


def _way_back(request: HttpRequest) -> str:
    """The page named by the form, when it is one of ours."""
    asked = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return asked if ours else reverse("home")
