"""Erases the files whose time has come, or says which they are."""

from __future__ import annotations

from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from portal.actions import Actor, Due, due_for_purge, purge_all

WHY = {"prospect": "three years after the last contact", "proof": "five years after the policy's end"}
LEANED_ON = "kept: a later version leans on it"


class Command(BaseCommand):
    help = "Erases files three years after the person's last contact, accepted ones five years after the policy's end."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="say what would go, and erase nothing")
        parser.add_argument("--report", type=Path, metavar="FILE", help="write the same lines into this file too")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        due = [*due_for_purge(at=now)]
        lines = [_line(one) for one in due]
        if options["dry_run"]:
            lines += _counted(Counter(one.why for one in due if not one.leaned_on))
            lines.append(f"{sum(not one.leaned_on for one in due)} would be erased; nothing was.")
        else:
            reports = purge_all(actor=Actor("system", "purge"), at=now)
            gone: Counter[str] = Counter()
            for report in reports:
                gone.update({why: len(references) for why, references in report.erased.items()})
            lines += [*_counted(gone), f"{gone.total()} erased, {len(reports[-1].kept)} kept."]
        for line in lines:
            self.stdout.write(line)
        if options["report"]:
            options["report"].write_text("\n".join(lines) + "\n", encoding="utf-8")


def _line(one: Due) -> str:
    return f"{one.reference}: since {one.since}, {WHY[one.why]}" + (f"; {LEANED_ON}" if one.leaned_on else "")


def _counted(gone: Counter[str]) -> list[str]:
    return [f"{WHY[why]}: {count}" for why, count in sorted(gone.items())]
