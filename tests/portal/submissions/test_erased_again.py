"""A backup brings back a file that was erased since: what the logs say of it erases it again."""

from __future__ import annotations

import json

import pytest
from cases import AT, FOUNDER, draft
from django.core.management import call_command

from portal import actions
from portal.models import Submission

pytestmark = pytest.mark.django_db


def test_what_the_logs_say_was_erased_is_erased_again(tmp_path, capsys, caplog):
    gone, stays = draft(), draft()
    key = gone.pk
    # By the records: a logger that another test has used is cached, and structlog captures it no more.
    actions.ask_erasure(key, actor=FOUNDER, at=AT)
    told = [record.msg for record in caplog.records if isinstance(record.msg, dict)]
    (line,) = [one for one in told if one["event"] == "file_erased"]
    actions.start_draft("fr", actor=FOUNDER, at=AT, new_id=key)  # as a backup would

    log = tmp_path / "portal.log"
    other = {"request_id": str(stays.pk), "event": "request_finished"}
    with_request = {"request_id": str(stays.pk), **line}
    log.write_text(f"{json.dumps(other)}\n{json.dumps(with_request)}\nid={stays.pk} something else\n")
    call_command("erase_again", str(log))
    assert list(Submission.objects.values_list("pk", flat=True)) == [stays.pk]
    assert "1 erasures read; 1 files had come back" in capsys.readouterr().out
