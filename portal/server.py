"""The web server: gunicorn over the application, which the calling process has loaded already."""

from __future__ import annotations

import os
from typing import Any

from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger

GRACE_SECONDS = 15


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
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        from .wsgi import application

        return application
