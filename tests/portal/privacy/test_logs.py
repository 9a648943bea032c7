"""Nothing of a person is in a log line of production but the IP address: neither when all goes well, nor in trouble."""

import io
import json
import logging
import smtplib
import traceback

import pytest
import structlog
from django.core.mail.backends.locmem import EmailBackend
from django.urls import reverse
from django.utils import timezone

from portal import actions, logs, tasks
from portal.actions import deliver, make_document
from portal.actions.post import link_token
from portal.env import MAIL_FILES
from portal.models import Delivery
from tests.portal.privacy.lived import ADDRESS, EMAIL, NAME, Life, answers, marks_in

pytestmark = [pytest.mark.django_db, pytest.mark.needs("gettext")]


class Refusing(EmailBackend):
    """A mail server that repeats whom it refuses."""

    def send_messages(self, messages):
        raise smtplib.SMTPRecipientsRefused({EMAIL: (550, f"no mailbox for {NAME}".encode())})


@pytest.fixture
def lines(settings, tmp_path):
    """What is logged, as production writes it."""
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = MAIL_FILES, tmp_path
    as_set = dict(logs.configure(as_json=True, level="DEBUG", reports={"dsn": ""})["formatters"]["line"])
    as_set.pop("()")
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(**as_set))
    root = logging.getLogger()
    root.addHandler(handler)
    yield written
    root.removeHandler(handler)


def raising(*args, **options):
    """As a database would: with the row in its message, and a cause that tells it too."""
    try:
        raise KeyError(EMAIL)
    except KeyError as error:
        raise ValueError(f"Failing row contains ({answers()})") from error


def test_a_whole_life_and_all_its_trouble_name_nobody(lines, monkeypatch, settings):
    life = Life(accepted=True)
    life.desk.get(reverse("desk:portal_submission_changelist"), {"q": "Marquenom"})
    mailed = Delivery.objects.filter(kind="resume").get()
    link = link_token(mailed)
    life.visitor.get(reverse("entry", args=[link]), {"courriel": EMAIL}, HTTP_USER_AGENT=NAME)
    life.visitor.post("/lien/", {"email": EMAIL})
    life.visitor.get("/nulle-part/", {"q": NAME})

    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    for mail in Delivery.objects.filter(status="waiting"):
        assert "550" in deliver(mail.pk, clock=timezone.now).last_error

    life.visitor.raise_request_exception = False
    monkeypatch.setattr("portal.actions.ask_erasure", raising)
    assert life.visitor.post(reverse("erase", args=[life.file.pk]), {"sure": "on", "name": NAME}).status_code == 500

    told = [json.loads(line) for line in lines.getvalue().splitlines()]
    text = lines.getvalue()
    assert marks_in(text) - {ADDRESS} == set() and link not in text
    assert ADDRESS in {line.get("ip") for line in told}
    trouble, *_ = [line["exception"] for line in told if "exception" in line and "ValueError" in line["exception"]]
    assert "KeyError" in trouble and "in raising" in trouble
    assert [line["why"] for line in told if line["event"] == "delivery_failed"][:1] == ["SMTPRecipientsRefused"]


def test_what_the_queue_keeps_of_a_task_that_failed_holds_no_value(lines, monkeypatch):
    monkeypatch.setattr(actions, "deliver", raising)
    with pytest.raises(tasks.Failed) as failed:
        tasks.deliver("12345678-1234-5678-1234-567812345678")
    kept = "".join(traceback.format_exception(failed.value))
    assert marks_in(kept + lines.getvalue()) == set()
    assert "ValueError" in kept and "in raising" in lines.getvalue()


def test_a_document_that_can_not_be_made_names_nobody(lines, monkeypatch):
    life = Life(accepted=False)
    life.file.documents.filter(kind="recommendation").update(made_at=None, next_try_at=timezone.now(), tries=0)
    monkeypatch.setattr("portal.documents.making.made", raising)
    assert make_document(life.file.documents.filter(kind="recommendation").first().pk, clock=timezone.now) is None
    assert "document_failed" in lines.getvalue()
    assert marks_in(lines.getvalue()) - {ADDRESS} == set()
