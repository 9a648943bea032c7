"""The one app of the portal, and what it leaves aside of the static files of others."""

from __future__ import annotations

from django.apps import AppConfig
from django.contrib.staticfiles.apps import StaticFilesConfig as DjangoStaticFilesConfig


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = "Égide"

    def ready(self) -> None:
        from . import checks  # noqa: F401  registers them


class StaticFilesConfig(DjangoStaticFilesConfig):
    """Only what pages load is collected: not the letters of the documents, nor the copies inside packages."""

    ignore_patterns = [*DjangoStaticFilesConfig.ignore_patterns, "print", "django_htmx", "fonts.json", "*.map"]
