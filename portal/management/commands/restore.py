"""Makes a portal what it was when a backup was written. Nothing else may run meanwhile.

The backup is read to its last byte before anything is touched; afterwards every document and every history is checked.
"""

from __future__ import annotations

import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from portal import backup
from portal.backup import database, sealing
from portal.database import migrations_to_apply
from portal.storage import Lost, fetch, put_back


class Command(BaseCommand):
    help = "Restores a backup into an empty portal. Stop the web server and the workers first."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--identity", type=Path, metavar="FILE", help="the secret key, as age-keygen writes it")
        parser.add_argument("--replace", action="store_true", help="even if this portal holds files: they are lost")

    def handle(self, *args: Any, **options: Any) -> None:
        path = options["file"]
        try:
            key = sealing.read_identity(options["identity"]) if options["identity"] else settings.BACKUP_KEY
            if backup.holds_files() and not options["replace"]:
                raise CommandError("This portal holds files already: --replace would lose them. Nothing was touched.")
            with tempfile.TemporaryDirectory(prefix=".restoring-", dir=path.parent) as place:
                found = backup.check(path, key=key, extract=Path(place))
                self._accept(found)
                name = database.FILES[connection.vendor]
                if name not in found.members:
                    raise CommandError(f"DATABASE_URL names another kind of database ({connection.vendor}).")
                backup.load(Path(place) / name)
            put = sum(put_back(where, content) for where, content in backup.documents_in(path, key=key))
        except (backup.NoTool, backup.Refused, backup.Sealed, Lost, OSError) as error:
            raise CommandError(str(error)) from None
        if migrations_to_apply():
            call_command("migrate", interactive=False, verbosity=0)
        self.stdout.write(f"The portal is as it was at {found.at}: {put} documents were put back.")
        self._prove(found)

    def _accept(self, found: backup.Archive) -> None:
        known = {".".join(key) for key in MigrationLoader(None, ignore_no_migrations=True).graph.nodes}
        if ahead := sorted(set(found.migrations) - known):
            raise CommandError(f"The backup is of a newer release, which has had {ahead[-1]}: install that one first.")

    def _prove(self, found: backup.Archive) -> None:
        """Every document as it was kept, every history unbroken; exit 1 otherwise."""
        lost = []
        for model in database.kept_models():
            for place, sha256 in model._default_manager.exclude(place="").values_list("place", "sha256").iterator():
                try:
                    fetch(place, sha256)
                except Lost as error:
                    lost.append(f"{place}: was missing already" if place in found.missing else str(error))
        for line in lost:
            self.stderr.write(line)
        call_command("verify_events", stdout=self.stdout, stderr=self.stderr)
        if lost:
            raise CommandError(f"{len(lost)} documents can't be had.")
        self.stdout.write("Every document is the one that was kept.")
