"""Who waits for whom: no mail behind documents, no broker's quote behind a crowd, and nothing forever."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_q.models import OrmQ

from portal.queue import AWAITED, QUICK, enqueue
from portal.queue_order import InOrder

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def taken():
    """What a worker takes, one after the other, by the names given here."""
    broker, names = InOrder(), []
    while OrmQ.objects.exists():
        ((key, _),) = broker.dequeue()
        names.append(OrmQ.objects.get(pk=key).name().split()[-1])
        broker.acknowledge(key)
    return names


def test_mails_go_first_then_awaited_quotes_then_the_oldest():
    for name in ("first", "second"):
        enqueue("make_document", name)
    enqueue("make_document", "quote", head_start=AWAITED)
    enqueue("deliver", "mail")
    assert taken() == ["mail", "quote", "first", "second"]


def test_what_has_waited_for_long_is_not_overtaken():
    enqueue("make_document", "patient", head_start=QUICK + timedelta(minutes=1))
    enqueue("deliver", "mail")
    assert taken() == ["patient", "mail"]


def test_a_task_that_is_held_is_not_given_again_before_its_time():
    enqueue("deliver", "mail")
    broker = InOrder()
    ((key, _),) = broker.dequeue()
    assert broker.dequeue() is None
    assert OrmQ.objects.get(pk=key).lock > timezone.now()
