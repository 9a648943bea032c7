"""`manage.py` on a machine whose clock is wrong: by so many seconds as the file CLOCK says, read at each look.

Run as `python -m tests.faults.clocks work`.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from django.core.management import execute_from_command_line
from django.utils import timezone

right = timezone.now


def wrong() -> datetime:
    """What this machine takes for now."""
    ahead = 0.0
    with suppress(OSError, ValueError):
        ahead = float(Path(os.environ["CLOCK"]).read_text())
    return right() + timedelta(seconds=ahead)


if __name__ == "__main__":
    timezone.now = wrong
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    execute_from_command_line(["manage.py", *sys.argv[1:]])
