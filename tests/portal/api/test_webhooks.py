"""Integrations are told of changes of state: signed, once taken never again, tried again while refused."""

import hashlib
import hmac
import json
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.utils import timezone

from portal.actions import NotAllowed, make_integration, take, tell, tell_overdue
from portal.actions.tell import MOST_TRIES
from portal.models import WebhookCall
from portal.webhooks import secret_of
from tests.portal.desk.cases import BROKER, sent

pytestmark = pytest.mark.django_db


class Peer:
    """A program that listens: what it was sent, and what it answers next."""

    def __init__(self):
        peer = self
        self.answers, self.calls = [], []

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                peer.calls.append((dict(self.headers), body))
                self.send_response(peer.answers.pop(0) if peer.answers else 204)
                self.end_headers()

            def log_message(self, *args):
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}/changes?x=1"


@pytest.fixture
def peer():
    peer = Peer()
    yield peer
    peer.server.shutdown()
    peer.server.server_close()


@pytest.fixture
def program(peer):
    row, _ = make_integration(
        "essai", ["broker"], drawn=b"1" * 32, made_by="test", at=timezone.now(), webhook_url=peer.url
    )
    return row


def run_all(at=None):
    for row in WebhookCall.objects.all():
        tell(row.pk, clock=lambda: at or timezone.now())


def test_a_change_is_told_once_and_its_signature_holds(peer, program):
    file = sent("telesuivi", hours=0)
    take(file.pk, actor=BROKER, at=timezone.now())
    run_all()
    run_all()
    told = [json.loads(body) for _, body in peer.calls]
    assert [(one["from"], one["to"]) for one in told] == [
        ("", "draft"), ("draft", "submitted"), ("submitted", "indicated"), ("indicated", "in_review"),
    ]  # fmt: skip
    assert {one["submission"]["reference"] for one in told} == {file.reference}
    headers, body = peer.calls[0]
    stamp, given = (part.split("=")[1] for part in headers["Egide-Signature"].split(","))
    right = hmac.new(secret_of(program).encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
    assert hmac.compare_digest(given, right) and abs(int(stamp) - timezone.now().timestamp()) < 60


def test_nothing_personal_and_no_answer_is_told(peer, program):
    sent("telesuivi", hours=0)
    run_all()
    everything = b" ".join(body for _, body in peer.calls).decode()
    assert "Camille" not in everything and "telesuivi.example" not in everything and "SAS" not in everything


def test_what_is_refused_is_tried_again_later_each_time_twice_as_late(peer, program):
    sent("telesuivi", hours=0)
    row = WebhookCall.objects.first()
    peer.answers += [500, 503]
    now = timezone.now()
    waits = []
    for _ in range(2):
        tell(row.pk, clock=lambda now=now: now)
        row.refresh_from_db()
        waits.append((row.next_try_at - now).total_seconds())
        tell(row.pk, clock=lambda now=now: now)  # too early
        now = row.next_try_at
    assert waits[1] == 2 * waits[0] and 24 <= waits[0] <= 36 and row.tries == 2 and "503" in row.last_error
    tell(row.pk, clock=lambda now=now: now)
    row.refresh_from_db()
    assert row.told_at == now and row.next_try_at is None and len(peer.calls) == 3


def test_it_is_given_up_after_its_tries_and_kept_with_its_error(peer, program):
    sent("telesuivi", hours=0)
    row, now = WebhookCall.objects.first(), timezone.now()
    peer.answers += [500] * 50
    for _ in range(MOST_TRIES + 3):
        tell(row.pk, clock=lambda now=now: now)
        now += timedelta(days=1)
    row.refresh_from_db()
    assert (row.tries, row.told_at, row.next_try_at) == (MOST_TRIES, None, None) and "500" in row.last_error


def test_what_was_left_lying_is_taken_up_again(peer, program):
    sent("telesuivi", hours=0)
    now, waiting = timezone.now(), WebhookCall.objects.count()
    WebhookCall.objects.update(next_try_at=now)
    assert waiting == 3 and tell_overdue(at=now) == 0
    assert tell_overdue(at=now + timedelta(minutes=1)) == waiting


def test_in_production_no_inner_address_is_called_whatever_its_name(peer, program, settings):
    sent("telesuivi", hours=0)
    settings.PRODUCTION = True
    row = WebhookCall.objects.first()
    tell(row.pk, clock=timezone.now)
    row.refresh_from_db()
    assert "no public address" in row.last_error and peer.calls == []
    with pytest.raises(NotAllowed):
        make_integration("x", ["broker"], drawn=b"2" * 32, made_by="t", at=timezone.now(), webhook_url=peer.url)


def test_a_program_is_told_of_its_own_files_only(peer):
    make_integration(
        "essai", ["submissions:read"], drawn=b"1" * 32, made_by="test", at=timezone.now(), webhook_url=peer.url
    )
    sent("telesuivi", hours=0)
    assert not WebhookCall.objects.exists()
