"""Writes a backup: the database and every document, in one file that is read again before it gets its name."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal import backup


class Command(BaseCommand):
    help = "Writes a backup of the database and the documents into a folder; exit 1 if a document could not be had."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, default=settings.BACKUP_DIR, help="default: BACKUP_DIR")
        parser.add_argument("--keep", type=int, metavar="N", help="afterwards delete all but the newest N")
        parser.add_argument(
            "--without-documents", action="store_true", help="the database alone, where the storage keeps its own"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        folder, keep = options["folder"], options["keep"]
        if keep is not None and keep < 1:
            raise CommandError("--keep takes a number from 1.")
        try:
            written = backup.write(
                folder, key=settings.BACKUP_KEY, at=timezone.now(), documents=not options["without_documents"]
            )
        except (backup.NoTool, backup.Refused, backup.Sealed, OSError) as error:
            raise CommandError(f"No backup was written: {error}") from None
        for old in backup.newest_first(folder)[keep:] if keep else ():
            old.unlink()
        self.stdout.write(f"{written.path}: {written.documents} documents, {written.path.stat().st_size} bytes.")
        if settings.BACKUP_KEY:
            how = "and read again" if written.proved else "for a key that isn't here: prove it where the key is"
            self.stdout.write(f"Encrypted, {how}.")
        else:
            self.stdout.write("Read again; not encrypted: BACKUP_KEY is not set.")
        if written.missing:
            lines = "\n".join(written.missing)
            raise CommandError(f"{len(written.missing)} documents are not in the storage as they were kept:\n{lines}")
