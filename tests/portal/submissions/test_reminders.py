"""What an applicant is reminded of, on which day, once; and the last mail about a file that is gone."""

from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.core import mail

from portal.actions import (
    NotAllowed,
    accept_quote,
    ask_erasure,
    ask_information,
    complete,
    decide_condition,
    deliver,
    issue_quote,
    open_link,
    record_terms,
    remind,
    remind_due,
    save_answers,
    send_link,
    send_quote,
    submit,
    sweep,
    take,
)
from portal.actions.post import link_token
from portal.models import Delivery, Submission, verify_chain
from tests.portal.submissions.cases import AT, BROKER, COVERS, FOUNDER, ON, draft, printed, read_again

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)


def days(number):
    return NOON + timedelta(days=number)


@pytest.fixture
def in_review():
    started = draft("telesuivi")
    submit(started.pk, actor=FOUNDER, at=AT, on=ON)
    take(started.pk, actor=BROKER, at=AT)
    return read_again(started)


@pytest.fixture
def asked(in_review):
    ask_information(in_review.pk, ["company.headcount"], actor=BROKER, at=NOON, reason="Combien êtes-vous ?")
    return read_again(in_review)


def sent_quote(submission, *, valid_days, at=NOON):
    until = (at + timedelta(days=valid_days)).date()
    terms = record_terms(
        submission.pk, insurer="Assureur Exemple", received_on=at.date(), valid_until=until, covers=COVERS,
        conditions="", actor=BROKER, at=at, reason="reçu",
    )  # fmt: skip
    issue_quote(submission.pk, terms.pk, valid_until=until, conditions="", actor=BROKER, at=at, reason="le meilleur")
    printed(submission)
    send_quote(submission.pk, actor=BROKER, at=at)
    return read_again(submission)


def posted(submission, kind):
    return list(submission.deliveries.filter(kind=kind).order_by("created_at"))


def live(first, last):
    """Every day from one to another, at noon, as workers would."""
    for number in range(first, last + 1):
        remind_due(at=days(number))


def test_questions_that_wait_five_days_are_asked_again_once(asked):
    live(1, 4)
    assert posted(asked, "reminder") == []
    live(5, 30)
    (again,) = posted(asked, "reminder")
    assert again.created_at == days(5) and again.data == {"questions": ["company.headcount"]}
    assert verify_chain(read_again(asked)) is None


def test_questions_asked_anew_wait_anew(asked):
    live(1, 6)
    save_answers(asked.pk, {"company": {"headcount": 12}}, read_again(asked).revision, actor=FOUNDER, at=days(7))
    complete(asked.pk, actor=FOUNDER, at=days(7), on=days(7).date())
    live(8, 20)
    assert len(posted(asked, "reminder")) == 1
    ask_information(asked.pk, ["company.headcount"], actor=BROKER, at=days(20), reason="Encore une fois.")
    live(21, 40)
    assert [one.created_at for one in posted(asked, "reminder")] == [days(5), days(25)]


def test_nobody_is_written_to_at_night(asked):
    assert remind_due(at=days(5).replace(hour=2)) == 0 and remind_due(at=days(5).replace(hour=20)) == 0
    assert remind_due(at=days(5).replace(hour=8)) == 1


def test_a_quote_s_reader_is_told_a_week_before_it_expires(in_review):
    quoted = sent_quote(in_review, valid_days=30)
    live(1, 22)
    assert posted(quoted, "expiring") == []
    live(23, 29)
    (told,) = posted(quoted, "expiring")
    assert told.created_at == days(23) and told.data == {"version": 1, "valid_until": "2026-12-23"}


def test_a_short_quote_leaves_its_reader_three_days(in_review):
    quoted = sent_quote(in_review, valid_days=5)
    live(1, 5)
    assert [one.created_at for one in posted(quoted, "expiring")] == [days(3)]


def test_who_answered_is_left_alone(in_review):
    quoted = sent_quote(in_review, valid_days=30)
    accept_quote(quoted.pk, 1, capacity="présidente", actor=FOUNDER, at=days(2))
    live(3, 29)
    assert posted(quoted, "expiring") == []


