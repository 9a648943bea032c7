"""Processes started by tests: a port for them, waiting for what they do, and finding those below one, in Linux's /proc."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

PATIENCE = 60
Found = TypeVar("Found")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until(holds: Callable[[], Found], patience: float = PATIENCE, every: float = 0.1) -> Found:
    """What `holds` gives once that is true of anything."""
    until = time.monotonic() + patience
    while time.monotonic() < until:
        if found := holds():
            return found
        time.sleep(every)
    raise AssertionError("waited in vain")


def children(pid: int) -> list[int]:
    """Every process below this one."""
    try:
        direct = [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []
    return direct + [below for child in direct for below in children(child)]


def child(pid: int, name: str) -> int:
    """The process started by this one under a name."""
    return next(found for found in children(pid) if Path(f"/proc/{found}/comm").read_text().strip() == name)


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
