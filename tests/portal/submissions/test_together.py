"""Two processes that do the same thing at the same moment, on a database that both can reach."""

import os
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection

from portal.actions import send_link
from portal.models import verify_chain
from tests.portal.submissions.cases import AT, FOUNDER, draft, read_again

ROOT = Path(__file__).resolve().parents[3]
PROCESSES = 3
PATIENCE = 60

START = """
import pathlib, sys, time, uuid
import django
django.setup()
from django.db import connection
from portal.actions import StaleDraft, save_answers, submit
from tests.portal.submissions.cases import FOUNDER, LATER, ON
from underwriting import load_guide
me, place, submission, revision = sys.argv[1], pathlib.Path(sys.argv[2]), uuid.UUID(sys.argv[3]), int(sys.argv[4])
load_guide(on=ON)
connection.ensure_connection()
(place / f"ready-{me}").touch()
while not (place / "go").exists():
    time.sleep(0.001)
"""
SUBMIT = START + "print(submit(submission, actor=FOUNDER, at=LATER, on=ON).pk)"
ANSWER = (
    START
    + """
try:
    save_answers(submission, {"company": {"headcount": 100 + int(me)}}, revision, actor=FOUNDER, at=LATER)
    print("saved", 100 + int(me))
except StaleDraft as stale:
    print("stale", stale.stored["company"]["headcount"])
"""
)

SEND = (
    START
    + """
from django.conf import settings
from portal.actions import deliver
from portal.models import Delivery
settings.EMAIL_FILE_PATH = place / f"mail-{me}"
print("sent" if deliver(Delivery.objects.get().pk, clock=lambda: LATER) else "left alone")
"""
)


def address(place):
    """Where other processes find what this test has written; SQLite's tests are in memory: a file gets a copy."""
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(place / "copy.sqlite3")) as copy:
            connection.connection.backup(copy)
        return f"sqlite:///{place / 'copy.sqlite3'}"
    named = connection.settings_dict
    return f"postgres://{named['USER']}:{named['PASSWORD']}@{named['HOST']}:{named['PORT']}/{named['NAME']}"


def together(code, submission, place):
    """What each process prints, when all do this at once; then the database of the test holds what they did."""
    environment = os.environ | {"DATABASE_URL": address(place), "DJANGO_SETTINGS_MODULE": "portal.settings"}
    arguments = [str(place), str(submission.pk), str(submission.revision)]
    started = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(me), *arguments], cwd=ROOT, env=environment, stdout=subprocess.PIPE,
            text=True,
        )
        for me in range(PROCESSES)
    ]  # fmt: skip
    try:
        until = time.monotonic() + PATIENCE
        while len(list(place.glob("ready-*"))) < PROCESSES:
            assert time.monotonic() < until and all(one.poll() is None for one in started), "they do not start"
            time.sleep(0.01)
        (place / "go").touch()
        printed = [one.communicate(timeout=PATIENCE)[0].strip() for one in started]
    finally:
        for one in started:
            one.kill()
            one.wait()
    assert [one.returncode for one in started] == [0] * PROCESSES
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(place / "copy.sqlite3")) as copy:
            copy.backup(connection.connection)
    return printed


@pytest.mark.django_db(transaction=True)
def test_a_button_pressed_in_three_places_at_once_submits_once(tmp_path):
    submission = draft("telesuivi")
    printed = together(SUBMIT, submission, tmp_path)
    submission = read_again(submission)
    assert set(printed) == {str(submission.snapshots.get().pk)}
    assert submission.state == "indicated" and verify_chain(submission) is None
    assert [event.verb for event in submission.events.all()] == ["start_draft", "save_answers", "submit", "assess"]


@pytest.mark.django_db(transaction=True)
def test_three_tabs_that_save_at_once_one_wins_and_the_others_are_told(tmp_path):
    submission = draft("telesuivi")
    printed = sorted(together(ANSWER, submission, tmp_path))
    submission = read_again(submission)
    won = submission.applicant.company.headcount
    assert printed == [f"saved {won}", f"stale {won}", f"stale {won}"]
    assert (submission.revision, submission.events.count()) == (2, 3) and verify_chain(submission) is None


@pytest.mark.django_db(transaction=True)
def test_three_workers_that_take_the_same_mail_send_one(tmp_path):
    submission = draft("telesuivi")
    send_link(submission.pk, actor=FOUNDER, at=AT)
    printed = sorted(together(SEND, submission, tmp_path))
    assert printed == ["left alone", "left alone", "sent"]
    assert len(list(tmp_path.glob("mail-*/*.eml"))) == 1
    delivery = submission.deliveries.get()
    assert (delivery.status, delivery.tries) == ("sent", 1) and verify_chain(read_again(submission)) is None
