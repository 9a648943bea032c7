"""Errors told to a service elsewhere: what it hears finds the fault, and names nobody."""

import gzip
import json
import logging
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import brotli
import pytest
import sentry_sdk
from django.test import Client

from portal import actions, env, logs, tasks
from portal.reports import Reports
from tests.portal.privacy.lived import ADDRESS, EMAIL, NAME, answers, marks_in

pytestmark = pytest.mark.django_db
TOKEN = "marquejeton-0123456789"


class Peer(ThreadingHTTPServer):
    """A service that takes every envelope, and keeps it as it came."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Envelopes)
        self.came = []
        self.dsn = f"http://marquecle@127.0.0.1:{self.server_port}/1"


class Envelopes(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        decode = {"br": brotli.decompress, "gzip": gzip.decompress}[self.headers["Content-Encoding"]]
        self.server.came.append((self.path, decode(body).decode()))
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *args):
        pass


@pytest.fixture
def told():
    """What the service was told, once all of it has come."""
    with Peer() as peer:
        thread = threading.Thread(target=peer.serve_forever, daemon=True)
        thread.start()
        handler = Reports(peer.dsn, release="1", environment="production")
        logging.getLogger().addHandler(handler)

        def told():
            sentry_sdk.flush(timeout=10)
            assert {path for path, _ in peer.came} <= {"/api/1/envelope/"}
            return [body for _, body in peer.came]

        yield told
        logging.getLogger().removeHandler(handler)
        sentry_sdk.get_client().close(timeout=1)
        sentry_sdk.init()
        peer.shutdown()


def raising(*args, **options):
    """As a database would: with the row in its message, its variables, and a cause that tells it too."""
    row = answers()
    try:
        raise KeyError(EMAIL)
    except KeyError as error:
        raise ValueError(f"Failing row contains ({row})") from error


def test_a_page_that_fails_is_told_by_its_route_and_its_place_alone(told, monkeypatch):
    monkeypatch.setattr("portal.intake.entry.open_link", raising)
    visitor = Client(REMOTE_ADDR=ADDRESS, raise_request_exception=False, headers={"user-agent": NAME, "referer": NAME})
    visitor.cookies["sessionid"] = "marquesession"
    assert visitor.post(f"/dossier/{TOKEN}/?q={NAME}", {"full_name": NAME, "email": EMAIL}).status_code == 500
    (envelope,) = told()
    assert marks_in(envelope) == set()
    assert not [word for word in (TOKEN, "marquejeton", "marquesession", "127.0.0.1") if word in envelope]
    event = json.loads(envelope.splitlines()[2])
    assert event["transaction"] == "entry"
    assert event["request"] == {"method": "POST", "url": "/dossier/<str:token>/"}
    assert (event["level"], event["environment"], event["release"]) == ("error", "production", "1")
    assert len(event["tags"]["request_id"]) == 36, "which finds the line in the logs"
    first, last = event["exception"]["values"]
    assert (first["type"], last["type"]) == ("KeyError", "ValueError")
    assert last["stacktrace"]["frames"][-1]["function"] == "raising"


def test_a_task_that_fails_is_told_once(told, monkeypatch):
    monkeypatch.setattr(actions, "deliver", raising)
    with pytest.raises(tasks.Failed):
        tasks.deliver("12345678-1234-5678-1234-567812345678")
    (envelope,) = told()
    assert marks_in(envelope) == set() and '"raising"' in envelope


def test_refusals_and_pages_that_are_not_there_are_no_errors(told, settings):
    settings.MAINTENANCE = True
    assert Client().get("/").status_code == 503
    settings.MAINTENANCE = False
    assert Client().get("/nulle-part/").status_code == 404
    assert Client(headers={"host": "evil.example"}).get("/").status_code == 400
    assert told() == []


def test_it_is_off_until_a_service_is_named_and_refused_without_its_package(monkeypatch):
    monkeypatch.setenv("SENTRY_DSN", "")
    assert env.dsn("SENTRY_DSN") == ""
    assert [*logs.configure(as_json=True, level="INFO", reports={"dsn": ""})["handlers"]] == ["stderr"]
    monkeypatch.setenv("SENTRY_DSN", "https://key@errors.cabinet.example/7")
    assert env.dsn("SENTRY_DSN") == "https://key@errors.cabinet.example/7"
    monkeypatch.setitem(sys.modules, "sentry_sdk", None)
    with pytest.raises(env.Refused, match="sentry-sdk is not installed: pip install"):
        env.dsn("SENTRY_DSN")
    monkeypatch.setenv("SENTRY_DSN", "errors.cabinet.example?key=hunter2")
    with pytest.raises(env.Refused, match="SENTRY_DSN is no DSN") as refused:
        env.dsn("SENTRY_DSN")
    assert "hunter2" not in str(refused.value)
