"""Runs a background worker until it is told to stop; as many as wanted, over one database."""

from __future__ import annotations

import signal
from typing import Any

from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Runs a background worker. Stops on SIGTERM or Ctrl-C, once the tasks in hand are done."

    def handle(self, *args: Any, **options: Any) -> None:
        # Its settings are read when it is imported.
        from django_q.cluster import Cluster

        cluster = Cluster()
        # Its own handlers stop it in the middle of whatever runs here; an exception stops it between two lines.
        for asked in (signal.SIGINT, signal.SIGTERM):
            signal.signal(asked, signal.default_int_handler)
        try:
            cluster.start()
            cluster.sentinel.join()
        except KeyboardInterrupt:
            for asked in (signal.SIGINT, signal.SIGTERM):
                signal.signal(asked, signal.SIG_IGN)
            cluster.stop()
            return
        raise CommandError(f"The worker has died (exit code {cluster.sentinel.exitcode}): its last lines say why.")
