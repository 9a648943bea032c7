"""The data map: what the database holds of people, why, who sees it, how long and what erases it."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from portal.privacy_map import PAGE, markdown, written_into


class Command(BaseCommand):
    help = "Prints the data map as tables, or writes it into docs/privacy.md."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--write", action="store_true", help="bring docs/privacy.md up to date")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["write"]:
            PAGE.write_text(written_into(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
        else:
            self.stdout.write(markdown())
