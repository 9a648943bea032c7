"""Erases the files whose time has come, or says which they are."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from portal.actions import Actor, due_for_purge, purge

WHY = {"prospect": "three years after the last contact", "proof": "five years after the policy's end"}


class Command(BaseCommand):
    help = "Erases files three years after the last contact, accepted ones five years after the policy's end."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="say what would go, and erase nothing")
        parser.add_argument("--report", type=Path, metavar="FILE", help="write the same lines into this file too")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        due = [*due_for_purge(at=now)]
        lines = [f"{one.reference}: since {one.since}, {WHY[one.why]}" for one in due]
        if options["dry_run"]:
            lines.append(f"{len(due)} would be erased; nothing was.")
        else:
            report = purge(actor=Actor("system", "purge"), at=now)
            lines += [f"{reference}: kept, a later version leans on it" for reference in report.kept]
            lines.append(f"{sum(len(gone) for gone in report.erased.values())} erased, {len(report.kept)} kept.")
        for line in lines:
            self.stdout.write(line)
        if options["report"]:
            options["report"].write_text("\n".join(lines) + "\n", encoding="utf-8")
