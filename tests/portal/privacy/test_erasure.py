"""Whoever is erased is found nowhere any more: not in a table, a session, a job, a mail, a document or a free page."""

import os
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.actions import SYSTEM, ask_erasure, deliver, forget_traces, purge_all
from portal.actions.erase import erase_due
from portal.env import MAIL_FILES
from portal.models import AccessToken, Delivery, ListExport, PurgeReport, SavedView, Submission, verify_chain
from tests.portal.privacy.lived import ADDRESS, CAPACITY, FOUNDER, MARKS, POLICY, Life, marks_in, on_disk, where

pytestmark = [pytest.mark.django_db, pytest.mark.needs("gettext")]


@pytest.fixture(autouse=True)
def mailbox(settings, tmp_path):
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = MAIL_FILES, tmp_path


def free_pages():
    """The marked values in the bytes of the SQLite file, what no row holds any more included."""
    if connection.vendor != "sqlite":
        return set()
    return marks_in(connection.connection.serialize().decode("utf-8", "replace"))


def say_farewell():
    """Send the last mail, which is not of the file any more; its path."""
    [mail] = Delivery.objects.filter(submission=None)
    deliver(mail.pk, clock=timezone.now)
    [path] = [path for path in on_disk() if ".erased." in path]
    return path


def test_before_an_acceptance_everything_goes_at_once():
    life = Life(accepted=False)
    before = where()
    assert set().union(*before.values()) == set(MARKS) - {CAPACITY, POLICY, ADDRESS}
    assert {"portal_listexport", "portal_savedview", "django_session", "portal_proof"} <= set(before)
    assert any(path.endswith(".eml") for path in before)
    assert free_pages() or connection.vendor != "sqlite"
    told = Client()
    told.cookies = life.visitor.cookies
    page = told.get(reverse("erase", args=[life.file.pk])).content.decode()
    assert "Zeta Assurances" in page
    done = told.post(reverse("erase", args=[life.file.pk]), {"sure": "on"})
    assert done.status_code == 302 and not Submission.objects.exists()

    path = say_farewell()
    assert where() == {path: {"marquecourriel"}}
    assert free_pages() == set()
    assert PurgeReport.objects.get().erased == {"asked": [f"{life.file.reference} → Zeta Assurances"]}
    assert (ListExport.objects.get().narrowed, SavedView.objects.get().query) == (
        {"q": "…"}, "q=%E2%80%A6&etape=quoted",
    )  # fmt: skip
    os.utime(path, (0, 0))
    forget_traces(at=timezone.now())
    assert where() == {}


def test_a_search_that_finds_others_too_is_left():
    life = Life(accepted=False)
    other = Submission.objects.create(
        id=uuid4(), state="draft", language="fr",
        company="Marquesociete Bis", created_at=timezone.now(), updated_at=timezone.now(),
    )  # fmt: skip
    ask_erasure(life.file.pk, actor=FOUNDER, at=timezone.now())
    assert ListExport.objects.get().narrowed == {"q": "marquesociete"} and other.pk


def test_after_an_acceptance_proof_is_kept_closed_and_goes_on_its_day():
    life = Life(accepted=True)
    at = timezone.now()
    end = life.file.policy.ends_on
    told = life.visitor.get(reverse("erase", args=[life.file.pk])).content.decode()
    assert "la preuve en est gardée" in told and str(end.year + 5) in told
    left = ask_erasure(life.file.pk, actor=FOUNDER, at=at)
    assert left.erase_on == end.replace(year=end.year + 5)
    assert not AccessToken.objects.filter(submission=left, revoked_at=None).exists()
    assert life.visitor.get(reverse("file", args=[left.pk])).status_code == 404
    assert verify_chain(life.read()) is None
    # What the map says is kept is kept, and no erasure comes before its day.
    assert erase_due(at=at) == 0
    purge_all(actor=SYSTEM, at=at)
    assert {"portal_event", "portal_quote", "portal_policy", "portal_snapshot", "portal_proof"} <= set(where())
    Submission.objects.filter(pk=left.pk).update(erase_on=timezone.localdate(at) - timedelta(days=1))
    assert erase_due(at=at) == 1
    path = say_farewell()
    assert where() == {path: {"marquecourriel"}} and free_pages() == set()


def test_what_is_past_its_time_goes_by_itself():
    at = timezone.now()
    for years in (4, 6):
        ListExport.objects.create(at=at.replace(year=at.year - years, day=1), by="x", form="csv", rows=1)
        PurgeReport.objects.create(at=at.replace(year=at.year - years, day=1), by="x")
    from django_q.models import Task

    for days in (29, 31):
        Task.objects.create(
            id=str(days), name="deliver x", func="x", started=at, stopped=at - timedelta(days=days), success=False
        )  # fmt: skip
    forget_traces(at=at)
    assert (ListExport.objects.count(), PurgeReport.objects.count()) == (1, 1)
    assert [task.pk for task in Task.objects.all()] == ["29"]