def test_a_condition_is_told_a_week_ahead_unless_it_is_cleared(in_review):
    live(1, 60)
    told = [row for one in posted(in_review, "condition_due") for row in one.data["conditions"]]
    assert told and len({row["code"] for row in told}) == len(told), "each once"
    for one in posted(in_review, "condition_due"):
        for row in one.data["conditions"]:
            ahead = datetime.fromisoformat(row["until"]).date() - one.created_at.date()
            assert timedelta(0) <= ahead <= timedelta(days=7)
    other = draft("telesuivi")
    submit(other.pk, actor=FOUNDER, at=AT, on=ON)
    take(other.pk, actor=BROKER, at=AT)
    for row in told:
        decide_condition(other.pk, row["code"], "cleared", reason="vu", actor=BROKER, at=AT)
    live(1, 60)
    assert posted(other, "condition_due") == []


def test_a_broker_reminds_once_a_day(asked):
    remind(asked.pk, actor=BROKER, at=days(1))
    with pytest.raises(NotAllowed, match="less than a day ago"):
        remind(asked.pk, actor=BROKER, at=days(1) + timedelta(hours=23))
    remind(asked.pk, actor=BROKER, at=days(2))
    assert len(posted(asked, "reminder")) == 2
    with pytest.raises(NotAllowed, match="only the broker"):
        remind(asked.pk, actor=FOUNDER, at=days(4))


def test_nothing_to_remind_of(in_review):
    with pytest.raises(NotAllowed, match="nothing is awaited"):
        remind(in_review.pk, actor=BROKER, at=NOON)


def prove(submission):
    open_link(link_token(send_link(submission.pk, actor=FOUNDER, at=AT)), at=AT)
    return read_again(submission)


def test_the_last_mail_says_that_all_is_gone_and_goes_itself(settings):
    started = prove(draft("telesuivi"))
    address, reference = started.email, started.reference
    assert ask_erasure(started.pk, actor=FOUNDER, at=NOON) is None
    assert not Submission.objects.exists()
    (farewell,) = Delivery.objects.all()
    assert deliver(farewell.pk, clock=lambda: NOON) is not None
    (letter,) = mail.outbox
    assert letter.to == [address] and reference in letter.subject
    assert "Tout ce que contenait votre dossier est effacé" in letter.body
    assert f"{settings.SITE_URL}/\n" in letter.body, "no link to a file that is gone"
    assert not Delivery.objects.exists()


def test_a_last_mail_that_nobody_takes_goes_too(settings):
    settings.EMAIL_BACKEND = "tests.portal.submissions.cases.Failing"
    ask_erasure(prove(draft("telesuivi")).pk, actor=FOUNDER, at=NOON)
    (farewell,) = Delivery.objects.all()
    moment = NOON
    for _ in range(40):
        if Delivery.objects.exists():
            deliver(farewell.pk, clock=lambda now=moment: now)
            moment += timedelta(hours=2)
    assert not Delivery.objects.exists()


def test_an_address_that_nobody_proved_gets_no_last_mail():
    ask_erasure(draft("telesuivi").pk, actor=FOUNDER, at=NOON)
    assert not Delivery.objects.exists()


def test_an_erasure_that_has_to_wait_is_told_with_its_day():
    started = prove(draft("telesuivi"))
    submit(started.pk, actor=FOUNDER, at=AT, on=ON)
    Submission.objects.filter(pk=started.pk).update(state="accepted")
    ask_erasure(started.pk, actor=FOUNDER, at=NOON)
    told = read_again(started).deliveries.get(kind="erasure")
    deliver(told.pk, clock=lambda: NOON)
    letter = next(one for one in mail.outbox if "effacement" in one.subject)
    assert "23\u00a0novembre\u00a02031" in letter.body and f"{settings.SITE_URL}/\n" in letter.body
    sweep(at=NOON.replace(year=2031))
    assert [one.kind for one in Delivery.objects.all()] == ["erased"]
