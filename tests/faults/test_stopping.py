"""A worker told to stop: what it has in hand ends or is given back, what it has not begun is there for another at once."""

from __future__ import annotations

import time

from tests.journey.portal_under_test import DESK
from tests.processes import wait_until

from .conftest import READER
from .needs import FAULTS

pytestmark = FAULTS
SUBJECT = "Votre recommandation"
STOPS_WITHIN, LEASE_SECONDS = 15, 60


def test_told_to_stop_it_ends_what_it_has_in_hand_and_leaves_the_rest_to_others_at_once(portal):
    readers = [f"dominique{number}@telesuivi.example" for number in range(4)]
    theirs = "(SELECT document_id FROM portal_delivery WHERE recipient LIKE 'dominique%')"
    portal.stage("each", "submitted", [["telesuivi", reader] for reader in readers])
    with portal.worker() as worker:
        wait_until(lambda: portal.rows(f"SELECT 1 FROM portal_document WHERE tries = 1 AND id IN {theirs}"), every=0.01)
        start = time.monotonic()
        worker.terminate()
        worker.wait(STOPS_WITHIN)
        assert worker.returncode == 0 and time.monotonic() - start < STOPS_WITHIN
    left = portal.rows(f"SELECT count(*) FROM portal_document WHERE made_at IS NULL AND id IN {theirs}")[0][0]
    assert left >= 1, "it is told to stop while there is work"
    with portal.worker():
        mails = [portal.peer.mail(to=reader, subject=SUBJECT) for reader in readers]
        assert time.monotonic() - start < LEASE_SECONDS, "nothing waited for a lease to end, nor for the sweep"
    assert [portal.peer.times(mail["Message-ID"]) for mail in mails] == [1] * len(readers)


def test_web_server_and_worker_stop_while_a_mail_server_thinks_and_the_mail_is_given_back(portal, row):
    with portal.serving() as server:
        portal.peer.mail(to=DESK)
        portal.peer.thinks_for = 60
        first = portal.peer.mail(to=READER, subject=SUBJECT)
        server.terminate()
        server.wait(STOPS_WITHIN)
        assert server.returncode == 0
    portal.peer.thinks_for = 0
    assert row("delivery", "status", "tries") == ["waiting", 0]
    with portal.worker():
        wait_until(lambda: row("delivery", "status") == ["sent"], patience=15)
    assert portal.peer.times(first["Message-ID"]) == 2
