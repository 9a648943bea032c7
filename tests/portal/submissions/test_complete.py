"""After a broker asked: only what was asked for opens again, and the file is assessed anew."""

import pytest

from portal.actions import NotAllowed, ask_information, complete, save_answers, submit, take
from portal.models import verify_chain
from tests.portal.submissions.cases import AT, BROKER, FOUNDER, LATER, ON, draft, read_again

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked():
    started = draft("telesuivi")
    submit(started.pk, actor=FOUNDER, at=AT, on=ON)
    take(started.pk, actor=BROKER, at=AT)
    ask_information(started.pk, ["hosting.region"], actor=BROKER, at=AT, reason="Où sont les serveurs ?")
    return read_again(started)


def answer(submission, answers):
    return save_answers(submission.pk, answers, submission.revision, actor=FOUNDER, at=LATER)


def test_only_what_was_asked_for_can_be_changed(asked):
    assert asked.questions_asked() == ("hosting.region",)
    answer(asked, {"hosting": {"region": "outside_eea"}})
    with pytest.raises(NotAllowed, match="frozen"):
        answer(read_again(asked), {"company": {"headcount": 3}})


def test_what_was_never_answered_can_be_added(asked):
    empty = next(path for path in ("wishes.start_on", "company.annual_spend_eur") if asked.applicant.get(path) is None)
    section, key = empty.split(".")
    answer(asked, {section: {key: "2027-01-01" if key == "start_on" else 1}})
    assert read_again(asked).applicant.get(empty) is not None


def test_sending_back_assesses_anew_and_returns_to_review(asked):
    answer(asked, {"hosting": {"region": "outside_eea"}})
    snapshot = complete(asked.pk, actor=FOUNDER, at=LATER, on=ON)
    found = read_again(asked)
    assert found.state == "in_review" and found.snapshots.count() == 2 and found.snapshots.last() == snapshot
    assert found.documents.filter(kind="recommendation").count() == 2
    assert found.deliveries.filter(kind="broker_news", data__news="completed").count() == 1
    assert complete(asked.pk, actor=FOUNDER, at=LATER, on=ON) == snapshot
    assert verify_chain(found) is None and found.questions_asked() == ()


def test_an_incomplete_file_may_be_completed():
    started = draft()
    submit(started.pk, actor=FOUNDER, at=AT, on=ON)
    found = read_again(started)
    assert found.state == "information_requested" and "company.name" in found.questions_asked()
    answer(found, {"company": {"name": "Cardio Exemple SAS"}})
    complete(started.pk, actor=FOUNDER, at=LATER, on=ON)
    assert read_again(started).state == "in_review"


def test_nobody_completes_a_file_that_nothing_was_asked_for():
    started = draft("telesuivi")
    submit(started.pk, actor=FOUNDER, at=AT, on=ON)
    with pytest.raises(NotAllowed, match="asked for"):
        complete(started.pk, actor=FOUNDER, at=LATER, on=ON)


def test_a_second_file_of_the_same_company_is_told_apart():
    first, second, third = draft("telesuivi"), draft("telesuivi"), draft("telesuivi")
    submit(first.pk, actor=FOUNDER, at=AT, on=ON)
    submit(second.pk, actor=FOUNDER, at=LATER, on=ON)
    assert (read_again(first).state, read_again(second).state) == ("indicated", "duplicate")
    assert read_again(second).events.last().data["same_company"] == first.reference
    take(second.pk, actor=BROKER, at=LATER)
    assert read_again(third).state == "draft"
