"""A PostgreSQL server of its own for the tests: made in a temporary folder, gone at the end.

PostgreSQL refuses to run as root: then it runs as the user `postgres`, whom Debian's package creates.
"""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

START_SECONDS = 60
STOP_SECONDS = 30


def programs() -> Path | None:
    """The folder of the newest PostgreSQL installed, or None."""
    found = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if on_path := shutil.which("initdb"):
        found.append(Path(on_path).resolve().parent)
    return max(found, key=lambda folder: _version(folder.parent.name), default=None)


def _version(name: str) -> float:
    try:
        return float(name)
    except ValueError:
        return 0


class Server:
    """A server that can be stopped as a failing machine stops it, and started again. `address` is how it is reached."""

    def __init__(self, address: str, start: Callable[[], subprocess.Popen[bytes]]) -> None:
        self.address, self._start = address, start
        self._process = start()

    def crash(self) -> None:
        """Every connection is cut and nothing is written any more: what was not committed is lost."""
        self._process.send_signal(signal.SIGQUIT)
        self._process.wait(STOP_SECONDS)

    def start(self) -> None:
        self._process = self._start()

    def stop(self) -> None:
        """End it without waiting for its clients (SIGINT is PostgreSQL's "fast" stop)."""
        self._process.send_signal(signal.SIGINT)
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


@contextmanager
def cluster() -> Iterator[str]:
    """A server on a free port of the loopback: yields its address. Raises RuntimeError when it can't run."""
    with server() as running:
        yield running.address


@contextmanager
def server() -> Iterator[Server]:
    """The same, for tests that stop and start it."""
    folder = programs()
    if folder is None:
        raise RuntimeError("PostgreSQL is not installed: apt-get install postgresql")
    user = "postgres" if os.geteuid() == 0 else None
    with tempfile.TemporaryDirectory(prefix="egide-postgres-") as place:
        home = Path(place)
        password, secret = secrets.token_urlsafe(18), home / "password"
        secret.write_text(password)
        if user:
            for path in (home, secret):
                shutil.chown(path, user)
        data = home / "data"
        made = subprocess.run(
            [folder / "initdb", "--pgdata", data, "--username", "egide", "--pwfile", secret, "--auth", "scram-sha-256",
             "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"],
            user=user, cwd=home, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if made.returncode:
            raise RuntimeError(f"initdb failed: {made.stderr.strip()}")
        port = _free_port()
        # Nothing here outlives the tests: it need not survive a power cut, and is much faster so.
        options = {"listen_addresses": "127.0.0.1", "port": port, "unix_socket_directories": "", "fsync": "off",
                   "max_connections": 60}  # fmt: skip
        command = [str(folder / "postgres"), "-D", str(data), *(f"--{name}={value}" for name, value in options.items())]

        def start() -> subprocess.Popen[bytes]:
            with (home / "log").open("a") as log:
                process = subprocess.Popen(command, user=user, cwd=home, stdout=log, stderr=log)
            try:
                _wait(folder, port, process, home / "log")
            except RuntimeError:
                process.kill()
                raise
            return process

        running = Server(f"postgres://egide:{password}@127.0.0.1:{port}/postgres", start)
        try:
            yield running
        finally:
            running.stop()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait(folder: Path, port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    question = [folder / "pg_isready", "--quiet", "--host", "127.0.0.1", "--port", str(port)]
    until = time.monotonic() + START_SECONDS
    while subprocess.run(question, check=False).returncode:
        if server.poll() is not None or time.monotonic() > until:
            raise RuntimeError(f"PostgreSQL does not start: {log.read_text()}")
        time.sleep(0.1)
