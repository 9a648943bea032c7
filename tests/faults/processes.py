"""Killing what a portal runs: all of a worker or a web server, or one process of it."""

from __future__ import annotations

import os
import signal
import time
from contextlib import suppress
from pathlib import Path

from tests.processes import alive, children, wait_until


def kill(pids: list[int]) -> None:
    """SIGKILL: none of them does anything more."""
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    wait_until(lambda: not any(map(alive, pids)))


def kill_all(pid: int) -> None:
    """A process and all below it, as when their machine fails."""
    kill([pid, *children(pid)])


def busiest(pids: list[int]) -> int:
    """The process that works the most over a tenth of a second."""

    def spent(pid: int) -> int:
        with suppress(OSError):
            return sum(map(int, Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]))
        return 0

    before = {pid: spent(pid) for pid in pids}
    time.sleep(0.1)
    return max(pids, key=lambda pid: spent(pid) - before[pid])
