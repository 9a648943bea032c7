"""Erases again what was erased after a backup was written, once that backup was restored."""

from __future__ import annotations

import re
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand
from django.utils import timezone

from portal.actions import ERASED, erase_again

KEY = re.compile(r"(?<!\w)id\W{1,5}([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\b")
"""As JSON writes it or as people read it; a request's id is another."""


class Command(BaseCommand):
    help = f"Reads logs, and erases again the files that they say were erased ({ERASED})."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("logs", nargs="*", type=Path, help="files of logs; default: standard input")

    def handle(self, *args: Any, **options: Any) -> None:
        lines = (path.read_text(encoding="utf-8") for path in options["logs"]) if options["logs"] else sys.stdin
        told = "".join(lines).splitlines()
        keys = dict.fromkeys(UUID(key) for line in told if ERASED in line for key in KEY.findall(line))
        done = erase_again(keys, at=timezone.now())
        self.stdout.write(f"{len(keys)} erasures read; {done} files had come back, and were erased again.")
