"""The figures of the background work, as a probe or a metric tells them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from portal.actions import make_integration, revoke_integration
from portal.models import FAILED, SENT, Delivery, Document, WebhookCall
from portal.queue_figures import Waiting, calls_given_up, queue_figures
from tests.portal.desk.cases import sent

pytestmark = pytest.mark.django_db
NOTHING = Waiting(0, 0, 0)


@pytest.fixture
def program(db):
    """One that is told of changes."""
    given = {"drawn": b"1" * 32, "made_by": "essai", "at": timezone.now(), "webhook_url": "http://127.0.0.1:9/"}
    row, _ = make_integration("essai", ["broker"], **given)
    return row


def test_nothing_waits_where_there_is_nothing():
    figures = queue_figures()
    assert (figures.documents, figures.mails, figures.webhooks) == (NOTHING, NOTHING, NOTHING)


def test_what_waits_is_counted_with_its_age_and_what_was_given_up_apart(program):
    sent("telesuivi", hours=2)
    sent("biotech", hours=1)
    Delivery.objects.update(status=SENT)
    kept = Delivery.objects.order_by("created_at").first()
    Delivery.objects.filter(pk=kept.pk).update(status=FAILED)
    oldest = Document.objects.order_by("requested_at").first()
    Document.objects.filter(pk=oldest.pk).update(tries=5, last_error="ValueError: poison")
    calls = WebhookCall.objects.order_by("pk")
    WebhookCall.objects.filter(pk=calls.first().pk).update(next_try_at=None, tries=8)
    figures = queue_figures()
    assert (figures.documents.waiting, figures.documents.failed) == (1, 1)
    assert 3600 <= figures.documents.oldest_seconds < 3700
    assert figures.mails == Waiting(0, 0, 1)
    assert (figures.webhooks.waiting, figures.webhooks.failed) == (calls.count() - 1, 1)
    assert figures.webhooks.oldest_seconds >= 7190


def test_what_a_program_that_is_shut_out_was_not_told_is_no_failure(program):
    sent("telesuivi", hours=0)
    WebhookCall.objects.update(next_try_at=None, tries=8)
    assert calls_given_up().exists()
    revoke_integration(program.pk, at=timezone.now() + timedelta(seconds=1))
    assert queue_figures().webhooks == NOTHING


@pytest.mark.parametrize(
    ("rows", "index"),
    [
        (Document.objects.filter(made_at=None, tries__lt=5), "document_waiting"),
        (Delivery.objects.filter(status="waiting"), "delivery_waiting"),
        (Delivery.objects.filter(status="failed"), "delivery_failed"),
        (WebhookCall.objects.filter(told_at=None, next_try_at__isnull=False), "webhook_waiting"),
    ],
)
def test_they_are_read_from_indexes_of_what_is_not_done(rows, index):
    if connection.vendor == "postgresql":  # it reads a table of three rows whole, as it should, unless told
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
    assert index in rows.order_by().explain()
