"""Reads a backup to its last byte, without restoring anything."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal import backup
from portal.backup import sealing


class Command(BaseCommand):
    help = "Reads a backup to its last byte, and says what it holds; exit 1 if anything in it is not as it was written."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--identity", type=Path, metavar="FILE", help="the secret key, as age-keygen writes it")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            key = sealing.read_identity(options["identity"]) if options["identity"] else settings.BACKUP_KEY
            found = backup.check(options["file"], key=key)
        except (backup.NoTool, backup.Refused, backup.Sealed, OSError) as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"Whole: the database and {found.documents} documents, as they were at {found.at}.")
        for place in found.missing:
            self.stdout.write(f"Was missing already: {place}")
