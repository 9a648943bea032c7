"""The history can be added to only, and what is done behind its back shows."""

import json

import pytest
from django.db import connection
from django.db.models import ProtectedError

from portal.actions import decline, submit, take
from portal.canonical import canonical, sha256_of
from portal.models import Event, Kept, Submission, verify_chain
from tests.portal.submissions.cases import AT, BROKER, FOUNDER, LATER, ON, draft, read_again

pytestmark = pytest.mark.django_db


@pytest.fixture
def declined():
    submission = draft("capteur")
    submit(submission.pk, actor=FOUNDER, at=AT, on=ON)
    take(submission.pk, actor=BROKER, at=LATER)
    return decline(submission.pk, "outside_appetite", actor=BROKER, at=LATER, reason="Aucun assureur ne suit.")


def tamper(sql, *values):
    """Behind the back of the portal."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def test_a_history_as_it_was_written_holds(declined):
    assert [event.number for event in declined.events.all()] == [1, 2, 3, 4, 5, 6]
    assert verify_chain(read_again(declined)) is None


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("at", "2026-11-22 09:30:15.123457+00:00"), ("actor_kind", "system"), ("actor", "Quelqu’un d’autre"),
        ("verb", "move"), ("from_state", "referred"), ("to_state", "quoted"), ("reason", "Autre motif."),
        ("data", json.dumps({"reason_code": "fraud"})), ("hash", "0" * 64),
    ],
)  # fmt: skip
@pytest.mark.parametrize("number", [3, 6])
def test_an_event_that_was_changed_is_found(declined, number, column, value):
    tamper(f"UPDATE portal_event SET {column} = %s WHERE number = %s", value, number)
    broken = verify_chain(read_again(declined))
    assert (broken.number, broken.why) == (number, f"event {number} was changed after it was written")


def test_an_event_changed_together_with_its_hash_is_found_at_the_next_one(declined):
    event = declined.events.get(number=3)
    event.actor = "Quelqu’un d’autre"
    tamper("UPDATE portal_event SET actor = %s, hash = %s WHERE number = 3", event.actor, event.computed_hash())
    assert verify_chain(declined).why == "event 4 does not follow the one before it"


def test_an_event_that_was_deleted_is_found(declined):
    tamper("DELETE FROM portal_event WHERE number = 4")
    assert verify_chain(declined).why == "event 4 is missing"


def test_the_last_events_deleted_are_found(declined):
    tamper("DELETE FROM portal_event WHERE number > 4")
    broken = verify_chain(declined)
    assert (broken.number, broken.why) == (5, "the history ends in state referred, the submission is in state declined")


def test_a_state_changed_without_an_event_is_found(declined):
    tamper("UPDATE portal_submission SET state = 'quoted'")
    assert "the submission is in state quoted" in verify_chain(read_again(declined)).why


def test_answers_changed_behind_the_history_are_found(declined):
    tamper("UPDATE portal_submission SET answers = %s", '{"company": {"name": "Autre"}}')
    assert "the answers were changed after event" in verify_chain(read_again(declined)).why


def test_an_assessment_changed_behind_the_history_is_found(declined):
    tamper("UPDATE portal_snapshot SET result = %s", "{}")
    assert verify_chain(read_again(declined)).why.startswith("the assessment of event")


def test_a_submission_without_a_history_does_not_hold(declined):
    tamper("DELETE FROM portal_event")
    assert verify_chain(declined).number == 1


def test_an_event_can_be_neither_saved_again_nor_deleted(declined):
    event = declined.events.first()
    for change in (event.save, event.delete, declined.events.all().delete, Event.objects.all().delete):
        with pytest.raises(Kept):
            change()
    for rows in (Event.objects, declined.events):
        with pytest.raises(Kept):
            rows.update(reason="Autre motif.")
    with pytest.raises(Kept):
        Event.objects.bulk_update([event], ["reason"])
    assert verify_chain(declined) is None


def test_a_submission_with_a_history_can_not_be_deleted(declined):
    with pytest.raises(ProtectedError):
        declined.delete()
    assert Submission.objects.filter(pk=declined.pk).exists()


def test_one_value_has_one_writing():
    assert canonical({"b": 1.0, "a": [1e16, -0.0, 0.5, "é", None, True]}) == (
        '{"a":[10000000000000000,0,0.5,"é",null,true],"b":1}'.encode()
    )
    assert sha256_of({"a": 1, "b": 2}) == sha256_of({"b": 2, "a": 1})
    with pytest.raises(ValueError):
        canonical(float("nan"))
