"""The portal as it runs: processes of its own, on a database of its own, with a mail server to write to."""

from __future__ import annotations

import json
import os
import secrets
import sqlite3
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, nullcontext
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg2

from tests.processes import PATIENCE, children, free_port, wait_until

from .mail_peer import MailPeer

ROOT = Path(__file__).resolve().parents[2]
MANAGE = [sys.executable, "manage.py"]
BROKER = "dominique"
PASSWORD = "seulement-pour-les-essais-42"
DESK = "bureau@cabinet.example"


class Portal:
    """One portal: its address, the mails it sends (`peer`), and the processes that its user starts and stops."""

    def __init__(self, home: Path, database: str, peer: MailPeer, **settings: str) -> None:
        self.home, self.database, self.peer = home, database, peer
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.environment = os.environ | {
            "DATABASE_URL": database,
            "DOCUMENTS_OPTIONS": json.dumps({"location": str(home / "documents")}),
            "PORT": str(self.port),
            "SITE_URL": self.address,
            "EMAIL_URL": f"smtp://127.0.0.1:{peer.port}",
            "BROKER_EMAIL": DESK,
            "EGIDE_ENV": "",
            "DEBUG": "",
            "ALLOWED_HOSTS": "",
            "WEB_CONCURRENCY": "1",
            "LOG_LEVEL": "WARNING",
            "STAFF_MFA": "false",
            **settings,
        }
        self.errors = home / "portal.log"
        self._stage: subprocess.Popen[str] | None = None

    # --- Its processes ---

    def prepare(self) -> None:
        """Its tables, and a broker who may sign in."""
        self.stage("prepared", BROKER, PASSWORD)

    @contextmanager
    def serving(self) -> Iterator[subprocess.Popen[str]]:
        """Web server and worker together, as `make run` starts them, once both are there."""
        with self._running([*MANAGE, "serve"]) as server:
            self._wait_for_pages(server)
            yield server

    @contextmanager
    def web(self, **settings: str) -> Iterator[subprocess.Popen[str]]:
        """The web server alone."""
        with self._running([*MANAGE, "web"], **settings) as server:
            self._wait_for_pages(server)
            yield server

    @contextmanager
    def worker(self, *, manage: Sequence[str] = MANAGE, **settings: str) -> Iterator[subprocess.Popen[str]]:
        """A background worker alone, once its processes are there: one that works, and three that watch over it."""
        with self._running([*manage, "work"], **{"WORKERS": "1", **settings}) as worker:
            wait_until(lambda: worker.poll() is not None or len(children(worker.pid)) >= 4)
            assert worker.poll() is None, self.log()
            yield worker

    @contextmanager
    def _running(self, command: list[str], **settings: str) -> Iterator[subprocess.Popen[str]]:
        with self.errors.open("a") as errors, subprocess.Popen(
            command, cwd=ROOT, env=self.environment | settings, stdout=errors, stderr=errors, text=True
        ) as process:  # fmt: skip
            try:
                yield process
            finally:
                process.terminate()
                try:
                    process.wait(PATIENCE)
                finally:
                    process.kill()

    def _wait_for_pages(self, server: subprocess.Popen[str]) -> None:
        wait_until(lambda: server.poll() is not None or self._answers())
        assert server.poll() is None, self.log()

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.address}/sante/ready", timeout=5):
                return True
        except urllib.error.HTTPError as error:
            raise AssertionError(error.read().decode()) from None
        except OSError:
            return False

    def status(self, path: str) -> int:
        """What its server answers at an address, however long that takes."""
        try:
            with urllib.request.urlopen(self.address + path, timeout=PATIENCE) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code

    def log(self) -> str:
        """The last lines that its processes wrote."""
        return "\n".join(self.errors.read_text().splitlines()[-60:]) if self.errors.exists() else ""

    # --- What lies in its database ---

    def stage(self, scene: str, *arguments: Any) -> Any:
        """Play one of the scenes of `scenes.py` on its database, in a process kept for that: what it gives."""
        if self._stage is None:
            command = [
                *MANAGE,
                "shell",
                "--no-imports",
                "--command",
                "from tests.journey import scenes; scenes.serve()",
            ]
            self._stage = subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
            )
        assert self._stage.stdin and self._stage.stdout
        print(json.dumps([scene, *arguments]), file=self._stage.stdin, flush=True)
        told = json.loads(self._stage.stdout.readline())
        assert "wrong" not in told, told["wrong"]
        return told["given"]

    def close(self) -> None:
        """End the process of its scenes."""
        if self._stage:
            self._stage.communicate(timeout=PATIENCE)
            self._stage = None

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """What a query finds, right now."""
        if self.database.startswith("sqlite"):
            path = self.database.removeprefix("sqlite:///")
            with closing(sqlite3.connect(path, timeout=10)) as connection:
                return connection.execute(query).fetchall()
        with closing(psycopg2.connect(self.database)) as connection, connection.cursor() as cursor:
            cursor.execute(query)
            return cursor.fetchall()


@contextmanager
def database(home: Path) -> Iterator[str]:
    """The address of a new database: on the server that `DATABASE_URL` names, or in a file."""
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        yield f"sqlite:///{home}/egide.sqlite3"
        return
    name = f"egide_{secrets.token_hex(6)}"
    with closing(psycopg2.connect(server)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {name}")
            yield urlsplit(server)._replace(path=f"/{name}").geturl()
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def portal_under_test(home: Path, address: str = "", **settings: str) -> Iterator[Portal]:
    """A portal whose database and mail server are ready; its processes are still to be started.

    `address`: that of an empty database, if it is not to be made.
    """
    with (
        closing(MailPeer()) as peer,
        nullcontext(address) if address else database(home) as named,
        closing(Portal(home, named, peer, **settings)) as portal,
    ):
        portal.prepare()
        yield portal
