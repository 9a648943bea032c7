"""Checks the chain of every file's history, and of the decisions on the guide: nothing missing, nothing changed.

Answers and assessments have to be as they were.
"""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.models import Submission, broken_decision, verify_chain


class Command(BaseCommand):
    help = "Checks the hash chain of each file's history. Exit 1 if one is broken, each on its own line."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--submission", metavar="REFERENCE", help="this file alone, as EG-1A2B3C4D")
        parser.add_argument("--json", action="store_true", help="one JSON object: checked, broken")

    def handle(self, *args: Any, **options: Any) -> None:
        files = Submission.objects.order_by("created_at")
        if options["submission"]:
            files = files.filter(reference=options["submission"])
            if not files.exists():
                raise CommandError(f"{options['submission']}: there is no such file", returncode=2)
        checked, broken = 0, []
        for submission in files.iterator(chunk_size=50):
            checked += 1
            if found := verify_chain(submission):
                broken.append({"reference": submission.reference, "event": found.number, "why": found.why})
                if not options["json"]:
                    self.stderr.write(f"{submission.reference}: event {found.number}: {found.why}")
        if not options["submission"] and (wrong := broken_decision()):
            broken.append({"reference": "guide", "event": wrong[0], "why": wrong[1]})
            if not options["json"]:
                self.stderr.write(f"guide: {wrong[1]}")
        if options["json"]:
            self.stdout.write(json.dumps({"checked": checked, "broken": broken}))
        else:
            self.stdout.write(f"Histories checked: {checked}; broken: {len(broken)}.")
        if broken:
            sys.exit(1)
