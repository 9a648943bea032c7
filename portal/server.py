"""The web server: gunicorn over the application, which the calling process has loaded already."""

from __future__ import annotations

import gc
import os
import shutil
from typing import Any

from django.conf import settings
from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger

from portal import measured

GRACE_SECONDS = 15
OBJECTS_BETWEEN_COLLECTIONS = 20_000


class Lines(Logger):
    """Gunicorn's own lines end among the portal's, which blank what is secret or somebody's."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        self.error_log.handlers.clear()
        self.error_log.propagate = True


class WebServer(BaseApplication):
    """Serves `portal.wsgi` on a host and port, in `WEB_CONCURRENCY` processes (2) of four threads each."""

    def __init__(self, host: str, port: int) -> None:
        self.bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        super().__init__()

    def load_config(self) -> None:
        options: dict[str, Any] = {
            "bind": self.bind,
            "worker_class": "gthread",
            "workers": os.environ.get("WEB_CONCURRENCY") or 2,
            "threads": 4,
            "graceful_timeout": GRACE_SECONDS,
            # A process shows that it lives by touching a file: on a disk that stalls it would be killed for nothing.
            "worker_tmp_dir": "/dev/shm" if os.path.isdir("/dev/shm") else None,  # nosec B108
            "control_socket_disable": True,
            "loglevel": "warning",
            "logger_class": Lines,
            "when_ready": self.begin,
            "pre_fork": self.settle,
            "on_exit": self.end,
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def begin(self, arbiter: Any) -> None:
        """Once the port is ours, before there is a process: two servers of one machine don't share a folder."""
        if settings.METRICS_TOKEN:
            measured.begin(settings.VAR / "metrics" / self.bind)

    def settle(self, arbiter: Any, worker: Any) -> None:
        """Before a process is forked: what is loaded stays, and need not be gone through for garbage again and again.

        A page makes some ten thousand objects and nearly all of them go by themselves: at Python's own 700, looking
        for the others takes a sixth of its time.
        """
        gc.collect()
        gc.freeze()
        gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)

    def end(self, arbiter: Any) -> None:
        """Once its processes have ended."""
        if folder := measured.folder():
            shutil.rmtree(folder, ignore_errors=True)

    def load(self) -> Any:
        from .wsgi import application

        return application
