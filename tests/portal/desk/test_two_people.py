"""Two brokers at one file: the second is told what the first did, loses nothing, and can still go on."""

import pytest
from django.utils import timezone

from portal.actions import send_to_market
from portal.models import CLEARED, Event, Submission
from tests.portal.desk.cases import BROKER, person
from tests.portal.desk.pages import act_at, file_at, text_of
from tests.portal.submissions.cases import read_again

pytestmark = pytest.mark.django_db

EXPLAINED = "Vos sauvegardes ne sont pas encore en place."


@pytest.fixture
def second(db):
    return person("alex", "review_submission")


def hidden(response):
    return response.context["seen"]


def test_the_second_is_told_who_did_what_and_decides_again(in_review, second):
    page = act_at(in_review, "refuser")
    seen = hidden(second.get(page))
    send_to_market(in_review.pk, ["Assureur Exemple"], actor=BROKER, at=timezone.now(), reason="trois assureurs")
    given = {"code": "prerequisites_not_met", "reason": EXPLAINED, "seen": seen}

    told = second.post(page, given)
    shown = text_of(told)
    assert read_again(in_review).state == "at_market"
    assert "dominique (courtier)" in shown and "Envoyé au marché" in shown and "trois assureurs" in shown
    assert EXPLAINED in told.content.decode()

    done = second.post(page, given | {"seen": hidden(told)})
    assert done.status_code == 302 and read_again(in_review).state == "declined"


def test_reading_the_letter_again_does_not_make_one_see_what_changed(in_review, second):
    page = act_at(in_review, "refuser")
    given = {"code": "sanctions", "reason": EXPLAINED, "seen": hidden(second.get(page))}
    send_to_market(in_review.pk, ["Assureur Exemple"], actor=BROKER, at=timezone.now(), reason="x")
    read = second.post(page, given | {"preview": "1"})
    assert hidden(read) == int(given["seen"])
    second.post(page, given)
    assert read_again(in_review).state == "at_market"


def test_what_the_portal_does_by_itself_is_in_nobodys_way(in_review, second):
    page = act_at(in_review, "refuser")
    seen = hidden(second.get(page))
    last = in_review.events.last()
    event = Event(
        submission=in_review, number=last.number + 1, at=timezone.now(), actor_kind="system", actor="portal",
        verb="make_document", from_state="in_review", to_state="in_review", previous_hash=last.hash,
    )  # fmt: skip
    event.hash = event.computed_hash()
    event.save()
    second.post(page, {"code": "sanctions", "reason": EXPLAINED, "seen": seen})
    assert Submission.objects.get().state == "declined"


def test_a_decision_on_a_condition_too(in_review, second):
    page = f"{file_at(in_review).split('change/')[0]}condition/restore_test_report/"
    seen = hidden(second.get(page))
    send_to_market(in_review.pk, ["Assureur Exemple"], actor=BROKER, at=timezone.now(), reason="x")
    told = second.post(page, {"decision": CLEARED, "reason": EXPLAINED, "seen": seen})
    assert "Envoyé au marché" in text_of(told) and EXPLAINED in told.content.decode()
    assert not in_review.condition_decisions.exists()
    second.post(page, {"decision": CLEARED, "reason": EXPLAINED, "seen": hidden(told)})
    assert in_review.condition_decisions.get().decided_by == "alex"
