"""Workers that are killed, or told to stop: nothing is lost, nothing comes twice."""

from __future__ import annotations

import os
import signal
import time
from contextlib import ExitStack

import pytest

from tests.journey.mail_peer import link_in, pdf_in
from tests.journey.portal_under_test import DESK
from tests.processes import children, wait_until

from .conftest import READER
from .needs import FAULTS
from .processes import busiest, kill_all

pytestmark = [*FAULTS, pytest.mark.database]
SUBJECT = "Votre recommandation"
STOPS_WITHIN, LEASE_SECONDS = 15, 60
HASTY = {"TASK_TIMEOUT": "6"}  # seconds for a task: one that was lost is given to another after twice as long


def wait_for_the_rendering(row):
    wait_until(lambda: row("document", "tries", "made_at") == [1, None], every=0.01)


def test_a_worker_killed_while_it_makes_a_document_loses_nothing(portal, row):
    with portal.worker() as worker:
        wait_for_the_rendering(row)
        kill_all(worker.pid)
    assert row("document", "tries", "made_at") == [1, None]
    portal.stage("an_hour_passes")
    with portal.worker():
        mail = portal.peer.mail(to=READER, subject=SUBJECT)
        wait_until(lambda: row("delivery", "status") == ["sent"])
    assert pdf_in(mail).pages >= 6
    assert row("document", "tries")[0] >= 2
    assert portal.peer.times(mail["Message-ID"]) == 1


def test_the_process_that_renders_is_killed_and_its_worker_goes_on(portal, row):
    with portal.worker(**HASTY) as worker:
        wait_for_the_rendering(row)
        os.kill(busiest(children(worker.pid)), signal.SIGKILL)
        mail = portal.peer.mail(to=READER, subject=SUBJECT)
        assert worker.poll() is None
    assert row("document", "tries")[0] >= 2
    assert portal.peer.times(mail["Message-ID"]) == 1


def test_killed_before_it_could_write_that_a_mail_left_it_sends_the_very_same_again(portal, row):
    portal.peer.thinks_for = 5
    with portal.worker() as worker:
        first = portal.peer.mail(to=READER, subject=SUBJECT)
        kill_all(worker.pid)
    portal.peer.thinks_for = 0
    assert row("delivery", "status", "sent_at") == ["waiting", None]
    portal.stage("an_hour_passes")
    with portal.worker():
        wait_until(lambda: row("delivery", "status") == ["sent"])
    _, second = portal.peer.mails(to=READER, subject=SUBJECT)
    assert second["Message-ID"] == first["Message-ID"] and link_in(second) == link_in(first)


def test_two_workers_share_the_work_and_do_each_piece_once(portal):
    readers = [f"camille{number}@telesuivi.example" for number in range(3)]
    portal.stage("each", "submitted", [["telesuivi", reader] for reader in readers])
    with ExitStack() as running:
        for _ in range(2):
            running.enter_context(portal.worker())
        mails = [portal.peer.mail(to=reader, subject=SUBJECT) for reader in readers]
    assert [portal.peer.times(mail["Message-ID"]) for mail in mails] == [1, 1, 1]
    theirs = "FROM portal_delivery JOIN portal_document ON portal_document.id = document_id WHERE recipient LIKE 'camille_@%'"
    assert portal.rows(f"SELECT DISTINCT portal_document.tries, portal_delivery.tries, status {theirs}") == [
        (1, 1, "sent")
    ]


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


def test_told_to_stop_while_a_mail_server_thinks_it_gives_the_mail_back(portal, row):
    with portal.worker() as worker:
        portal.peer.mail(to=DESK)
        portal.peer.thinks_for = 60
        first = portal.peer.mail(to=READER, subject=SUBJECT)
        worker.terminate()
        worker.wait(STOPS_WITHIN)
        assert worker.returncode == 0
    portal.peer.thinks_for = 0
    assert row("delivery", "status", "tries") == ["waiting", 0]
    with portal.worker():
        wait_until(lambda: row("delivery", "status") == ["sent"], patience=15)
    assert portal.peer.times(first["Message-ID"]) == 2
