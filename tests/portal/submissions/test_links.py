"""Links by mail: who opens one has shown that the mailbox is theirs."""

from datetime import timedelta

import pytest

from portal.actions import NotAllowed, open_link, save_answers, send_link, submit
from portal.actions.post import link_token
from portal.models import LINK_TTL, AccessToken, Delivery, verify_chain
from tests.portal.submissions.cases import AT, FOUNDER, LATER, ON, draft, read_again

pytestmark = pytest.mark.django_db


def of_kind(submission, kind):
    return submission.deliveries.get(kind=kind)


def test_opening_the_link_proves_the_address_once():
    started = draft("telesuivi")
    token = link_token(send_link(started.pk, actor=FOUNDER, at=AT))
    assert read_again(started).proved_email == ""
    opened = open_link(token, at=LATER)
    assert opened.submission == started and open_link(token, at=LATER) == opened
    found = read_again(started)
    assert found.proved_email == found.email == "camille.renaud@telesuivi.example"
    assert [event.verb for event in found.events.all()].count("prove_address") == 1
    assert verify_chain(found) is None


def test_the_link_expires_and_a_foreign_token_opens_nothing():
    token = link_token(send_link(draft("telesuivi").pk, actor=FOUNDER, at=AT))
    assert open_link(token, at=AT + LINK_TTL) is None
    assert open_link("A" * 43, at=AT) is None


def test_an_address_changed_after_the_link_was_mailed_is_not_proved_by_it():
    started = draft("telesuivi")
    token = link_token(send_link(started.pk, actor=FOUNDER, at=AT))
    changed = {"contact": {"email": "autre@telesuivi.example"}}
    save_answers(started.pk, changed, started.revision, actor=FOUNDER, at=AT)
    assert open_link(token, at=LATER) is not None
    assert read_again(started).proved_email == ""


def test_at_most_five_links_an_hour():
    started = draft("telesuivi")
    for _ in range(5):
        send_link(started.pk, actor=FOUNDER, at=AT)
    with pytest.raises(NotAllowed, match="5 links") as refused:
        send_link(started.pk, actor=FOUNDER, at=AT + timedelta(minutes=59))
    assert "indésirables" in refused.value.words
    send_link(started.pk, actor=FOUNDER, at=AT + timedelta(minutes=61))


def test_a_link_without_an_address_is_refused():
    with pytest.raises(NotAllowed, match="address"):
        send_link(draft().pk, actor=FOUNDER, at=AT)


def test_a_file_is_mailed_only_to_an_address_that_was_proved():
    started = draft("telesuivi")
    submit(started.pk, actor=FOUNDER, at=AT, on=ON)
    assert not started.deliveries.filter(kind="recommendation").exists()
    confirm = of_kind(started, "confirm")
    assert confirm.document is None
    open_link(link_token(confirm), at=LATER)
    sent = of_kind(started, "recommendation")
    assert sent.document == started.documents.get() and sent.recipient == "camille.renaud@telesuivi.example"
    open_link(link_token(confirm), at=LATER)
    assert started.deliveries.filter(kind="recommendation").count() == 1


def test_a_proved_address_gets_the_recommendation_without_another_link():
    started = draft("telesuivi")
    open_link(link_token(send_link(started.pk, actor=FOUNDER, at=AT)), at=AT)
    submit(started.pk, actor=FOUNDER, at=LATER, on=ON)
    assert of_kind(started, "recommendation").data["outcome"] == "quote"
    assert not started.deliveries.filter(kind="confirm").exists()


def test_tokens_of_links_are_kept_nowhere():
    delivery = send_link(draft("telesuivi").pk, actor=FOUNDER, at=AT)
    token = link_token(delivery)
    assert token == link_token(Delivery.objects.get(pk=delivery.pk))
    rows = [str(row) for model in (AccessToken, Delivery) for row in model.objects.values()]
    assert not [row for row in rows if token in row]
