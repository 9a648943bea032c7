"""A worker is told to stop: what it has not begun goes back to the queue at once, what it has begun has a few seconds.

The word is one byte of memory that a worker shares with its processes: they may be killed at any moment, and a lock
that one of them held would keep the others from ever stopping.
"""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import sharedctypes
from typing import Any

GRACE_SECONDS = 8
"""What a task in hand is given to end by itself: most need less, and whoever stops a container waits ten by default."""
LOOK_SECONDS = 0.2

_told = sharedctypes.RawValue("b", 0)
_interruptible = False


class Stopped(SystemExit):
    """The task in hand is to be given back: its time is over."""


def tell() -> None:
    """Let every process of this worker know."""
    _told.value = 1


def told() -> bool:
    """Whether this worker is to stop."""
    return bool(_told.value)


def watch(**signal_of_queue: Any) -> None:
    """In a process that works: end its task once the grace is over."""
    signal.signal(signal.SIGUSR1, _stop)
    threading.Thread(target=_wait, daemon=True).start()


@contextmanager
def interruptible() -> Iterator[None]:
    """Within, `Stopped` may be raised."""
    global _interruptible  # noqa: PLW0603
    _interruptible = True
    try:
        yield
    finally:
        _interruptible = False


def _wait() -> None:
    while not told():
        time.sleep(LOOK_SECONDS)
    time.sleep(GRACE_SECONDS)
    # Twice: the first may find the task at waiting for a mail server, the second at taking leave of it. To the very
    # thread that waits: another one would not wake it.
    for _ in range(2):
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGUSR1)
        time.sleep(1)


def _stop(number: int, frame: object) -> None:
    if _interruptible:
        raise Stopped(f"the worker stops: this took longer than {GRACE_SECONDS} seconds")
