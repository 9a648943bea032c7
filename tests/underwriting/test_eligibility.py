"""The five prerequisites: where a company stands, in words, and what it can do about each."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from tests.strategies import applicants, changed
from underwriting.applicant import Applicant, read_applicant, read_bytes
from underwriting.applicant.model import Prerequisites
from underwriting.editions import load_guide
from underwriting.eligibility import assess_eligibility
from underwriting.guide.eligibility_schema import EligibilityGuide
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


def rule_of(code):
    return next(rule for rule in GUIDE.eligibility.prerequisites if rule.code == code)


def remedy_of(code, answer, language="fr", **sections):
    raw = {"prerequisites": {code: answer} if answer else {}} | sections
    return next(p for p in eligibility(read_applicant(raw), language) if p.code == code).remedy


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("answer", ["partly", "no", "unknown", None, "not_applicable"])
@pytest.mark.parametrize(
    ("production", "own", "in_the_cloud", "if_cloud"),
    [
        ("cloud", False, True, False),
        ("hosting_provider", False, True, False),
        ("own_servers", True, False, False),
        ("client_premises", True, False, False),
        ("none", True, False, False),
        (None, True, False, True),
    ],
)
def test_a_company_all_in_the_cloud_gets_its_own_way_and_no_other(
    code, language, answer, production, own, in_the_cloud, if_cloud
):
    rule = rule_of(code)
    told = remedy_of(code, answer, language, hosting={"production": production} if production else {})
    assert (rule.remedy.to(language) in told) is own
    assert (rule.cloud_remedy.to(language) in told) is in_the_cloud
    assert (rule.cloud.to(language) in told) is if_cloud
    assert "{" not in told


@pytest.mark.parametrize("code", CODES)
def test_a_company_all_in_the_cloud_is_told_what_counts_there(code):
    def text(production, answer="no"):
        raw = {"prerequisites": {code: answer}, "hosting": {"production": production}}
        return next(p for p in eligibility(read_applicant(raw)) if p.code == code).text

    cloud = rule_of(code).cloud.fr
    assert cloud in text("cloud")
    assert cloud not in text("own_servers")
    assert cloud not in text("cloud", "yes")


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize(
    ("headcount", "band"),
    [(None, "small"), (0, "small"), (10, "small"), (11, "medium"), (50, "medium"), (51, "large"), (4_000, "large")],
)
def test_each_size_has_its_way_its_helper_and_its_effort(code, language, headcount, band):
    company = {} if headcount is None else {"headcount": headcount}
    told = remedy_of(code, "no", language, company=company)
    for other in ("small", "medium", "large"):
        size = rule_of(code).by_size(other)
        assert (size.way.to(language) in told) is (size.effort.to(language) in told) is (other == band)
    assert rule_of(code).by_size(band).help.to(language) in told


def test_what_remains_of_a_partly_is_named():
    found = eligibility(answering(antivirus_weekly={"answer": "partly", "where": ["servers"]}))[1]
    assert (
        "Rempli en partie : Serveurs. Reste à couvrir : Postes de travail et Prestataires et indépendants."
        in found.text
    )
    assert found.remedy.startswith("Étendez à tout le reste ce que vous avez déjà.")


def test_a_partly_that_names_every_usual_place_is_asked_what_is_left():
    places = ["workstations", "servers", "contractors"]
    found = eligibility(answering(antivirus_weekly={"answer": "partly", "where": places}))[1]
    assert "Reste ce que vous n’avez pas nommé" in found.text


@pytest.mark.parametrize("values", [{"small": 0, "large": 51, "medium": 11}, {"small": 1, "medium": 11, "large": 51},
                                    {"small": 0, "medium": 11, "large": 11}, {"small": 0, "medium": 11}])  # fmt: skip
def test_bands_of_size_out_of_order_are_refused(values):
    raw = GUIDE.eligibility.model_dump()
    raw["sizes"]["values"] = values
    with pytest.raises(ValidationError, match="each beginning above"):
        EligibilityGuide.model_validate(raw)


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
