"""What each cover pays for: complete, in the contract's order, and never against the law."""

from typing import get_args

import pytest
from pydantic import ValidationError

from underwriting import load_guide, read_applicant
from underwriting.assessment import COVERS
from underwriting.guarantees import CONCERNED, complaint_notice, guarantees_of
from underwriting.guide.base import LANGUAGES
from underwriting.guide.guarantees_schema import GuaranteeCode, GuaranteesGuide

GUIDE = load_guide("2026-11")
EMPTY = read_applicant({})
BUSY = read_applicant(
    {
        "product": {"families": ["software"], "main_family": "software"},
        "hosting": {"production": "cloud"},
        "data": {"kinds": ["health", "payment"], "health_records": 5_000, "card_data": "stored"},
    }
)
CODES = get_args(GuaranteeCode)


def by_code(cover, applicant=EMPTY, language="fr"):
    return {guarantee.code: guarantee for guarantee in guarantees_of(cover, applicant, GUIDE, language)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_cyber_tells_all_nineteen_in_the_contracts_order(language):
    assert tuple(by_code("cyber", language=language)) == CODES
    assert len(CODES) == 19


@pytest.mark.parametrize("applicant", [EMPTY, BUSY])
@pytest.mark.parametrize("cover", COVERS)
def test_fines_are_never_insured_and_a_ransom_never_by_default(cover, applicant):
    guarantees = by_code(cover, applicant)
    assert guarantees["administrative_fines"].included == "no"
    assert "ransom_payment" not in guarantees or guarantees["ransom_payment"].included == "no"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_complaint_within_72_hours_stands_beside_cyber_cover(language):
    notice = complaint_notice(GUIDE, language)
    assert "72" in notice and "L.12-10-1" in notice
    assert notice in by_code("cyber", language=language)["incident_response"].text


def test_cards_and_fraud_are_options_of_cyber():
    guarantees = by_code("cyber", BUSY)
    assert guarantees["card_industry_penalties"].included == guarantees["payment_fraud"].included == "option"
    rest = set(CODES) - {"card_industry_penalties", "payment_fraud", "ransom_payment", "administrative_fines"}
    assert {guarantees[code].included for code in rest} == {"yes"}


def test_words_change_for_a_company_that_a_guarantee_does_not_concern():
    busy, idle = by_code("cyber", BUSY), by_code("cyber", read_applicant({"hosting": {"production": "own_servers"}}))
    differ = {code for code in CODES if busy[code].text != idle[code].text}
    assert differ == {"notification", "monitoring", "supplier_interruption", "card_industry_penalties"}
    assert all(busy[code].included == idle[code].included for code in CODES)


def test_a_company_of_unknown_hosting_is_told_of_its_suppliers():
    assert by_code("cyber")["supplier_interruption"] == by_code("cyber", BUSY)["supplier_interruption"]


def test_every_function_has_two_wordings_and_back():
    covers = GUIDE.guarantees.covers.items()
    told = {(cover, entry.code) for cover, entries in covers for entry in entries if entry.otherwise}
    assert told == set(CONCERNED)


def said(cover, code, **sections):
    return by_code(cover, read_applicant(sections))[code].text


@pytest.mark.parametrize(
    ("cover", "code", "concerned", "others", "words"),
    [
        ("cyber", "data_restoration", {"product": {"stage": "clinical_study"}},
         {"product": {"stage": "on_market"}, "data": {"kinds": ["health"]}}, "essai clinique"),
        ("cyber", "data_restoration", {"data": {"kinds": ["research"]}}, {"data": {"kinds": ["staff"]}}, "essai clinique"),
        ("professional_liability", "third_party_liability", {"product": {"patient_harm": "delay_of_care"}},
         {"product": {"patient_harm": "none"}}, "patient blessé"),
        ("professional_liability", "third_party_liability", {}, {"product": {"patient_harm": "none"}}, "patient blessé"),
        ("product_liability", "extra_expenses", {"product": {"families": ["connected_device"]}},
         {"product": {"families": ["software"]}}, "rappel"),
    ],
)  # fmt: skip
def test_words_fit_the_situation(cover, code, concerned, others, words):
    assert words in said(cover, code, **concerned)
    assert words not in said(cover, code, **others)


@pytest.mark.parametrize("cover", COVERS)
def test_every_cover_says_that_fines_and_deliberate_acts_are_never_insured(cover):
    for language, fines, acts in (("fr", "amendes", "actes volontaires"), ("en", "fines", "deliberate acts")):
        text = by_code(cover, EMPTY, language)["administrative_fines"].text
        assert fines in text.lower() and acts in text


def test_a_ransom_is_no_part_of_extortion_and_a_practitioner_s_reputation_lies_elsewhere():
    cyber = by_code("cyber")
    assert cyber["ransom_payment"].included == "no"
    assert "rançon elle-même n’y est pas" in cyber["extortion_expenses"].text
    assert "responsabilité professionnelle ou de sa protection juridique" in cyber["crisis_communication"].text


@pytest.mark.parametrize("cover", ["cyber", "professional_liability"])
def test_bodily_injury_is_sent_to_the_cover_that_answers_for_it(cover):
    text = by_code(cover)["third_party_liability"].text
    assert ("blessures relèvent d’un autre contrat" in text) is (cover == "cyber")


def spoilt(cover, **entry):
    raw = GUIDE.guarantees.model_dump()
    raw["covers"][cover] = [old | entry if old["code"] == entry["code"] else old for old in raw["covers"][cover]]
    return raw


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (spoilt("cyber", code="administrative_fines", included="option"), "fines can't be insured"),
        (spoilt("cyber", code="ransom_payment", included="yes"), "never included by default"),
        ({**GUIDE.guarantees.model_dump(), "covers": {}}, "one list for each"),
    ],
)
def test_a_guide_that_insures_what_the_law_forbids_is_refused(raw, said):
    with pytest.raises(ValidationError, match=said):
        GuaranteesGuide.model_validate(raw)


def test_a_code_told_twice_is_refused():
    raw = GUIDE.guarantees.model_dump()
    raw["covers"]["cyber"] = [*raw["covers"]["cyber"], raw["covers"]["cyber"][0]]
    with pytest.raises(ValidationError, match="stands twice"):
        GuaranteesGuide.model_validate(raw)
