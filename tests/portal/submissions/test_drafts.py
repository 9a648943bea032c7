"""Answering: what can be read is kept, what can't is named, and no tab overwrites another."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.actions import SYSTEM, NotAllowed, StaleDraft, save_answers
from portal.models import verify_chain
from tests.portal.submissions.cases import AT, BROKER, FILES, FOUNDER, LATER, draft, file_of, read_again, tables

pytestmark = pytest.mark.django_db


def save(submission, answers, revision=None, actor=FOUNDER):
    revision = read_again(submission).revision if revision is None else revision
    return save_answers(submission.pk, answers, revision, actor=actor, at=LATER)


def wrong(saved):
    return [problem.path for problem in saved.problems]


@pytest.mark.parametrize("name", [file.stem for file in FILES.glob("*.toml")])
def test_a_file_is_kept_as_it_was_told(name):
    assert read_again(draft(name)).applicant == file_of(name)


def test_what_is_searched_is_copied_from_the_answers():
    submission = draft("telesuivi")
    found = ("Télésuivi Santé SAS", "900000001", "camille.renaud@telesuivi.example")
    assert (submission.company, submission.siren, submission.email) == found
    save(submission, {"company": {"name": None, "siren": "900 000 019"}})
    again = read_again(submission)
    assert (again.company, again.siren, again.updated_at) == ("", "900000019", LATER)


def test_a_section_leaves_the_others_as_they_are():
    submission = draft("telesuivi")
    saved = save(submission, {"cover": {"cyber": {"held": "yes", "limit_eur": 500_000}}, "company": {"headcount": 35}})
    before, after = file_of("telesuivi"), saved.submission.applicant
    assert (after.cover.cyber.limit_eur, after.company.headcount) == (500_000, 35)
    assert after.cover.professional_liability == before.cover.professional_liability
    assert after.company.name == before.company.name and after.hosting == before.hosting


def test_an_answer_can_be_taken_back():
    submission = draft("telesuivi")
    saved = save(submission, {"history": {"incidents": None}, "safeguards": {"mfa_email": None}})
    assert saved.problems == ()
    assert saved.submission.applicant.history.incidents is None
    assert saved.submission.applicant.control("safeguards.mfa_email") is None


def test_an_answer_that_can_not_be_read_is_named_and_the_one_on_file_stays():
    submission = draft("telesuivi")
    saved = save(
        submission,
        {
            "company": {"siren": "123456789", "headcount": 40, "colour": "bleu"},
            "safeguards": {"mfa_email": {"where": ["messagerie"]}},
            "history": {"incidents": [{"year": 2025, "kind": "meteor"}]},
            "moon": {"phase": 2},
        },
    )
    assert set(wrong(saved)) == {
        "company.siren", "company.colour", "safeguards.mfa_email.answer", "history.incidents.0.kind", "moon",
    }  # fmt: skip
    assert all("…" not in problem.right and problem.right for problem in saved.problems)
    kept = read_again(submission).applicant
    assert (kept.company.siren, kept.company.headcount) == ("900000001", 40)
    assert kept.control("safeguards.mfa_email") == "yes" and kept.history.incidents == ()


def test_an_answer_that_a_new_one_makes_impossible_is_taken_out_and_named():
    submission = draft("telesuivi")
    saved = save(submission, {"product": {"families": ["connected_device"]}})
    assert wrong(saved) == ["product.main_family"]
    kept = read_again(submission).applicant.product
    assert (kept.families, kept.main_family) == (("connected_device",), None)


def test_an_impossible_answer_leaves_the_possible_one_on_file():
    submission = draft("telesuivi")
    saved = save(submission, {"product": {"main_family": "connected_device"}})
    assert wrong(saved) == ["product.main_family"]
    assert read_again(submission).applicant.product.main_family == "software"


JUNK = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)),
    max_leaves=5,
)
KEYS = ("main_family", "families", "siren", "incidents", "mfa_email", "cyber", "professional_liability", "clauses")


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(
        st.sampled_from(("company", "product", "cover", "history", "safeguards", "moon")),
        st.one_of(JUNK, st.dictionaries(st.sampled_from(KEYS), JUNK, max_size=4)),
        max_size=4,
    )
)
def test_whatever_is_sent_the_draft_can_still_be_read(sent):
    submission = draft("telesuivi")
    save(submission, sent)
    assert read_again(submission).applicant.hosting == file_of("telesuivi").hosting


def test_a_tab_that_saves_second_is_told_and_both_sides_are_there():
    submission = draft("telesuivi")
    opened = submission.revision
    save(submission, {"company": {"headcount": 40}}, opened)
    late = {"company": {"headcount": 41, "it_headcount": 20}}
    with pytest.raises(StaleDraft) as caught:
        save(submission, late, opened)
    assert caught.value.given == late and caught.value.stored["company"]["headcount"] == 40
    assert read_again(submission).applicant.company.headcount == 40
    assert save(submission, late, caught.value.revision).submission.applicant.company.headcount == 41


def test_saving_what_is_on_file_already_changes_nothing():
    submission = draft("telesuivi")
    saved = save(submission, tables("telesuivi"))
    assert saved.submission.revision == submission.revision
    assert (read_again(submission).updated_at, submission.events.count()) == (AT, 2)


def test_the_history_names_who_answered_which_questions_and_keeps_no_answer():
    submission = draft("telesuivi")
    save(submission, {"company": {"name": "Nouveau Nom SAS", "headcount": 34}}, actor=BROKER)
    event = submission.events.last()
    assert (event.actor, event.verb, event.data["questions"]) == ("Dominique Martin", "save_answers", ["company.name"])
    assert "Nouveau" not in str(event.data) and verify_chain(read_again(submission)) is None


def test_the_portal_itself_answers_nothing():
    with pytest.raises(NotAllowed, match="only the applicant or the broker or the delegate may answer, not the system"):
        save(draft(), {"company": {"headcount": 1}}, actor=SYSTEM)


def test_problems_are_told_in_the_language_of_the_draft():
    assert "chiffre de contrôle" in save(draft(), {"company": {"siren": "123456789"}}).problems[0].wrong
