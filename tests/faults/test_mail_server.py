"""A mail server that is away, says later or never, hangs, or takes a mail and is gone: each reaches its reader."""

from __future__ import annotations

import pytest

from tests.journey.mail_peer import HANGS_UP
from tests.processes import wait_until

from .conftest import READER
from .needs import FAULTS

pytestmark = FAULTS
SUBJECT = "Votre recommandation"
HASTY = {"TASK_TIMEOUT": "6"}


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


def test_a_server_that_takes_a_mail_and_hangs_up_is_given_the_very_same_again(portal, row):
    with portal.worker():
        with portal.peer.refusing(HANGS_UP):
            wait_until(lambda: row("delivery", "tries")[0] == 1 and row("delivery", "last_error")[0])
        assert row("delivery", "status") == ["waiting"]
        portal.stage("an_hour_passes")
        wait_until(lambda: row("delivery", "status") == ["sent"])
    first, second = portal.peer.mails(to=READER, subject=SUBJECT)
    assert first["Message-ID"] == second["Message-ID"] and portal.peer.times(first["Message-ID"]) == 2


@pytest.mark.soak
def test_a_server_that_never_says_a_word_is_left_in_time_and_tried_again(portal, row):
    with portal.worker(**HASTY) as worker:
        with portal.peer.silent():
            wait_until(lambda: row("delivery", "last_error")[0])
        assert row("delivery", "status", "tries") == ["waiting", 1] and "Timeout" in row("delivery", "last_error")[0]
        portal.stage("an_hour_passes")
        portal.peer.mail(to=READER, subject=SUBJECT)
        assert worker.poll() is None
