"""Erases the files whose time has come, or says which they are."""

from __future__ import annotations

from argparse import ArgumentParser
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

from django.contrib.sessions.models import Session
from django.core.management.base import BaseCommand
from django.utils import timezone

from portal.actions import (
    Actor,
    Due,
    due_for_purge,
    forget_expired,
    forget_traces,
    old_attempts,
    old_jobs,
    old_mails,
    old_registers,
    purge_all,
)
from portal.retention import YEARS

SINCE = {"draft": "years after the last contact, never sent", "prospect": "years after the last contact",
         "proof": "years after the policy's end"}  # fmt: skip
LEANED_ON = "kept: a later version leans on it"


class Command(BaseCommand):
    help = "Erases the files, and the traces outside of files, whose time has come."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="say what would go, and erase nothing")
        parser.add_argument("--report", type=Path, metavar="FILE", help="write the same lines into this file too")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        due = [*due_for_purge(at=now)]
        lines = [_line(one) for one in due]
        if options["dry_run"]:
            lines += _counted(Counter(one.why for one in due if not one.leaned_on))
            lines += _traces(now)
            lines.append(f"{sum(not one.leaned_on for one in due)} would be erased; nothing was.")
        else:
            traces = _traces(now)
            forget_expired(at=now)
            forget_traces(at=now)
            reports = purge_all(actor=Actor("system", "purge"), at=now)
            gone: Counter[str] = Counter()
            for report in reports:
                gone.update({why: len(references) for why, references in report.erased.items()})
            lines += [*_counted(gone), *traces, f"{gone.total()} erased, {len(reports[-1].kept)} kept."]
        for line in lines:
            self.stdout.write(line)
        if options["report"]:
            options["report"].write_text("\n".join(lines) + "\n", encoding="utf-8")


def _line(one: Due) -> str:
    return f"{one.reference}: since {one.since}, {_why(one.why)}" + (f"; {LEANED_ON}" if one.leaned_on else "")


def _why(why: str) -> str:
    return f"{YEARS[why]} {SINCE[why]}".replace("1 years", "1 year")


def _traces(now: datetime) -> list[str]:
    """What lies outside of files and whose time is over, each class with its number."""
    sessions = Session.objects.filter(expire_date__lte=now).count()
    classes = {
        "sessions and counts of requests": sessions,
        "jobs of the background": old_jobs(now).count(),
        "refused attempts to sign in": old_attempts(now).count(),
        "entries of the registers of exports and erasures": sum(rows.count() for rows in old_registers(now)),
        "mails as files about erased files": len(old_mails(now)),
    }
    return [f"{name}: {count}" for name, count in classes.items()]


def _counted(gone: Counter[str]) -> list[str]:
    return [f"{_why(why)}: {count}" for why, count in sorted(gone.items())]
