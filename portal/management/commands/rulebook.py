"""The rule book of an edition on the terminal, or as JSON."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone, translation

from portal.rulebook_text import text_of
from underwriting import GuideError, load_guide, portable, rule_book

INVALID = 2


class Command(BaseCommand):
    """Print the rule book. Exit status 2 if there is no such edition, or if it can't be used."""

    help = "Print the rule book of an edition of the guide: every rule, prerequisite, condition and question."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--lang", choices=("fr", "en"), default="fr", help="language; default: fr")
        parser.add_argument("--guide", metavar="EDITION", help="edition of the guide; default: the latest in force")
        parser.add_argument("--json", action="store_true", help="one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            guide = load_guide(options["guide"], on=timezone.localdate())
        except GuideError as error:
            for problem in error.problems:
                self.stderr.write(problem)
            sys.exit(INVALID)
        book = rule_book(guide, options["lang"])
        if options["json"]:
            self.stdout.write(json.dumps(portable(book), ensure_ascii=False, separators=(",", ":"), allow_nan=False))
            return
        with translation.override(options["lang"]):
            self.stdout.write(text_of(book), ending="")
