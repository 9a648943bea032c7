"""The five prerequisites: where a company stands, in words, and what it can do about each."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import applicants, changed
from underwriting.applicant import Applicant, read_applicant, read_bytes
from underwriting.applicant.model import Prerequisites
from underwriting.editions import load_guide
from underwriting.eligibility import assess_eligibility
from underwriting.visibility import reduce_to_visible

FILES = Path(__file__).parents[1] / "applicants"
GUIDE = load_guide("2026-11")
CODES = tuple(Prerequisites.model_fields)
STATUS = {
    "yes": "met",
    "partly": "partly",
    "no": "not_met",
    "unknown": "unknown",
    None: "unknown",
    "not_applicable": "not_applicable",
}


def eligibility(applicant, language="fr"):
    return assess_eligibility(reduce_to_visible(applicant, GUIDE)[0], GUIDE, language)


def reference(name):
    return read_bytes((FILES / f"{name}.toml").read_bytes(), name)


def answering(**prerequisites):
    return read_applicant({"prerequisites": prerequisites})


@pytest.mark.parametrize(
    ("name", "statuses"),
    [
        ("modele", ["met"] * 5),
        ("biotech", ["met"] * 5),
        ("telesuivi", ["met", "met", "met", "partly", "met"]),
        ("capteur", ["met", "met", "partly", "not_met", "unknown"]),
        ("logiciel-court", ["met", "unknown", "met", "unknown", "not_met"]),
        ("vide", ["unknown"] * 5),
    ],
)
def test_reference_companies(name, statuses):
    assert [prerequisite.status for prerequisite in eligibility(reference(name))] == statuses


def test_five_in_the_order_of_the_file():
    assert tuple(rule.code for rule in GUIDE.eligibility.prerequisites) == CODES
    assert tuple(prerequisite.code for prerequisite in eligibility(Applicant())) == CODES


def test_a_partly_tells_its_scope_in_the_questionnaire_s_words_and_never_its_note():
    told = eligibility(reference("telesuivi"))[3].text
    assert "Production" in told
    assert "1er janvier 2024" in told
    assert "bureautique non couverte" not in told


def test_a_scope_of_one_s_own_is_told_as_written_braces_included():
    (first, *_) = eligibility(answering(individual_passwords={"answer": "partly", "where": ["siège {0}", "vpn"]}))
    assert "siège {0} et vpn" in first.text


def test_a_partly_without_scope_says_so():
    assert "sans que vous ayez dit où" in eligibility(answering(individual_passwords="partly"))[0].text


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_remedy_tells_the_way_the_cloud_way_the_helper_and_the_effort(code, language):
    rule = next(rule for rule in GUIDE.eligibility.prerequisites if rule.code == code)
    for answer in ("partly", "no", "unknown", None, "not_applicable"):
        applicant = answering(**{code: answer}) if answer else Applicant()
        found = next(p for p in eligibility(applicant, language) if p.code == code)
        assert found.remedy is not None
        for part in (rule.remedy, rule.cloud, rule.help, rule.effort):
            assert part.to(language) in found.remedy


def test_who_does_not_know_is_told_whom_to_ask_first():
    assert eligibility(answering(antivirus_weekly="unknown"))[1].remedy.startswith("Demandez d’abord")


def test_what_does_not_apply_is_never_taken_for_met():
    found = eligibility(answering(antivirus_weekly="not_applicable"))[1]
    assert found.status == "not_applicable"
    assert found.remedy is not None


@given(applicants(), st.sampled_from(CODES), st.sampled_from(list(STATUS)))
def test_each_answer_has_its_status_and_only_met_needs_no_remedy(raw, code, answer):
    raw = changed(raw, f"prerequisites.{code}", answer)
    french, english = (eligibility(read_applicant(raw), language) for language in ("fr", "en"))
    found = next(p for p in french if p.code == code)
    assert found.status == STATUS[answer]
    assert (found.remedy is None) == (answer == "yes")
    for here, there in zip(french, english, strict=True):
        assert (here.code, here.status) == (there.code, there.status)
        assert here.text != there.text
        assert here.remedy is None or here.remedy != there.remedy
