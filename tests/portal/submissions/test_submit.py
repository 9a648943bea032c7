"""Submitting: the answers are frozen, assessed, and the file goes where its outcome calls for."""

import json
import sys

import pytest

from portal.actions import NotAllowed, save_answers, submit, withdraw
from portal.canonical import sha256_of
from portal.models import Kept, Snapshot, verify_chain
from tests.portal.submissions.cases import AT, BROKER, FILES, FOUNDER, LATER, ON, draft, in_state, read_again, tables
from underwriting import assess, load_guide, portable, read_applicant

pytestmark = pytest.mark.django_db

# What each reference company is told (tests/golden), and the state that the contract gives to that outcome.
ENDS = {
    "modele": ("quote", "indicated"),
    "telesuivi": ("quote", "indicated"),
    "biotech": ("partial", "indicated"),
    "capteur": ("refer", "referred"),
    "logiciel-court": ("refer", "referred"),
    "sanctions": ("decline", "referred"),
    "vide": ("incomplete", "information_requested"),
}


def test_every_reference_company_is_submitted():
    assert set(ENDS) == {file.stem for file in FILES.glob("*.toml")}


@pytest.mark.parametrize("name", ENDS)
def test_a_reference_company_ends_in_the_state_of_its_outcome(name):
    started = draft(name)
    snapshot = submit(started.pk, actor=FOUNDER, at=LATER, on=ON)
    submission = read_again(started)
    assert (snapshot.outcome, submission.state) == ENDS[name]
    assert [(event.verb, event.from_state, event.to_state, event.actor_kind) for event in submission.events.all()][
        -2:
    ] == [
        ("submit", "draft", "submitted", "applicant"),
        ("assess", "submitted", ENDS[name][1], "system"),
    ]
    assert submission.submitted_at == LATER and submission.answers_sha256 == sha256_of(submission.answers)
    assert verify_chain(submission) is None


def test_the_snapshot_is_the_whole_assessment_of_the_answers_on_file():
    started = draft("telesuivi")
    submit(started.pk, actor=FOUNDER, at=LATER, on=ON)
    submission, guide = read_again(started), load_guide(on=ON)
    snapshot = submission.snapshots.get()
    assert snapshot.result == json.loads(
        json.dumps(portable(assess(submission.applicant, guide, on=ON, language="fr", fixes=True)))
    )
    assert (snapshot.edition, snapshot.guide_sha256, snapshot.language) == ("2026-11", guide.sha256, "fr")
    assert (snapshot.assessed_on, snapshot.taken_at) == (ON, LATER)
    assert snapshot.result_sha256 == sha256_of(snapshot.result) == submission.events.last().data["result_sha256"]


def test_a_snapshot_can_be_neither_changed_nor_deleted():
    snapshot = submit(draft().pk, actor=FOUNDER, at=LATER, on=ON)
    for change in (snapshot.save, snapshot.delete, Snapshot.objects.all().delete):
        with pytest.raises(Kept):
            change()
    with pytest.raises(Kept):
        Snapshot.objects.update(language="en")


def test_submitting_again_gives_the_same_result_and_no_second_event():
    started = draft("telesuivi")
    first = submit(started.pk, actor=FOUNDER, at=AT, on=ON)
    before = list(started.events.values_list("hash", flat=True))
    second = submit(started.pk, actor=FOUNDER, at=LATER, on=ON)
    assert second == first and second.submission == started
    withdraw(started.pk, actor=FOUNDER, at=LATER)
    assert submit(started.pk, actor=FOUNDER, at=LATER, on=ON) == first
    assert list(started.events.values_list("hash", flat=True))[:-1] == before
    assert read_again(started).submitted_at == AT


def test_a_draft_that_was_withdrawn_can_not_be_submitted():
    with pytest.raises(NotAllowed, match="a draft can be submitted: this submission is withdrawn"):
        submit(in_state("withdrawn").pk, actor=FOUNDER, at=LATER, on=ON)


def test_nobody_submits_in_the_place_of_the_applicant():
    started = draft()
    with pytest.raises(NotAllowed, match="only the applicant may submit, not the broker"):
        submit(started.pk, actor=BROKER, at=LATER, on=ON)
    assert read_again(started).state == "draft"


def test_answers_hidden_by_their_branch_are_withdrawn_and_the_history_names_them():
    file = tables("telesuivi")
    file["contracts"]["commitments"] = "best_efforts"  # hides contracts.penalties
    started = draft()
    save_answers(started.pk, file, started.revision, actor=FOUNDER, at=AT)
    snapshot = submit(started.pk, actor=FOUNDER, at=LATER, on=ON)
    submission = read_again(started)
    assert "penalties" not in submission.answers["contracts"]
    withdrawn = submission.events.get(verb="submit").data["withdrawn"]
    assert "contracts.penalties" in withdrawn and snapshot.result["completeness"]["ignored"] == []
    # They influenced nothing: the file as it was written has the same assessment, but for what it ignores and asks about.
    whole = portable(assess(read_applicant(file), load_guide(on=ON), on=ON, language="fr", fixes=True))
    assert set(whole["completeness"].pop("ignored")) == set(withdrawn)
    asked = [item for item in whole["contradictions"] if item not in snapshot.result["contradictions"]]
    assert all(set(withdrawn) & set(item["fields"]) for item in asked)
    whole["contradictions"] = snapshot.result["contradictions"]
    assert whole == snapshot.result | {
        "completeness": {k: v for k, v in snapshot.result["completeness"].items() if k != "ignored"}
    }


def test_answers_are_frozen_once_submitted():
    started = draft("telesuivi")
    submit(started.pk, actor=FOUNDER, at=AT, on=ON)
    with pytest.raises(NotAllowed, match="answers can be changed in a draft only: this submission is indicated"):
        save_answers(started.pk, {"company": {"headcount": 1}}, started.revision, actor=FOUNDER, at=LATER)
    assert read_again(started).applicant.company.headcount == 34


def test_an_assessment_that_fails_leaves_the_draft_as_it_was(monkeypatch):
    def fails(*args, **options):
        raise ArithmeticError

    started = draft("telesuivi")
    monkeypatch.setattr(sys.modules["portal.actions.freeze"], "assess", fails)
    with pytest.raises(ArithmeticError):
        submit(started.pk, actor=FOUNDER, at=LATER, on=ON)
    again = read_again(started)
    assert (again.state, again.submitted_at, again.events.count()) == ("draft", None, 2)
