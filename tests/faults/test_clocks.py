"""Clocks that jump: what a wrong clock put off is not put off once it is right, and nothing is done twice for good."""

from __future__ import annotations

import sys

import pytest

from tests.processes import wait_until

from .conftest import READER
from .needs import FAULTS

pytestmark = [*FAULTS, pytest.mark.soak]
SUBJECT = "Votre recommandation"
WRONG = [sys.executable, "-m", "tests.faults.clocks"]
A_DAY = "86400"


@pytest.fixture
def clock(tmp_path):
    """By how many seconds the clock of a worker is wrong."""
    return tmp_path / "clock"


def test_a_clock_that_was_a_day_ahead_delays_nothing_once_it_is_right(portal, row, clock):
    clock.write_text(A_DAY)
    with portal.worker(manage=WRONG, CLOCK=str(clock)):
        with portal.peer.away():
            wait_until(lambda: row("delivery", "tries")[0] == 1 and row("delivery", "last_error")[0])
        clock.write_text("0")
        portal.stage("swept")
        mail = portal.peer.mail(to=READER, subject=SUBJECT)
        wait_until(lambda: row("delivery", "status") == ["sent"])
    assert portal.peer.times(mail["Message-ID"]) == 1


def test_a_worker_whose_clock_is_a_day_ahead_of_another_s_sends_no_second_mail(portal, row, clock):
    clock.write_text(A_DAY)
    with portal.worker(), portal.worker(manage=WRONG, CLOCK=str(clock)):
        portal.peer.mail(to=READER, subject=SUBJECT)
        wait_until(lambda: row("delivery", "status") == ["sent"])
    assert len({mail["Message-ID"] for mail in portal.peer.mails(to=READER, subject=SUBJECT)}) == 1
    assert portal.stage("everything")["made"].count(row.file["id"]) == 1
