"""Every address of the portal."""

from __future__ import annotations

from django.urls import path
from django.views.i18n import set_language

from portal import health, pages, preferences

urlpatterns = [
    path("", pages.home, name="home"),
    path("regles/", pages.rules, name="rules"),
    path("affichage/", preferences.choose_theme, name="choose_theme"),
    path("langue/", set_language, name="set_language"),
    path("sante/live", health.live, name="live"),
    path("sante/ready", health.ready, name="ready"),
]

handler400 = "portal.pages.bad_request"
handler403 = "portal.pages.refused"
handler404 = "portal.pages.not_found"
handler500 = "portal.pages.failed"
