"""`manage.py serve`, as `make run` starts it: a web server and a worker that live and die together."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.processes import PATIENCE, alive, child, children, free_port, wait_until

ROOT = Path(__file__).resolve().parents[2]

pytestmark = [
    pytest.mark.needs("pango"),
    pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks for processes in /proc, as Linux has it"),
]


def ready(port):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/sante/ready", timeout=5) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        return json.load(error)
    except OSError:
        return None


@contextmanager
def serving(tmp_path, port, *options, begun=lambda told: told.get("workers")):
    """A server, from the moment when what `/sante/ready` tells is enough."""
    # A developer's own mails and password are not those of a test.
    (tmp_path / "elsewhere.py").write_text(
        f"from portal.settings import *\nfrom pathlib import Path\n"
        f"VAR = Path({str(tmp_path)!r})\nEMAIL_FILE_PATH = VAR / 'mail'\n"
    )
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{tmp_path}/egide.sqlite3", "PORT": str(port), "DEBUG": "", "EMAIL_URL": "",
        "PYTHONPATH": str(tmp_path), "DJANGO_SETTINGS_MODULE": "elsewhere",
    }  # fmt: skip
    command = [sys.executable, "manage.py", "serve", "--migrate", *options]
    with (tmp_path / "err").open("w") as errors, subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=errors, text=True
    ) as server:  # fmt: skip
        try:
            wait_until(lambda: server.poll() is not None or begun(ready(port) or {}))
            assert server.poll() is None, (tmp_path / "err").read_text()
            yield server
        finally:
            server.terminate()
            try:
                server.wait(PATIENCE)
            finally:
                server.kill()


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_works_and_stops_when_told(tmp_path, stop):
    port = free_port()
    with serving(tmp_path, port) as server:
        body = ready(port)
        assert (body["status"], body["migrations"]) == ("ok", "ok")
        # Gunicorn and two of its workers, ours and its own: the page may answer before the last of them is there.
        wait_until(lambda: len(children(server.pid)) >= 6)
        below = children(server.pid)
        server.send_signal(stop)
        said, _ = server.communicate(timeout=PATIENCE)
    assert server.returncode == 0, (tmp_path / "err").read_text()
    assert f"Égide is on http://127.0.0.1:{port}/" in said
    assert "Traceback" not in (tmp_path / "err").read_text()
    assert not [pid for pid in below if alive(pid)]


def test_with_the_demo_it_tells_where_everything_is_and_how_to_sign_in(tmp_path):
    port = free_port()
    with serving(tmp_path, port, "--demo") as server:
        said = [server.stdout.readline() for _ in range(8)]
        assert said[0].startswith("The demo is loaded: ")
        assert said[1] == f"Égide is on http://127.0.0.1:{port}/\n"
        told = {
            address.removeprefix(f"http://127.0.0.1:{port}"): meaning for address, meaning in map(_parted, said[2:6])
        }
        assert list(told) == ["/demande/", "/admin/", "/regles/", "/sante/ready"]
        assert said[6].startswith("Mails are files: ") and said[6].endswith("/mail/*.eml.\n")
        sign_in = re.fullmatch(r"the broker's desk: sign in as (\w+) with (\S+)", told["/admin/"])
        assert _signs_in(f"http://127.0.0.1:{port}/admin/login/", *sign_in.groups())
        assert not _signs_in(f"http://127.0.0.1:{port}/admin/login/", sign_in[1], "guessed")
        wait_until(lambda: list((tmp_path / "mail").glob("*.broker_new_file.1@*.eml")))


def _parted(line):
    return line.split(maxsplit=1)[0], line.split(maxsplit=1)[1].strip()


def _signs_in(address, username, password):
    """Whether the desk lets somebody in, as a browser would ask it."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    page = browser.open(address, timeout=PATIENCE)
    door, form = page.url, page.read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form)[1]
    given = {"csrfmiddlewaretoken": token, "login": username, "password": password, "next": "/admin/"}
    answer = browser.open(door, urllib.parse.urlencode(given).encode(), timeout=PATIENCE)
    # Nobody of the demo has a second factor yet: that is where the desk begins.
    return answer.status == 200 and urllib.parse.urlsplit(answer.url).path == "/compte/second-facteur/"


def test_stopped_while_the_worker_is_still_getting_ready_it_says_nothing_of_it(tmp_path):
    port = free_port()
    with serving(tmp_path, port, begun=bool) as server:
        below = children(server.pid)
        server.send_signal(signal.SIGINT)
        server.wait(PATIENCE)
    assert server.returncode == 0
    assert "Traceback" not in (tmp_path / "err").read_text()
    assert not [pid for pid in below if alive(pid)]


@pytest.mark.parametrize(("victim", "name"), [("egide-web", "web server"), ("egide-worker", "worker")])
def test_when_one_dies_the_other_is_stopped(tmp_path, victim, name):
    port = free_port()
    with serving(tmp_path, port) as server:
        below = children(server.pid)
        os.kill(child(server.pid, victim), signal.SIGKILL)
        server.wait(PATIENCE)
    assert server.returncode == 1
    assert f"The {name} has died (exit code -9); the rest is stopped." in (tmp_path / "err").read_text()
    wait_until(lambda: not any(map(alive, below)))


def test_killed_without_a_word_it_leaves_no_web_server_behind(tmp_path):
    port = free_port()
    with serving(tmp_path, port) as server:
        below = children(server.pid)
        server.kill()
        server.wait(PATIENCE)
        wait_until(lambda: not any(map(alive, below)))


def test_without_pango_it_stops_and_says_what_to_install(tmp_path):
    (tmp_path / "weasyprint.py").write_text("raise OSError('cannot load library libpango-1.0-0')")
    environment = {"PYTHONPATH": str(tmp_path), "DATABASE_URL": f"sqlite:///{tmp_path}/egide.sqlite3"}
    done = subprocess.run(
        [sys.executable, "manage.py", "serve", "--migrate", "--port", str(free_port())],
        cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE, env=os.environ | environment,
    )  # fmt: skip
    assert done.returncode == 1
    assert "egide.E002" in done.stderr and "apt-get install libpango-1.0-0" in done.stderr
    assert "The worker has died (exit code 1); the rest is stopped." in done.stderr
    assert "Traceback" not in done.stderr


def test_a_port_taken_is_told_before_anything_starts(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "manage.py", "serve", "--port", str(port)],
            cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE, env=os.environ | {"DATABASE_URL": ""},
        )  # fmt: skip
    assert done.returncode == 1
    assert f"Port {port} is taken on 127.0.0.1: stop what listens there, or choose another: PORT=" in done.stderr


def test_a_port_that_is_none_is_told():
    done = subprocess.run(
        [sys.executable, "manage.py", "serve"], cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE,
        env=os.environ | {"PORT": "eighty"},
    )  # fmt: skip
    assert done.returncode == 2 and "eighty is not a port: a number from 1 to 65535" in done.stderr
