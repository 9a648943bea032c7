"""Runs a background worker until it is told to stop; as many as wanted, over one database."""

from __future__ import annotations

import signal
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

STOP = (signal.SIGINT, signal.SIGTERM)
LOOK_SECONDS = 0.2


def _warm_up(**signal: Any) -> None:
    """What the first document would wait for: letters, styles and rules are read when a worker starts."""
    from portal.context import guide_in_force
    from portal.documents import pdf

    guide_in_force()
    pdf.warm()


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
        cluster = Cluster()
        # Its own handlers stop it in the middle of whatever runs here, and an exception may be raised where it is
        # swallowed: a signal only leaves word.
        told: list[int] = []
        for asked in STOP:
            signal.signal(asked, lambda number, frame: told.append(number))
        cluster.start()
        while not told and cluster.sentinel.is_alive():
            cluster.sentinel.join(LOOK_SECONDS)
        if told:
            for asked in STOP:
                signal.signal(asked, signal.SIG_IGN)
            stopping.tell()
            cluster.stop()
            return
        raise CommandError(f"The worker has died (exit code {cluster.sentinel.exitcode}): its last lines say why.")
