"""Loads the demo into a development database: fictional companies at each stage, and a broker's account."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal import demo
from portal.checks import DOCUMENTS
from portal.env import MAIL_FILES


class Command(BaseCommand):
    help = "Loads the demo: fictional companies and a broker. Does nothing where there is a file already."
    # Those that matter run below, once it is known that there is something to do.
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("The demo is for development: EGIDE_ENV is production, nothing was loaded.")
        if not demo.wanted():
            return
        if settings.EMAIL_BACKEND != MAIL_FILES:
            self.stdout.write("No demo is loaded: EMAIL_URL is set, and a demo must mail nobody.")
            return
        self.check(tags=[DOCUMENTS])
        count = demo.load(timezone.now())
        self.stdout.write(f"The demo is loaded: {count} files of fictional companies. Their documents are being made.")
