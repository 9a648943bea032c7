"""Runs the portal on one machine: the web server and a background worker, started and stopped together.

Both are forked from this process once everything is loaded and checked: they start at once, and share its memory.
"""

from __future__ import annotations

import ctypes
import errno
import multiprocessing
import os
import signal
import socket
import sys
import time
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable, Mapping
from contextlib import suppress
from multiprocessing.context import ForkProcess
from typing import Any

from django.conf import settings
from django.core.checks.registry import registry
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from django.urls import reverse

from portal import demo
from portal.checks import DOCUMENTS
from portal.database import migrations_to_apply
from portal.env import MAIL_FILES

GRACE_SECONDS = 20
LOOK_SECONDS = 0.1
_DIE_WITH_PARENT, _NAME = 1, 15  # PR_SET_PDEATHSIG and PR_SET_NAME of Linux

Children = Mapping[str, ForkProcess]


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise ArgumentTypeError(f"{text} is not a port: a number from 1 to 65535")
    return int(text)


class Command(BaseCommand):
    help = "Runs the web server and a background worker together. Ctrl-C or SIGTERM stops both."
    # Here the checks run but for documents: those are the worker's, which runs them all while pages are served already.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        port = os.environ.get("PORT") or "8000"
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on; default: this machine only")
        parser.add_argument("--port", type=_port, default=port, help="default: $PORT or 8000")
        parser.add_argument("--migrate", action="store_true", help="bring the database up to date first")
        parser.add_argument("--demo", action="store_true", help="load the demo first; production never has one")

    def handle(self, *args: Any, **options: Any) -> None:
        host, port = options["host"], options["port"]
        _claim(host, port)
        self.check(tags=[tag for tag in registry.tags_available() if tag != DOCUMENTS])
        if options["migrate"] and migrations_to_apply():
            call_command("migrate", interactive=False, verbosity=0)
        with_demo = options["demo"] and not settings.PRODUCTION
        if with_demo:
            call_command("load_demo", stdout=self.stdout)
        login = demo.login() if with_demo else None
        # A connection can't be shared between processes.
        connections.close_all()
        for asked in (signal.SIGINT, signal.SIGTERM):
            signal.signal(asked, signal.default_int_handler)
        children: dict[str, ForkProcess] = {}
        dead = None
        try:
            children["web server"] = _fork("egide-web", lambda: _serve(host, port))
            children["worker"] = _fork("egide-worker", lambda: call_command("work", skip_checks=False))
            if _answers(host, port, children):
                self._announce(host, port, login)
            dead = _wait_for_a_death(children)
        except KeyboardInterrupt:
            self.stdout.write("Stopping.")
        finally:
            _stop(children)
        if dead:
            code = children[dead].exitcode
            raise CommandError(f"The {dead} has died (exit code {code}); the rest is stopped. Its last lines say why.")

    def _announce(self, host: str, port: int, login: demo.Login | None) -> None:
        address = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
        sign_in = f": sign in as {login.username} with {login.password}" if login else ""
        lines = [
            (reverse("start"), "the questionnaire"),
            (reverse("desk:index"), f"the broker's desk{sign_in}"),
            (reverse("rules"), "the rule book"),
            (reverse("ready"), "is everything there?"),
        ]
        self.stdout.write(f"Égide is on {address}{reverse('home')}")
        for path, meaning in lines:
            self.stdout.write(f"         {address}{path:<12}  {meaning}")
        self.stdout.write(f"Mails {_where_mails_go()}.")
        self.stdout.write("Ctrl-C stops the web server and the worker.")
        self.stdout.flush()


def _where_mails_go() -> str:
    if settings.EMAIL_BACKEND == MAIL_FILES:
        return f"are files: {os.path.relpath(settings.EMAIL_FILE_PATH)}/*.eml"
    return f"leave by {settings.EMAIL_HOST}, port {settings.EMAIL_PORT}"


def _claim(host: str, port: int) -> None:
    """Make sure that nobody listens there: gunicorn itself would try again and again, and say less."""
    with socket.socket(_family(host)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                text = f"Port {port} is taken on {host}: stop what listens there, or choose another"
                raise CommandError(f"{text}: PORT={port + 1} make run") from None
            raise CommandError(f"Can't listen on {host}:{port}: {error.strerror}.") from None


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET


def _serve(host: str, port: int) -> None:
    from portal.server import WebServer

    WebServer(host, port).run()


def _fork(name: str, work: Callable[[], Any]) -> ForkProcess:
    """Run `work` in a child process that the system shows under this name."""
    process = multiprocessing.get_context("fork").Process(target=_in_child, args=(name, os.getpid(), work))
    process.start()
    return process


def _in_child(name: str, parent: int, work: Callable[[], Any]) -> None:
    """In a session of its own, so that Ctrl-C comes through the parent, once; and never outliving it (on Linux)."""
    os.setsid()
    # Until its work takes signals in hand, it is simply ended: an exception might be raised where it is swallowed.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if sys.platform == "linux":
        system = ctypes.CDLL(None)
        system.prctl(_NAME, name.encode())
        system.prctl(_DIE_WITH_PARENT, signal.SIGTERM)
        if os.getppid() != parent:
            return
    try:
        work()
    except CommandError as error:
        sys.exit(str(error))


def _answers(host: str, port: int, children: Children) -> bool:
    """Wait for the web server to answer; False if a child dies before."""
    while all(child.is_alive() for child in children.values()):
        with socket.socket(_family(host)) as probe:
            probe.settimeout(LOOK_SECONDS)
            if probe.connect_ex((host, port)) == 0:
                return True
        time.sleep(LOOK_SECONDS)
    return False


def _wait_for_a_death(children: Children) -> str:
    while True:
        for name, child in children.items():
            if not child.is_alive():
                return name
        time.sleep(LOOK_SECONDS)


def _stop(children: Children) -> None:
    """Ask every child to stop, wait for the work in hand, and end what still runs after that, or after its parent."""
    for asked in (signal.SIGINT, signal.SIGTERM):
        signal.signal(asked, signal.SIG_IGN)
    for child in children.values():
        child.terminate()
    until = time.monotonic() + GRACE_SECONDS
    for child in children.values():
        child.join(max(0, until - time.monotonic()))
        if child.pid:
            with suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
        child.join()
