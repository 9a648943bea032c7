"""`manage.py serve`, as `make run` starts it: a web server and a worker that live and die together."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60

pytestmark = [
    pytest.mark.needs("pango"),
    pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks for processes in /proc, as Linux has it"),
]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def ready(port):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/sante/ready", timeout=5) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        return json.load(error)
    except OSError:
        return None


def wait_until(holds):
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if found := holds():
            return found
        time.sleep(0.1)
    raise AssertionError("waited in vain")


def children(pid):
    """Every process below this one."""
    try:
        direct = [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []
    return direct + [below for child in direct for below in children(child)]


def child(pid, name):
    """The process started by this one under a name."""
    return next(found for found in children(pid) if Path(f"/proc/{found}/comm").read_text().strip() == name)


def alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@contextmanager
def serving(tmp_path, port, begun=lambda told: told.get("workers")):
    """A server, from the moment when what `/sante/ready` tells is enough."""
    environment = os.environ | {"DATABASE_URL": f"sqlite:///{tmp_path}/egide.sqlite3", "PORT": str(port), "DEBUG": ""}
    command = [sys.executable, "manage.py", "serve", "--migrate"]
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
