"""A disk that is full, a document that can't be made: what can be made is, whatever stands beside it."""

from __future__ import annotations

import json

import pytest

from tests.journey.mail_peer import pdf_in
from tests.journey.portal_under_test import portal_under_test
from tests.processes import wait_until

from .conftest import READER
from .full_disk import FULL
from .needs import FAULTS

pytestmark = FAULTS
SUBJECT = "Votre recommandation"
MOST_TRIES = 5


@pytest.fixture(scope="module")
def portal(tmp_path_factory):
    home = tmp_path_factory.mktemp("disk")
    storage = {
        "DOCUMENTS_STORAGE": "tests.faults.full_disk.FullDisk",
        "DOCUMENTS_OPTIONS": json.dumps({"location": str(home / "documents")}),
    }
    with portal_under_test(home, **storage) as portal:
        yield portal


def fail(portal, times):
    """Let an hour pass after each failure, until there were so many more."""
    before = portal.errors.read_text().count("document_failed")
    for failed in range(before + 1, before + times + 1):
        wait_until(lambda failed=failed: portal.errors.read_text().count("document_failed") >= failed)
        portal.stage("an_hour_passes")


@pytest.mark.soak
def test_a_full_disk_never_makes_a_document_be_given_up(portal, row):
    (portal.home / FULL).touch()
    with portal.worker():
        fail(portal, MOST_TRIES + 1)
        assert "No space left" in row("document", "last_error")[0]
        assert row("document", "made_at") == [None] and row("delivery", "tries") == [0]
        (portal.home / FULL).unlink()
        portal.stage("an_hour_passes")
        mail = portal.peer.mail(to=READER, subject=SUBJECT)
    assert pdf_in(mail).pages >= 6
    assert row("document", "last_error") == [""]
    assert row.file["id"] in portal.stage("everything")["made"]


def test_a_document_that_can_not_be_made_is_given_up_and_keeps_no_other_waiting(portal, row):
    portal.stage("poisoned", row.file["id"])
    with portal.worker():
        fail(portal, MOST_TRIES)
        portal.stage("submitted", "telesuivi", "autre@telesuivi.example")
        portal.peer.mail(to="autre@telesuivi.example", subject=SUBJECT)
    assert row("document", "tries", "made_at") == [MOST_TRIES, None]
    assert row("delivery", "status") == ["waiting"]
