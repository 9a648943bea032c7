"""The pages that the law, or fairness, asks for: whole texts in each language, the particulars from `BROKER_*`."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from portal.context import reader_language
from portal.retention import periods

UPDATED = date(2026, 11, 23)
"""The day these texts last changed: they say it."""

TITLES = {
    "legal": _("Mentions légales"),
    "privacy": _("Vos données"),
    "terms": _("Conditions d’utilisation"),
    "accessibility": _("Accessibilité"),
    "complaints": _("Réclamations et médiation"),
}


@require_safe
def page(request: HttpRequest, name: str) -> HttpResponse:
    """One of `TITLES`, in the reader's language: templates/law/`name`.fr.html or .en.html."""
    context = {
        "title": TITLES[name],
        "updated": UPDATED,
        "address": settings.SITE_URL,
        "periods": periods() if name == "privacy" else (),
        "session_days": settings.SESSION_COOKIE_AGE // (24 * 3600),
    }
    return render(request, f"law/{name}.{reader_language()}.html", context)
