"""The one app of the portal, and what it leaves aside of the static files of others."""

from __future__ import annotations

from django.apps import AppConfig
from django.contrib.staticfiles.apps import StaticFilesConfig as DjangoStaticFilesConfig
from django.db.models.signals import post_migrate


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = "Égide"

    def ready(self) -> None:
        from . import checks, roles
        from .accounts import journal

        assert checks and journal  # what they hold registers itself

        post_migrate.connect(roles.set_up, sender=self)


class StaticFilesConfig(DjangoStaticFilesConfig):
    """Only what pages load is collected: not the letters of the documents, nor the copies inside packages."""

    ignore_patterns = [*DjangoStaticFilesConfig.ignore_patterns, "print", "django_htmx", "fonts.json", "*.map"]
