"""The reference applicants: what a broker expects of each, and their whole assessments, frozen."""

import json
import tomllib
from datetime import date, timedelta

import pytest

from tests.golden import APPLICANTS, NAMES, ON, assessed, frozen_file
from underwriting import assess, load_guide, portable, read_applicant, read_bytes


@pytest.fixture(scope="module")
def results():
    return {name: assessed(name) for name in NAMES}


def outcomes(result):
    return {cover["code"]: cover["outcome"] for cover in result["quote"]["covers"]}


def codes(result, effect):
    return {reason["code"] for reason in result["decision"]["reasons"] if reason["effect"] == effect}


@pytest.mark.parametrize("name", NAMES)
def test_the_whole_assessment_is_the_frozen_one(results, name):
    assert results[name] == json.loads(frozen_file(name).read_text(encoding="utf-8"))


def test_telesuivi_is_quoted_with_a_condition_and_lacks_the_compulsory_cover(results):
    result = results["telesuivi"]
    assert result["decision"]["outcome"] == "quote"
    software, device, other = result["situations"]
    assert software["applies"] and software["coupling"] == "inseparable" and 50 <= software["score"] <= 75
    assert not device["applies"] and not other["applies"]
    product = result["quote"]["covers"][2]
    assert product["compulsory"] and product["needed"]
    gaps = {gap["code"]: gap for gap in result["gaps"]}
    assert gaps["compulsory_liability"]["severity"] == max(gap["severity"] for gap in result["gaps"])
    for code in ("service_levels_and_results", "subcontracted_hosting", "hacking"):
        assert gaps[code]["applies"] and gaps[code]["severity"] >= 50, code
    conditions = {s["code"] for s in result["quote"]["covers"][0]["subjectivities"]}
    assert "prerequisite_data_backup_monthly_offline" in conditions
    assert "prerequisite_data_backup_monthly_offline" in codes(result, "condition")


def test_capteur_is_referred_for_every_cover_and_has_a_dual_nature(results):
    result = results["capteur"]
    assert result["decision"]["outcome"] == "refer" and not result["quote"]["published"]
    assert [s["applies"] for s in result["situations"]] == [True, True, False]
    gaps = {gap["code"]: gap for gap in result["gaps"]}
    assert gaps["dual_nature"]["applies"] and gaps["dual_nature"]["severity"] > 0
    assert "quote" not in outcomes(result).values()
    assert {"prerequisite_data_backup_monthly_offline", "prerequisite_system_backup_on_change"} <= codes(
        result, "refer"
    )
    assert {"product_class", "product_unsigned_update", "hds_certificate_unproven"} <= codes(result, "refer")
    (correction,) = (c for c in result["quote"]["wish_corrections"] if c["field"] == "wishes.cyber_retention_eur")
    assert correction["asked"] == 1_000 and correction["given"] > 1_000


def test_biotech_has_automatic_cyber_and_a_broker_for_the_rest(results):
    result = results["biotech"]
    assert result["decision"]["outcome"] == "partial" and result["language"] == "en"
    assert outcomes(result) == {
        "cyber": "quote",
        "professional_liability": "not_needed",
        "product_liability": "refer",
        "directors_liability": "refer",
        "public_liability": "refer",
        "clinical_trial_liability": "refer",
    }
    assert [(s["applies"], s["coupling"]) for s in result["situations"]][2] == (True, "distinct")
    # The directors' policy expires on 31 December 2026; two months before is 31 October: past on 22 November.
    texts = [action["text"] for step in result["plan"] for action in step["actions"]]
    assert any("31 October 2026" in text for text in texts)


def test_logiciel_court_is_referred_not_refused_and_every_unknown_has_an_owner(results):
    result = results["logiciel-court"]
    assert result["decision"]["outcome"] == "refer"
    assert "hds_certificate_unproven" in codes(result, "refer") and not codes(result, "decline")
    asked = {
        f
        for s in result["plan"]
        for a in s["actions"]
        if a["effect"].get("owner")
        for f in a["effect"].get("answers", ())
    }
    assert set(result["completeness"]["unknown"]) <= asked


def test_modele_is_clean(results):
    result = results["modele"]
    assert result["decision"]["outcome"] == "quote" and result["maturity"]["grade"] == "A"
    assert outcomes(result)["cyber"] == outcomes(result)["directors_liability"] == "quote"
    assert outcomes(result)["professional_liability"] == "quote"
    assert all(p["status"] == "met" for p in result["eligibility"])
    assert result["contradictions"] == []


def test_sanctions_is_declined_by_the_rules_with_a_way_back_and_a_plan(results):
    result = results["sanctions"]
    assert result["decision"]["outcome"] == "decline" and codes(result, "decline") == {"sanctioned_countries"}
    assert all(step["actions"] for step in result["plan"])


def test_the_empty_file_is_incomplete_and_names_every_essential_question(results):
    result = results["vide"]
    assert result["decision"]["outcome"] == "incomplete"
    (reason,) = (r for r in result["decision"]["reasons"] if r["effect"] == "incomplete")
    always = {path for path, question in load_guide().questions.items() if question.short and not question.visible_when}
    assert set(reason["fields"]) == always and len(always) > 30
    assert result["completeness"]["short_path"] == 0 and all(step["actions"] for step in result["plan"])
    assert all(cover["net_eur"] is None for cover in result["quote"]["covers"])


def case(name, **changes):
    """A reference applicant with some answers changed, assessed."""
    raw = tomllib.loads((APPLICANTS / f"{name}.toml").read_text(encoding="utf-8"))
    for path, value in changes.items():
        section, _, key = path.partition("__")
        raw[section][key] = value
    return portable(assess(read_applicant(raw), load_guide(), on=ON))


def test_a_company_abroad_is_placed_by_a_broker():
    assert "country" in codes(case("modele", company__country="BE"), "refer")
    assert "country" not in codes(case("modele"), "refer")


def test_an_ended_host_certificate_counts_as_unproven():
    day_of_its_end, day_after = (case("modele", hosting__hds_valid_until=ON - timedelta(days=n)) for n in (0, 1))
    assert "hds_certificate_unproven" not in codes(day_of_its_end, "refer")
    assert "hds_certificate_unproven" in codes(day_after, "refer")


def test_a_very_large_company_gets_no_automatic_price():
    result = case("modele", company__headcount=10**9)
    assert {"cyber_size", "professional_size", "directors_size"} <= codes(result, "refer")
    assert not result["quote"]["published"]


def test_no_less_is_advised_than_what_is_held(results):
    covers = {cover["code"]: cover for cover in results["modele"]["quote"]["covers"]}
    assert covers["professional_liability"]["limit_eur"] == "3000000.00"
    assert "plafond de votre contrat actuel" in covers["professional_liability"]["why"]
    assert covers["directors_liability"]["limit_eur"] == "2000000.00"


def test_the_last_day_of_the_calendar_is_a_day_like_another():
    file = APPLICANTS / "telesuivi.toml"
    result = assess(read_bytes(file.read_bytes(), file.name), load_guide(), on=date.max)
    assert result.quote.valid_until == date.max
