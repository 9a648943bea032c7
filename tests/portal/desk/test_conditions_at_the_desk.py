"""A broker's own conditions: added, changed, withdrawn, met by a paper that came another way."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from portal.actions import NotAllowed, set_condition
from portal.conditions import conditions_of
from portal.file.page import file_context
from portal.models import verify_chain
from tests.papers import paper
from tests.portal.desk.cases import BROKER
from tests.portal.desk.pages import act_at, file_at, text_of
from tests.portal.submissions.cases import in_state, read_again

pytestmark = pytest.mark.django_db

REPORT = "Remettez le rapport du test d’intrusion de 2026."


def day(count):
    return timezone.localdate() + timedelta(days=count)


def given(**changed):
    return {"text": REPORT, "moment": "bind", "until": day(20).isoformat(), "reason": "demande de l’assureur"} | changed


def added(broker, submission, **changed):
    broker.post(act_at(submission, "condition"), given(**changed))
    return next(one for one in found(submission) if one.code == "desk_1")


def found(submission):
    return conditions_of(read_again(submission), "fr", today=timezone.localdate())


def page_of(submission, code, end=""):
    return f"{file_at(submission).split('change/')[0]}condition/{code}/{end}"


def test_a_condition_added_is_a_task_and_a_mail(broker, in_review):
    letter = text_of(broker.post(act_at(in_review, "condition"), given(preview="1")))
    assert "test d’intrusion de 2026, avant le" in letter and not in_review.condition_sets.exists()
    one = added(broker, in_review)
    assert (one.text, one.moment, one.until, one.standing) == (REPORT, "avant la signature", day(20), "to_do")
    tasks = [task["condition"].code for task in file_context(read_again(in_review))["tasks"]]
    assert tasks[-1] == "desk_1"
    assert REPORT in in_review.deliveries.get(kind="condition_set").data["text"] and verify_chain(in_review) is None


def test_a_condition_of_the_rules_gets_another_day_and_keeps_its_words(broker, in_review):
    before = found(in_review)[0]
    page = page_of(in_review, before.code, "changer/")
    broker.post(page, given(text=before.text, until=day(9).isoformat()))
    after = next(one for one in found(in_review) if one.code == before.code)
    assert (after.text, after.until) == (before.text, day(9))


def test_a_condition_withdrawn_is_asked_no_more(broker, in_review):
    code = found(in_review)[0].code
    page = page_of(in_review, code, "changer/")
    assert text_of(broker.post(page, {"withdraw": "1", "reason": ""})).count("obligatoire") == 1
    broker.post(page, {"withdraw": "1", "reason": "sans objet ici"})
    assert code not in [one.code for one in found(in_review)]
    assert in_review.events.last().reason == "sans objet ici"
    assert broker.get(page).status_code == 404


def test_it_lapses_by_itself(in_review):
    set_condition(
        in_review.pk, text=REPORT, moment="bind", until=day(1), actor=BROKER, at=timezone.now(), reason="x"
    )  # fmt: skip
    two_days_later = conditions_of(in_review, "fr", today=day(2))
    assert [one.standing for one in two_days_later if one.code == "desk_1"] == ["lapsed"]


def test_a_paper_that_came_by_mail_is_kept_under_the_brokers_name(broker, in_review):
    added(broker, in_review)
    report = SimpleUploadedFile("rapport.pdf", paper(), content_type="application/pdf")
    sent = {"decision": "cleared", "reason": "reçu par courriel", "piece": report}
    broker.post(page_of(in_review, "desk_1"), sent)
    proof = in_review.proofs.get()
    assert (proof.name, proof.sent_by, found(in_review)[-1].standing) == ("rapport.pdf", "dominique", "cleared")


def test_a_paper_that_is_none_is_refused_and_nothing_is_decided(broker, in_review):
    added(broker, in_review)
    paper = SimpleUploadedFile("rapport.pdf", b"MZ")
    answer = broker.post(page_of(in_review, "desk_1"), {"decision": "cleared", "reason": "reçu", "piece": paper})
    assert "n’en est pas un" in text_of(answer) and "reçu" in answer.content.decode()
    assert not in_review.proofs.exists() and not in_review.condition_decisions.exists()


@pytest.mark.parametrize("wrong", [{"until": "2020-01-01"}, {"text": " "}, {"moment": "jamais"}, {"reason": ""}])
def test_a_condition_that_cannot_be_is_said(broker, in_review, wrong):
    answer = broker.post(act_at(in_review, "condition"), given(**wrong))
    assert answer.status_code == 200 and not in_review.condition_sets.exists()
    assert "à reprendre" in text_of(answer)


@pytest.mark.parametrize("state", ["draft", "declined", "withdrawn", "expired", "not_taken_up"])
def test_a_closed_file_takes_none(state):
    submission = in_state(state)
    with pytest.raises(NotAllowed):
        set_condition(submission.pk, text="x", moment="bind", until=None, actor=BROKER, at=timezone.now(), reason="x")
