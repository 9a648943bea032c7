"""Mails as files: one each, whole, and only for this user's eyes."""

import os

import pytest
from django.core.mail import get_connection

from portal.env import MAIL_FILES
from tests.portal.delivery.letters import PDF, letter, received


@pytest.fixture
def files(settings, tmp_path):
    settings.EMAIL_FILE_PATH = tmp_path / "not yet" / "mail"
    return get_connection(MAIL_FILES)


def test_each_mail_is_a_file_that_a_mail_program_opens(files, settings):
    sent = letter("recommendation", document=PDF)
    assert files.send_messages([sent, letter("quote", document=PDF)]) == 2
    first = settings.EMAIL_FILE_PATH / "1a2b.recommendation.1@egide.cabinet.example.eml"
    assert len(os.listdir(settings.EMAIL_FILE_PATH)) == 2
    assert first.stat().st_mode & 0o777 == 0o600
    assert first.read_bytes().count(b"\n") == received(sent).as_bytes().count(b"\n")


def test_sent_twice_it_is_still_one_file(files, settings):
    files.send_messages([letter("resume")])
    files.send_messages([letter("resume")])
    assert os.listdir(settings.EMAIL_FILE_PATH) == ["1a2b.resume.1@egide.cabinet.example.eml"]


def test_an_id_leads_nowhere_else(files, settings):
    mail = letter("resume")
    mail.extra_headers["Message-ID"] = "<../../etc/passwd@x>"
    files.send_messages([mail])
    assert os.listdir(settings.EMAIL_FILE_PATH) == [".._.._etc_passwd@x.eml"]


def test_half_a_mail_is_never_seen(files, settings, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="No space left"):
        files.send_messages([letter("resume")])
    assert os.listdir(settings.EMAIL_FILE_PATH) == []
