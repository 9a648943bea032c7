"""The main job without a browser or a database: applicant files in, assessments and a recommendation out."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from portal.management import arguments
from portal.summary import summarise
from underwriting import (
    Applicant,
    Guide,
    GuideError,
    InvalidApplicant,
    Problem,
    assess,
    for_prospect,
    load_guide,
    portable,
    read_bytes,
)

INVALID = 2


class Command(BaseCommand):
    """Assess applicant files. Exit status 2 if one of them, or a flag, is not valid."""

    help = "Assess applicant files (TOML or JSON): a readable summary, JSON lines, or the recommendation as a PDF."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", type=Path, help="applicant file, .toml or .json")
        parser.add_argument("--json", action="store_true", help="one assessment a line, in the order given")
        parser.add_argument("--lang", choices=("fr", "en"), help="language; default: the applicant's, else French")
        parser.add_argument("--guide", metavar="EDITION", help="edition of the guide; default: the latest in force")
        parser.add_argument(
            "--on", type=arguments.day, metavar="YYYY-MM-DD", help="day of the assessment; default: today"
        )
        parser.add_argument("--audience", choices=("broker", "prospect"), default="broker")
        parser.add_argument("--pdf", type=Path, metavar="OUT.pdf", help="write the recommendation (one file)")

    def handle(self, *args: Any, **options: Any) -> None:
        files, on = options["files"], options["on"] or timezone.localdate()
        if options["pdf"] and len(files) > 1:
            self._refuse(f"--pdf: {len(files)} files given: give one file with --pdf")
        try:
            guide = load_guide(options["guide"], on=on)
        except GuideError as error:
            self._refuse(*error.problems)
        valid = True
        for file in files:
            applicant = self._read(file, options["lang"] or "en")
            if applicant is None:
                valid = False
                continue
            self._write(applicant, guide, on, options)
        if not valid:
            sys.exit(INVALID)

    def _read(self, file: Path, language: Any) -> Applicant | None:
        """The applicant of a file, or None once each of its problems stands on a line of stderr."""
        try:
            return read_bytes(file.read_bytes(), file.name, language)
        except OSError as error:
            problems: tuple[Problem, ...] = (Problem("", error.strerror or str(error), "the path of a readable file"),)
        except InvalidApplicant as error:
            problems = error.problems
        for problem in problems:
            self.stderr.write(f"{file}: {problem}")
        return None

    def _write(self, applicant: Applicant, guide: Guide, on: date, options: dict[str, Any]) -> None:
        assessment = assess(applicant, guide, on=on, language=options["lang"], fixes=True)
        shown = for_prospect(assessment) if options["audience"] == "prospect" else assessment
        if options["json"]:
            self.stdout.write(json.dumps(portable(shown), ensure_ascii=False, separators=(",", ":"), allow_nan=False))
        elif not options["pdf"]:
            self.stdout.write(summarise(shown, applicant))
        if options["pdf"]:
            # WeasyPrint needs Pango: only this flag asks for it.
            from portal.documents import recommendation_of

            self._save(options["pdf"], recommendation_of(applicant, assessment, guide))

    def _save(self, target: Path, content: bytes) -> None:
        try:
            target.write_bytes(content)
        except OSError as error:
            self._refuse(f"{target}: {error.strerror}: a path that can be written")
        self.stderr.write(f"{target}: {len(content):,} bytes")

    def _refuse(self, *lines: str) -> None:
        for line in lines:
            self.stderr.write(line)
        sys.exit(INVALID)
