"""Every change of state there could be, by every kind of actor: those of the contract (section 6), and no other."""

from typing import get_args
from uuid import uuid4

import pytest

from portal.actions import NotAllowed, ask_information, decline, move, reopen_as_new_version, submit, take, withdraw
from portal.models import verify_chain
from tests.portal.submissions.cases import AT, BROKER, BY_KIND, FOUNDER, LATER, ON, draft, in_state, read_again
from underwriting import State

pytestmark = pytest.mark.django_db

STATES = get_args(State)

# Written out from the contract, not read from the guide: the two have to agree.
CONTRACT = """
draft > submitted : applicant
submitted > duplicate indicated referred information_requested : system
duplicate indicated referred > in_review : broker
in_review > information_requested : broker
information_requested > in_review : applicant
in_review > at_market : broker
at_market > in_review : broker
in_review > quoted : broker
quoted > quoted : broker
quoted > accepted not_taken_up : applicant
quoted > expired : system
accepted > bound : broker
indicated referred in_review at_market > declined : broker
draft submitted duplicate indicated referred information_requested in_review at_market quoted > withdrawn : applicant
declined not_taken_up expired withdrawn > draft : applicant broker
bound > draft : system broker
"""
ALLOWED = {
    (origin, to, who)
    for line in CONTRACT.strip().splitlines()
    for left, right in [line.split(" > ")]
    for origin in left.split()
    for to in right.split(" : ")[0].split()
    for who in right.split(" : ")[1].split()
}


def attempt(submission, to, actor):
    """The change by the verb that makes it. A new version is a file of its own."""
    if to == "submitted":
        submit(submission.pk, actor=actor, at=LATER, on=ON)
        return submission
    if to == "draft":
        return reopen_as_new_version(submission.pk, actor=actor, at=LATER, new_id=uuid4(), reason="renouvellement")
    return move(submission.pk, to, actor=actor, at=LATER, reason="dossier relu")


@pytest.mark.parametrize("origin", STATES)
def test_a_change_of_state_is_done_exactly_when_the_contract_names_it(origin):
    for to in STATES:
        for who, actor in BY_KIND.items():
            submission = in_state(origin)
            if (origin, to, who) in ALLOWED:
                done = attempt(submission, to, actor)
                first = done.events.first()
                came_from = "" if to == "draft" else origin
                assert (first.from_state, first.to_state, first.actor_kind) == (came_from, to, who), (origin, to, who)
                assert (read_again(submission).state == origin) == (to in ("draft", origin)), (origin, to, who)
            else:
                with pytest.raises(NotAllowed):
                    attempt(submission, to, actor)
                again = read_again(submission)
                assert (again.state, again.updated_at, again.events.count()) == (origin, AT, 0), (origin, to, who)


def test_a_change_of_state_says_who_when_and_why():
    submission = in_state("in_review")
    moved = move(submission.pk, "at_market", actor=BROKER, at=LATER, reason="  trois assureurs interrogés ")
    event = moved.events.get()
    assert (moved.state, moved.updated_at) == ("at_market", LATER)
    assert (event.from_state, event.to_state, event.at) == ("in_review", "at_market", LATER)
    assert (event.actor_kind, event.actor, event.reason) == ("broker", "Dominique Martin", "trois assureurs interrogés")


@pytest.mark.parametrize("to", ["declined", "quoted", "at_market", "information_requested"])
def test_a_broker_decides_with_a_reason_only(to):
    submission = in_state("in_review")
    with pytest.raises(NotAllowed, match=f"a broker who moves a submission from in_review to {to} gives a reason"):
        move(submission.pk, to, actor=BROKER, at=LATER, reason=" ")
    assert read_again(submission).state == "in_review"


def test_a_refusal_says_in_a_sentence_what_is_not_allowed():
    with pytest.raises(NotAllowed, match="no applicant may move a submission from referred to quoted"):
        move(in_state("referred").pk, "quoted", actor=FOUNDER, at=LATER)
    with pytest.raises(NotAllowed, match="a submission becomes submitted by submit only"):
        move(in_state("draft").pk, "submitted", actor=FOUNDER, at=LATER)
    with pytest.raises(NotAllowed, match="a submission becomes draft by reopen_as_new_version only"):
        move(in_state("declined").pk, "draft", actor=FOUNDER, at=LATER)


def test_a_file_goes_from_the_queue_to_a_question_and_back_then_is_declined():
    submission = draft("capteur")
    submit(submission.pk, actor=FOUNDER, at=AT, on=ON)
    take(submission.pk, actor=BROKER, at=LATER)
    ask_information(submission.pk, ["product.past_recall"], actor=BROKER, at=LATER, reason="Y a-t-il eu un rappel ?")
    move(submission.pk, "in_review", actor=FOUNDER, at=LATER)
    declined = decline(submission.pk, "outside_appetite", actor=BROKER, at=LATER, reason="Aucun assureur ne suit.")
    told = [(event.verb, event.to_state, event.actor_kind) for event in declined.events.all()]
    assert told == [
        ("start_draft", "draft", "applicant"),
        ("save_answers", "draft", "applicant"),
        ("submit", "submitted", "applicant"),
        ("assess", "referred", "system"),
        ("take", "in_review", "broker"),
        ("ask_information", "information_requested", "broker"),
        ("move", "in_review", "applicant"),
        ("decline", "declined", "broker"),
    ]
    asked, _, refusal = list(declined.events.all())[-3:]
    assert asked.data == {"questions": ["product.past_recall"]} and asked.reason == "Y a-t-il eu un rappel ?"
    assert refusal.data == {"reason_code": "outside_appetite"}
    assert verify_chain(declined) is None


def test_verbs_refuse_what_makes_no_sense():
    with pytest.raises(NotAllowed, match="only the broker may take a file up, not the applicant"):
        take(in_state("information_requested").pk, actor=FOUNDER, at=LATER)
    with pytest.raises(NotAllowed, match=r"no questions of an applicant file: company\.colour"):
        ask_information(in_state("in_review").pk, ["company.colour"], actor=BROKER, at=LATER, reason="?")
    with pytest.raises(NotAllowed, match="the code of its reason"):
        decline(in_state("in_review").pk, " ", actor=BROKER, at=LATER, reason="Aucun assureur ne suit.")


def test_a_withdrawn_file_stays_withdrawn_and_a_new_version_starts_from_its_answers():
    old = draft("telesuivi")
    submit(old.pk, actor=FOUNDER, at=AT, on=ON)
    withdraw(old.pk, actor=FOUNDER, at=LATER)
    new = reopen_as_new_version(old.pk, actor=FOUNDER, at=LATER, new_id=uuid4())
    old, new = read_again(old), read_again(new)
    assert (old.state, new.state, new.version, new.previous) == ("withdrawn", "draft", 2, old)
    assert new.answers == old.answers and (new.answers_sha256, new.submitted_at) == ("", None)
    assert (new.company, new.siren, new.email) == (old.company, old.siren, old.email)
    assert old.events.last().data["next"] == str(new.pk)
    assert verify_chain(old) is None and verify_chain(new) is None


def test_asking_twice_for_a_new_version_gives_the_same_one():
    old = in_state("declined")
    first = reopen_as_new_version(old.pk, actor=FOUNDER, at=LATER, new_id=uuid4())
    second = reopen_as_new_version(old.pk, actor=BROKER, at=LATER, new_id=uuid4(), reason="le client rappelle")
    assert first == second and old.events.count() == 1
