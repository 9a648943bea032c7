"""Workers that are killed: nothing is lost, nothing comes twice."""

from __future__ import annotations

import os
import signal
from contextlib import ExitStack

import pytest

from tests.journey.mail_peer import link_in, pdf_in
from tests.processes import alive, children, wait_until

from .conftest import READER
from .needs import FAULTS
from .processes import busiest, kill_all

pytestmark = [*FAULTS, pytest.mark.database]
SUBJECT = "Votre recommandation"
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


@pytest.mark.soak
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


def test_a_worker_whose_guard_is_killed_ends_says_so_and_leaves_no_process_behind(portal):
    with portal.worker() as worker:
        below = children(worker.pid)
        guard = next(pid for pid in below if children(pid))
        os.kill(guard, signal.SIGKILL)
        worker.wait(15)
    assert worker.returncode == 1 and "The worker has died (exit code -9)" in portal.log()
    wait_until(lambda: not any(map(alive, below)))
