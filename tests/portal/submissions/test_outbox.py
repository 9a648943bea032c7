"""The outbox: nothing lost, nothing twice but under one Message-ID, and what fails is seen."""

import errno
import smtplib
from datetime import timedelta

import pytest
from django.core import mail

from portal import actions
from portal.actions import NotAllowed, deliver, make_document, open_link, resend, send_link, submit, sweep, sweep_soon
from portal.actions.post import link_token
from portal.delivery.outcome import MOST_TRIES
from portal.models import Delivery, Document, verify_chain
from portal.queue import LEASE
from portal.stopping import Stopped
from tests.portal.submissions.cases import AT, BROKER, FOUNDER, LATER, ON, Failing, draft, read_again

pytestmark = [pytest.mark.django_db, pytest.mark.needs("pango")]

FAILING = "tests.portal.submissions.cases.Failing"


def at(moment):
    return lambda: moment


def queued():
    from django_q.models import OrmQ

    return sorted(task.name() for task in OrmQ.objects.all())


@pytest.fixture
def submitted():
    """A file whose address is proved: its recommendation waits to be made, and then mailed."""
    started = draft("telesuivi")
    open_link(link_token(send_link(started.pk, actor=FOUNDER, at=AT)), at=AT)
    submit(started.pk, actor=FOUNDER, at=AT, on=ON)
    return read_again(started)


def test_a_mail_waits_for_its_document_and_leaves_with_it(submitted):
    waiting = submitted.deliveries.get(kind="recommendation")
    assert deliver(waiting.pk, clock=at(AT)) is None and mail.outbox == []
    document = make_document(submitted.documents.get().pk, clock=at(AT))
    assert document.ready and document.pages > 5 and document.read().startswith(b"%PDF")
    assert f"deliver {waiting.pk}" in queued()
    sent = deliver(waiting.pk, clock=at(LATER))
    assert (sent.status, sent.sent_at, sent.tries) == ("sent", LATER, 1)
    (letter,) = mail.outbox
    assert letter.to == ["camille.renaud@telesuivi.example"]
    assert letter.extra_headers["Message-ID"] == sent.message_id
    assert [kind for _, _, kind in letter.attachments] == ["application/pdf"]
    assert link_token(sent) in letter.body
    assert verify_chain(read_again(submitted)) is None


def test_what_is_done_is_not_done_again(submitted):
    key = submitted.documents.get().pk
    assert make_document(key, clock=at(AT)) and make_document(key, clock=at(LATER)) is None
    waiting = submitted.deliveries.get(kind="recommendation")
    assert deliver(waiting.pk, clock=at(AT)) and deliver(waiting.pk, clock=at(LATER)) is None
    assert len(mail.outbox) == 1


def test_what_another_worker_holds_is_left_alone_until_its_time_is_over(submitted):
    waiting = submitted.deliveries.get(kind="resume")
    Delivery.objects.filter(pk=waiting.pk).update(next_try_at=AT + LEASE)
    assert deliver(waiting.pk, clock=at(AT)) is None
    assert deliver(waiting.pk, clock=at(AT + LEASE)).status == "sent"


def test_a_server_that_is_down_is_tried_again_later(submitted, settings):
    settings.EMAIL_BACKEND = FAILING
    waiting = submitted.deliveries.get(kind="resume")
    tried = deliver(waiting.pk, clock=at(AT))
    assert (tried.status, tried.tries, tried.last_error) == ("waiting", 1, "ConnectionRefusedError: nobody there")
    assert timedelta(seconds=24) <= tried.next_try_at - AT <= timedelta(seconds=36)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    sweep(at=tried.next_try_at + timedelta(seconds=10))
    assert f"deliver {waiting.pk}" in queued()
    again = deliver(waiting.pk, clock=at(tried.next_try_at))
    assert (again.status, again.tries, again.last_error) == ("sent", 2, "")


def test_an_address_refused_for_good_is_a_failure_that_a_broker_can_send_again(submitted, settings, monkeypatch):
    refused = smtplib.SMTPRecipientsRefused({"camille.renaud@telesuivi.example": (550, b"no such mailbox")})
    monkeypatch.setattr(Failing, "error", refused)
    settings.EMAIL_BACKEND = FAILING
    waiting = submitted.deliveries.get(kind="resume")
    assert deliver(waiting.pk, clock=at(AT)).status == "failed"
    assert read_again(submitted).events.last().verb == "delivery_failed"
    sweep(at=LATER)
    assert deliver(waiting.pk, clock=at(LATER)) is None
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    with pytest.raises(NotAllowed):
        resend(waiting.pk, actor=FOUNDER, at=LATER)
    resend(waiting.pk, actor=BROKER, at=LATER)
    assert deliver(waiting.pk, clock=at(LATER)).status == "sent"
    with pytest.raises(NotAllowed, match="was sent"):
        resend(waiting.pk, actor=BROKER, at=LATER)


