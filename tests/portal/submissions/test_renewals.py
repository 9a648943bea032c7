"""A policy's year: its renewal ninety days before the end, its notice two months before, each once."""

from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone

from portal.actions import (
    NotAllowed,
    mark_bound,
    renew,
    renew_due,
    submit,
)
from portal.models import Delivery, Policy, verify_chain
from tests.portal.submissions.cases import BROKER, FOUNDER, LATER, draft, read_again
from tests.portal.submissions.renewed import END, in_force

pytestmark = pytest.mark.django_db


@pytest.fixture
def bound():
    return in_force()


def morning(before):
    return timezone.make_aware(datetime.combine(END - timedelta(days=before), time(10)))


def test_the_policy_is_kept_with_its_insurer_and_its_days(bound):
    policy = bound.policy
    assert (policy.number, policy.insurer, policy.ends_on) == ("POL-1", "Assureur Exemple", END)


def test_a_policy_cannot_end_before_it_starts(bound):
    with pytest.raises(NotAllowed, match="can't end"):
        mark_bound(bound.pk, "P", starts_on=END, ends_on=END, actor=BROKER, at=LATER, reason="x")


def test_ninety_days_before_the_end_the_renewal_begins_once_with_the_same_answers(bound):
    assert renew_due(at=morning(91)) == 0
    assert renew_due(at=morning(90)) == 1
    assert renew_due(at=morning(90)) == 0 and renew_due(at=morning(80)) == 0
    draft = bound.next_versions.get()
    assert (draft.state, draft.version, draft.answers) == ("draft", 2, bound.answers)
    assert draft.proved_email == bound.proved_email != ""
    mail = draft.deliveries.get()
    assert (mail.kind, mail.data) == ("renewal", {"ends_on": END.isoformat()})
    assert read_again(bound).state == "bound"
    assert verify_chain(bound) is None and verify_chain(draft) is None


def test_the_notice_goes_two_months_before_while_nothing_was_sent(bound):
    renew_due(at=morning(90))
    renew_due(at=morning(62))
    assert not Delivery.objects.filter(kind="renewal_notice").exists()
    assert renew_due(at=morning(61)) == 1 and renew_due(at=morning(60)) == 0
    assert Delivery.objects.filter(kind="renewal_notice").count() == 1


def test_no_notice_once_the_renewal_was_sent(bound):
    renew_due(at=morning(90))
    submit(bound.next_versions.get().pk, actor=FOUNDER, at=morning(70), on=morning(70).date())
    assert renew_due(at=morning(61)) == 0


def test_a_broker_may_begin_it_earlier_and_the_clock_does_not_repeat_it(bound):
    draft = renew(bound.pk, actor=BROKER, at=LATER, reason="le client le demande")
    assert renew(bound.pk, actor=BROKER, at=LATER, reason="encore") == draft
    assert renew_due(at=morning(90)) == 0 and draft.deliveries.count() == 1


def test_a_policy_that_has_ended_begins_no_renewal(bound):
    assert renew_due(at=morning(-1)) == 0


def test_a_file_without_a_policy_has_nothing_to_renew():
    with pytest.raises(NotAllowed):
        renew(draft("telesuivi").pk, actor=BROKER, at=LATER, reason="x")
    assert not Policy.objects.exists()
