"""What another edition of the guide would change: every reference company and stored file, under both editions."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand
from django.db import Error as DatabaseError
from django.utils import timezone

from portal import replayed
from portal.management import arguments
from portal.models import Submission
from portal.replaying import REFERENCES, Replayed, Source, kept_change, reference, stored
from portal.replaying import replayed as replay_one
from portal.typography import day
from underwriting import (
    Guide,
    GuideError,
    Language,
    editions,
    load_guide,
    portable,
)

SAME, DIFFERENT, FAILED = 0, 1, 2
BAR = 30
WORDS: dict[Language, dict[str, str]] = {
    "fr": {
        "reference": "entreprise de référence",
        "submission": "dossier",
        "about": "Du guide {before} au guide {after}, au {day}. "
        "Entreprises de référence : {references}. Dossiers : {submissions}.",
        "differ": "Changent : {count}. Nombre touché, par nature :",
        "same": "Rien ne change.",
        "unread": "Illisibles, nommés sur la sortie d’erreur : {count}.",
    },
    "en": {
        "reference": "reference company",
        "submission": "file",
        "about": "From guide {before} to guide {after}, on {day}. "
        "Reference companies: {references}. Files: {submissions}.",
        "differ": "Changed: {count}. How many are touched, by kind:",
        "same": "Nothing changes.",
        "unread": "Unreadable, named on standard error: {count}.",
    },
}


class Command(BaseCommand):
    """Replay files under two editions. Exit status 0: nothing changes; 1: something does; 2: it could not be done."""

    help = "Assess every reference company and stored file under two editions of the guide, and print what changes."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "files", nargs="*", metavar="FILE", type=Path, help="further applicant files, .toml or .json"
        )
        parser.add_argument("--from", dest="before", metavar="EDITION", required=True, help="edition compared with")
        parser.add_argument("--to", dest="after", metavar="EDITION", required=True, help="edition looked at")
        parser.add_argument(
            "--guides",
            type=Path,
            metavar="FOLDER",
            help="folder of further editions; one of the same name as ours stands in its place for --to only",
        )
        parser.add_argument(
            "--on", type=arguments.day, metavar="YYYY-MM-DD", help="day of the assessments; default: today"
        )
        parser.add_argument("--references-only", action="store_true", help="leave the database alone")
        parser.add_argument("--lang", choices=("fr", "en"), default="fr", help="language; default: fr")
        parser.add_argument("--json", action="store_true", help="one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        language: Language = options["lang"]
        before, after = self._guides(options["before"], options["after"], options["guides"])
        on = options["on"] or timezone.localdate()
        try:
            done = self._replay(options["files"], not options["references_only"], before, after, on)
        except DatabaseError as error:
            reason = str(error).splitlines()[0] if str(error) else type(error).__name__
            self._fail(f"database: {reason}: migrate it, or give --references-only")
        if options["json"]:
            self.stdout.write(_json(before, after, on, done))
        else:
            self._tell(before, after, on, done, language)
        for file in done:
            for problem in file.problems:
                self.stderr.write(f"{file.reference}: {problem}")
        if any(file.problems for file in done):
            sys.exit(FAILED)
        if any(file.changes for file in done):
            sys.exit(DIFFERENT)

    def _guides(self, before: str, after: str, folder: Path | None) -> tuple[Guide, Guide]:
        """Both editions, or every problem of both. A draft of the same name stands against the one that ships."""
        if folder is not None and not folder.is_dir():
            self._fail(f"--guides: {folder}: not a folder: a folder that holds one folder for each edition")
        ours, theirs = set(editions()), set(editions(folder)) if folder else set()
        found: list[Guide] = []
        problems: list[str] = []
        for flag, edition, outside in (("--from", before, before not in ours), ("--to", after, after in theirs)):
            if edition not in ours | theirs:
                known = ", ".join(sorted(ours | theirs))
                problems.append(f"{flag}: edition {edition}: there is no such edition: one of {known}")
                continue
            try:
                found.append(load_guide(edition, root=folder) if outside and folder else load_guide(edition))
            except GuideError as error:
                problems += [f"{edition}/{problem}" for problem in error.problems]
        if problems:
            self._fail(*problems)
        return found[0], found[1]

    def _tell(self, before: Guide, after: Guide, on: date, done: Sequence[Replayed], language: Language) -> None:
        words, names = WORDS[language], replayed.Names(before, after, language)
        for file in done:
            if file.changes:
                self.stdout.write(f"{file.reference} ({words[file.kind]})")
                for line in replayed.table(file.changes, names):
                    self.stdout.write(line)
                self.stdout.write("")
        kinds = Counter(file.kind for file in done)
        about = words["about"].format(
            before=_called(before), after=_called(after), day=day(on, language),
            references=kinds["reference"], submissions=kinds["submission"],
        )  # fmt: skip
        self.stdout.write(about)
        self.stdout.write(words["differ" if _differ(done) else "same"].format(count=_differ(done)))
        for line in replayed.summary((file.changes for file in done), language):
            self.stdout.write(line)
        if unread := sum(bool(file.problems) for file in done):
            self.stdout.write(words["unread"].format(count=unread))

    def _replay(
        self, files: Sequence[Path], with_stored: bool, before: Guide, after: Guide, on: date
    ) -> list[Replayed]:
        references = [*sorted(REFERENCES.glob("*.toml")), *files]
        total = len(references) + (Submission.objects.count() if with_stored else 0)
        done: list[Replayed] = []
        for source in chain(map(reference, references), _stored() if with_stored else ()):
            self._progress(len(done), total)
            done.append(replay_one(source, before, after, on))
        self._progress(total, total)
        return done

    def _progress(self, done: int, total: int) -> None:
        """A bar on a terminal, drawn over itself and wiped at the end; nothing in a file or a pipe."""
        if not sys.stderr.isatty():
            return
        full = BAR * done // max(total, 1)
        bar = f"[{'#' * full}{'.' * (BAR - full)}] {done}/{total}"
        sys.stderr.write(f"\r{bar}" if done < total else f"\r{' ' * len(bar)}\r")
        sys.stderr.flush()

    def _fail(self, *lines: str) -> NoReturn:
        for line in lines:
            self.stderr.write(line)
        sys.exit(FAILED)


def _stored() -> Iterator[Source]:
    """Every stored file, the oldest first."""
    return map(stored, Submission.objects.order_by("created_at", "reference").iterator())


def _json(before: Guide, after: Guide, on: date, done: Sequence[Replayed]) -> str:
    """Every file with its changes. Amounts as the contract writes them, `share` as a number: 0.1 is 10 % more."""
    files = [
        {
            "kind": file.kind,
            "reference": file.reference,
            "changes": [kept_change(change) for change in file.changes],
            "problems": file.problems,
        }
        for file in done
    ]
    said = {"from": before.ref, "to": after.ref, "assessed_on": on, "differ": _differ(done), "files": files}
    return json.dumps(portable(said), ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _called(guide: Guide) -> str:
    """An edition and the beginning of its hash: a draft keeps its name while it changes."""
    return f"{guide.edition} ({guide.sha256[:8]})"


def _differ(done: Sequence[Replayed]) -> int:
    return sum(bool(file.changes) for file in done)