def test_a_document_that_can_not_be_made_is_given_up_after_five_tries(submitted, monkeypatch):
    def fails(document):
        raise ValueError("poison")

    monkeypatch.setattr("portal.documents.making.made", fails)
    key = submitted.documents.get().pk
    moment = AT
    for _ in range(7):
        assert make_document(key, clock=at(moment)) is None
        moment += timedelta(hours=2)
    found = Document.objects.get(pk=key)
    assert (found.tries, found.last_error, found.ready) == (5, "ValueError: poison", False)
    assert read_again(submitted).events.filter(verb="document_failed").count() == 1
    assert verify_chain(read_again(submitted)) is None
    assert sweep(at=moment) == len(submitted.deliveries.exclude(kind="recommendation"))
    monkeypatch.undo()
    actions.remake(key, actor=BROKER, at=moment)
    assert make_document(key, clock=at(moment)).ready


def test_a_document_that_can_not_be_written_is_never_given_up(submitted, monkeypatch):
    def full(*args):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("portal.documents.making.made", full)
    key, moment = submitted.documents.get().pk, AT
    for _ in range(10):
        assert make_document(key, clock=at(moment)) is None
        moment += timedelta(hours=2)
    monkeypatch.undo()
    assert make_document(key, clock=at(moment)).ready


def test_a_task_that_takes_too_long_is_tried_again_later_like_any_other(submitted, settings, monkeypatch):
    from django_q.exceptions import TimeoutException

    monkeypatch.setattr(Failing, "error", TimeoutException("Task exceeded maximum timeout value (60 seconds)"))
    settings.EMAIL_BACKEND = FAILING
    tried = deliver(submitted.deliveries.get(kind="resume").pk, clock=at(AT))
    assert (tried.status, tried.tries) == ("waiting", 1) and "maximum timeout" in tried.last_error
    assert timedelta(seconds=24) <= tried.next_try_at - AT <= timedelta(seconds=36)


def test_a_mail_that_ends_every_worker_is_given_up_in_the_end(submitted):
    waiting = submitted.deliveries.get(kind="resume")
    Delivery.objects.filter(pk=waiting.pk).update(tries=MOST_TRIES)
    given_up = deliver(waiting.pk, clock=at(AT))
    assert given_up.status == "failed" and "no worker came back" in given_up.last_error and mail.outbox == []


def test_a_mail_given_back_by_a_worker_that_stops_is_free_at_once_and_its_try_does_not_count(
    submitted, settings, monkeypatch
):
    monkeypatch.setattr(Failing, "error", Stopped())
    settings.EMAIL_BACKEND = FAILING
    waiting = submitted.deliveries.get(kind="resume")
    before = len(queued())
    assert deliver(waiting.pk, clock=at(AT)) is None and len(queued()) == before + 1
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    given_back = deliver(waiting.pk, clock=at(AT))
    assert (given_back.status, given_back.tries) == ("sent", 1)


def test_what_a_clock_that_was_wrong_put_off_is_taken_up_with_the_next_sweep(submitted):
    ahead = AT + timedelta(days=30)
    Delivery.objects.filter(submission=submitted).update(next_try_at=ahead)
    Document.objects.filter(submission=submitted).update(next_try_at=ahead)
    sweep(at=AT)
    assert make_document(submitted.documents.get().pk, clock=at(AT)).ready
    for waiting in submitted.deliveries.filter(status="waiting"):
        assert deliver(waiting.pk, clock=at(AT)).status == "sent"


def test_the_sweep_itself_is_not_put_off_by_a_clock_that_was_wrong():
    from django_q.models import Schedule

    Schedule.objects.filter(name="sweep").update(next_run=AT + timedelta(days=30))
    sweep_soon(at=AT)
    assert Schedule.objects.get(name="sweep").next_run == AT


def test_a_task_joins_the_transaction_that_calls_for_it(submitted):
    before = queued()
    with pytest.raises(ZeroDivisionError):
        from django.db import transaction

        with transaction.atomic():
            send_link(submitted.pk, actor=FOUNDER, at=LATER)
            raise ZeroDivisionError
    assert queued() == before and submitted.deliveries.filter(kind="resume").count() == 1
