"""Workers that are killed, a mail server that is away or refuses: nothing is lost, nothing comes twice."""

from __future__ import annotations

import os
import signal
import time
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.processes import alive, children, wait_until

from .mail_peer import link_in, pdf_in
from .portal_under_test import portal_under_test

pytestmark = [
    pytest.mark.database,
    pytest.mark.needs("pango", "gettext"),
    pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks for processes in /proc, as Linux has it"),
]
SUBJECT = "Votre recommandation"
READER = "camille@telesuivi.example"
HASTY = {"TASK_TIMEOUT": "6"}  # seconds for a task: one that was lost is given to another after twice as long


@pytest.fixture(scope="module")
def portal(tmp_path_factory):
    """A portal without any process of its own."""
    with portal_under_test(tmp_path_factory.mktemp("faults")) as portal:
        yield portal


@pytest.fixture
def row(portal):
    """What the database says of the one document, or of a mail, of the file of this test."""
    file = portal.stage("submitted", "telesuivi", READER)
    portal.peer.forget()

    def row(table, *columns, kind="recommendation"):
        ours = f"replace(CAST(submission_id AS text), '-', '') = '{file['id'].replace('-', '')}' AND kind = '{kind}'"
        ((*found,),) = portal.rows(f"SELECT {', '.join(columns)} FROM portal_{table} WHERE {ours}")
        return found

    row.file = file
    return row


def kill(pids):
    for pid in pids:
        os.kill(pid, signal.SIGKILL)
    wait_until(lambda: not any(map(alive, pids)))


def busiest(pids):
    """The process that works the most over a tenth of a second."""

    def spent(pid):
        return sum(map(int, Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]))

    before = {pid: spent(pid) for pid in pids}
    time.sleep(0.1)
    return max(pids, key=lambda pid: spent(pid) - before[pid])


def wait_for_the_rendering(row):
    wait_until(lambda: row("document", "tries", "made_at") == [1, None], every=0.01)


def test_a_worker_killed_while_it_makes_a_document_loses_nothing(portal, row):
    with portal.worker() as worker:
        wait_for_the_rendering(row)
        kill([worker.pid, *children(worker.pid)])
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
        kill([worker.pid, *children(worker.pid)])
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


def test_mails_wait_for_a_server_that_is_away_or_says_later(portal, row):
    with portal.worker():
        with portal.peer.away():
            wait_until(lambda: row("delivery", "tries")[0] == 1 and row("delivery", "last_error")[0])
        assert row("delivery", "status") == ["waiting"]
        with portal.peer.refusing("451 4.3.0 later, please"):
            portal.stage("an_hour_passes")
            wait_until(lambda: "451" in row("delivery", "last_error")[0])
        assert row("delivery", "status", "tries") == ["waiting", 2]
        portal.stage("an_hour_passes")
        mail = portal.peer.mail(to=READER, subject=SUBJECT)
        wait_until(lambda: row("delivery", "status", "tries", "last_error") == ["sent", 3, ""])
    assert portal.peer.times(mail["Message-ID"]) == 1


def test_a_mail_refused_for_good_is_not_tried_again_until_somebody_asks(portal, row):
    with portal.worker():
        with portal.peer.refusing("550 5.1.1 no such mailbox"):
            wait_until(lambda: row("delivery", "status") == ["failed"])
        portal.stage("an_hour_passes")
        assert "550" in row("delivery", "last_error")[0] and not portal.peer.mails(to=READER, subject=SUBJECT)
        portal.stage("sent_again", row.file["id"], "recommendation")
        portal.peer.mail(to=READER, subject=SUBJECT)
