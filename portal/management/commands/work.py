"""Runs a background worker until it is told to stop; as many as wanted, over one database."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

STOP = (signal.SIGINT, signal.SIGTERM)
LOOK_SECONDS = 0.2
_ADOPT = 36  # PR_SET_CHILD_SUBREAPER of Linux: processes whose parent dies become ours


def _warm_up(**signal: Any) -> None:
    """What the first document would wait for: letters, styles and rules are read when a worker starts."""
    from portal.context import guide_in_force
    from portal.documents import pdf

    guide_in_force()
    pdf.warm()


def _end_orphans() -> None:
    """End the processes whose guard has died, on Linux: they would take tasks that nobody watches over."""
    for listed in Path("/proc/self/task").glob("*/children"):
        for pid in listed.read_text().split():
            with suppress(ProcessLookupError):
                os.kill(int(pid), signal.SIGKILL)


class Command(BaseCommand):
    help = "Runs a background worker. Stops on SIGTERM or Ctrl-C, once the tasks in hand are done or given back."

    def handle(self, *args: Any, **options: Any) -> None:
        # Its settings are read when it is imported.
        from django_q.cluster import Cluster
        from django_q.signals import post_spawn

        from portal import actions, stopping
        from portal.documents import sample
        from portal.queue import enqueue

        for language in sample.lacking():
            enqueue("make_sample", language)
        actions.sweep_soon(at=timezone.now())
        post_spawn.connect(stopping.watch, dispatch_uid="stopping")
        post_spawn.connect(_warm_up, dispatch_uid="portal")
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(_ADOPT, 1)
        cluster = Cluster()
        # Its own handlers stop it in the middle of whatever runs here, and an exception may be raised where it is
        # swallowed: a signal only leaves word.
        told: list[int] = []
        for asked in STOP:
            signal.signal(asked, lambda number, frame: told.append(number))
        with suppress(RuntimeError):  # its guard died at once: told below
            cluster.start()
        while not told and cluster.sentinel.is_alive():
            cluster.sentinel.join(LOOK_SECONDS)
        if told:
            for asked in STOP:
                signal.signal(asked, signal.SIG_IGN)
            stopping.tell()
            cluster.stop()
            return
        _end_orphans()
        raise CommandError(f"The worker has died (exit code {cluster.sentinel.exitcode}): its last lines say why.")
