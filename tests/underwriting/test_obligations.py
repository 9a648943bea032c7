"""The duties: whom each binds, on which day, at which threshold, and in which words."""

import tomllib
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from tests.strategies import applicants
from tests.underwriting.obligation_files import DUTIES, GUIDE, ON, applying, device, duties, file, reference, verdict
from underwriting.applicant import read_applicant
from underwriting.guide.obligations_schema import ObligationsGuide
from underwriting.obligations import CHECKS, TRIGGERS, assess_obligations

UNVERIFIED = {"csp_l5311_1_software", "cass_revenue_declaration"}
UNSETTLED = {"nis2", "pld_2024_2853"}

EVERYONE = {
    "cass_l12_10_1",
    "cass_l113_2_answers",
    "cass_l112_2_claims_basis",
    "cass_l521_2_disclosures",
    "cass_l521_4_advice",
    "cass_l521_2_fees",
    "cnil_retention",
}
PERSONS = {"gdpr_30", "gdpr_32", "gdpr_33", "gdpr_5_1_e", "cp_226_17_1"}
INSURED = {"cass_l113_2_aggravation", "cass_l113_2_claim_notice", "cass_l124_2_no_admission"}


# ── The guide and the functions ──────────────────────────────────────────────────────────────────────────────────────


def test_every_duty_has_its_function_and_every_function_its_duty():
    assert set(TRIGGERS) == set(DUTIES)
    assert set(CHECKS) <= set(DUTIES)
    assert len(DUTIES) >= 24


def test_what_nobody_has_read_is_not_settled():
    assert {code for code, duty in DUTIES.items() if duty.standing == "unverified"} == UNVERIFIED
    assert {code for code, duty in DUTIES.items() if duty.standing == "unsettled"} == UNSETTLED
    for code, duty in DUTIES.items():
        if GUIDE.sources[duty.source].confidence in ("general_knowledge", "assumption"):
            assert duty.standing == "unverified", code


def test_every_source_is_told_and_dated():
    for code, duty in DUTIES.items():
        named = [duty.source, *(citation.source for citation in duty.also), *(n.source for n in duty.numbers.values())]
        named += [duty.sanction.source] if duty.sanction else []
        for source in named:
            assert GUIDE.sources[source].checked_on == ON, (code, source)


def test_a_penalty_shown_to_prospects_rests_on_a_text_that_was_read():
    for duty in DUTIES.values():
        if duty.sanction and duty.standing != "unverified":
            assert GUIDE.sources[duty.sanction.source].confidence != "general_knowledge"


def test_the_two_languages_differ_everywhere():
    french, english = duties(file()), duties(file(), language="en")
    assert list(french) == list(english) == list(DUTIES)
    for code, duty in french.items():
        assert duty.text != english[code].text
        assert "{" not in duty.text + english[code].text
        assert (duty.applies, duty.status, duty.deadline) == (
            english[code].applies,
            english[code].status,
            english[code].deadline,
        )


def test_words_are_typeset_for_french_readers():
    for duty in DUTIES.values():
        assert not {"'", "\u00a0", "\u202f"} & set(duty.text.fr + duty.title.fr), duty.code


# ── Files as a whole ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_empty_file_accuses_nobody():
    for code, duty in duties(file()).items():
        assert duty.applies == ("yes" if code in EVERYONE else "to_confirm"), code
        assert duty.status in ("unknown", "not_due"), code


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        (
            "telesuivi",
            EVERYONE
            | PERSONS
            | INSURED
            | {"csp_l1142_2", "mdr_10_16", "mdr_rule_11", "mdr_87", "csp_l1111_8_hds", "csp_l1111_8_hds_2026"}
            | {"gdpr_28", "gdpr_37", "cdef_l2321_4_1", "ccom_l651_2", "cass_l113_12_notice"},
        ),
        (
            "biotech",
            EVERYONE
            | PERSONS
            | INSURED
            | {"csp_l1121_10", "gdpr_34", "cp_226_17", "ccom_l651_2", "cass_l113_12_notice"},
        ),
        (
            "capteur",
            EVERYONE
            | PERSONS
            | INSURED
            | {"csp_l1142_2", "mdr_10_16", "mdr_rule_11", "mdr_87", "csp_l1111_8_hds", "csp_l1111_8_hds_2026"}
            | {"gdpr_28", "gdpr_34", "cp_226_17", "cdef_l2321_4_1", "pld_2024_2853", "ai_act", "ccom_l651_2"},
        ),
        (
            "modele",
            EVERYONE
            | PERSONS
            | INSURED
            | {"csp_l1111_8_hds", "csp_l1111_8_hds_2026", "gdpr_28", "gdpr_37", "cra_14", "cra_full"}
            | {"cdef_l2321_4_1", "ccom_l651_2", "cass_l113_12_notice"},
        ),
        ("logiciel-court", EVERYONE | PERSONS | {"csp_l1111_8_hds", "csp_l1111_8_hds_2026", "gdpr_28", "ccom_l651_2"}),
        ("sanctions", EVERYONE | PERSONS | {"csp_l1111_8_hds", "csp_l1111_8_hds_2026", "gdpr_28", "ccom_l651_2"}),
        ("vide", EVERYONE),
    ],
)
def test_the_duties_of_each_reference_applicant(name, codes):
    assert applying(name) == codes


def test_the_duties_of_the_reference_applicants_that_matter_most():
    telesuivi = duties(reference("telesuivi"))
    assert telesuivi["csp_l1142_2"].status == "not_met"
    assert "premier point à régler" in telesuivi["csp_l1142_2"].text
    assert telesuivi["csp_l1111_8_hds"].deadline == date(2028, 3, 31)
    assert duties(reference("biotech"))["csp_l1121_10"].status == "met"
    assert duties(reference("capteur"))["csp_l1142_2"].status == "not_met"
    assert duties(reference("modele"))["nis2"].applies == "to_confirm"


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(applicants(), st.dates(date(2026, 1, 1), date(2032, 1, 1)))
def test_any_file_on_any_day_gets_every_duty_in_order(raw, on):
    applicant = read_applicant(raw)
    found = assess_obligations(applicant, GUIDE, on=on, language="en")
    assert [duty.code for duty in found] == list(DUTIES)
    for duty in found:
        law = DUTIES[duty.code]
        if duty.applies == "no":
            assert (duty.status, duty.deadline) == ("not_due", None)
        elif law.in_force_from and on < law.in_force_from:
            assert (duty.status, duty.deadline) == ("not_due", law.in_force_from)
        if law.awaiting_transposition:
            assert duty.status == "not_due"
    assert found == assess_obligations(applicant, GUIDE, on=on, language="en")


# ── Thresholds ───────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("company", "applies"),
    [
        ({"headcount": 49, "revenue_last_eur": 10_000_000}, "no"),
        ({"headcount": 50, "revenue_last_eur": 0}, "yes"),
        ({"headcount": 49, "revenue_last_eur": 10_000_001}, "to_confirm"),
        ({"headcount": 10, "revenue_last_eur": 0, "group": "subsidiary"}, "to_confirm"),
        ({"headcount": 10, "revenue_last_eur": 0, "subsidiaries": True}, "to_confirm"),
        ({"headcount": 10}, "to_confirm"),
    ],
)
def test_nis2_needs_staff_or_both_sums(company, applies):
    assert verdict("nis2", file(company=company, product=device())) == (applies, "not_due", None)


@pytest.mark.parametrize(
    ("product", "applies"),
    [
        (device(device_status="not_a_device", delivery=["on_premise"]), "no"),
        (device(device_status="not_a_device"), "to_confirm"),
        ({"families": ["other_health_product"], "other_kind": "pharma", "device_status": "not_a_device"}, "yes"),
        (
            {"families": ["other_health_product"], "other_kind": "biotech", "device_status": "not_a_device"},
            "to_confirm",
        ),
        ({}, "to_confirm"),
    ],
)
def test_nis2_names_the_activities(product, applies):
    if product.get("families") == ["other_health_product"]:
        product = product | {"attached_digital_service": False}
    assert verdict("nis2", file(company={"headcount": 300}, product=product))[0] == applies


@pytest.mark.parametrize(("records", "applies"), [(9_999, "to_confirm"), (10_000, "yes")])
def test_large_scale_has_two_sides(records, applies):
    applicant = file(data={"kinds": ["health"], "health_records": records, "role": "controller", "dpo": "partly"})
    assert verdict("gdpr_37", applicant) == (applies, "not_met", None)
    assert verdict("gdpr_35", applicant)[0] == applies


@pytest.mark.parametrize(("records", "applies"), [(9_999, "no"), (10_000, "to_confirm")])
def test_many_persons_of_any_kind_may_call_for_an_officer(records, applies):
    assert verdict("gdpr_37", file(data={"kinds": ["identity"], "personal_records": records}))[0] == applies


@pytest.mark.parametrize(("staff", "applies"), [(249, "to_confirm"), (250, "yes")])
def test_the_records_of_processing_are_owed_by_size_or_by_health_data(staff, applies):
    assert verdict("gdpr_30", file(company={"headcount": staff}, data={"kinds": ["staff"]}))[0] == applies
    assert verdict("gdpr_30", file(company={"headcount": 1}, data={"kinds": ["genetic"]}))[0] == "yes"


@pytest.mark.parametrize(("years", "status"), [(4, "not_met"), (5, "met"), (None, "unknown")])
def test_run_off_is_held_against_five_years(years, status):
    policy = {"held": "yes", "trigger": "claims_made"} | ({} if years is None else {"run_off_years": years})
    assert verdict("cass_l124_5_run_off", file(cover={"professional_liability": policy}))[:2] == ("yes", status)


# ── Guides that must be refused ──────────────────────────────────────────────────────────────────────────────────────

PLAIN = """
[[duties]]
code = "a_law"
title = { fr = "Un", en = "One" }
text = { fr = "Deux", en = "Two" }
standing = "settled"
source = "judgement"
"""


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ("stages = [2027-01-01]", "give the first date of force"),
        ("in_force_from = 2027-01-01\nstages = [2026-01-01]", "must follow one another"),
        ("awaiting_transposition = true", "is not settled"),
        ('answered_by = ["data.kinds"]', "no control of the applicant file"),
        ('answered_by = ["data.dpo"]\non_event = true', "keep answered_by or on_event"),
        ('confirm = { fr = "{n}", en = "{n}" }', "no number of this duty"),
        (PLAIN, "stands 2 times"),
        ("colour = 1", "Extra inputs"),
    ],
)
def test_a_bad_entry_is_named(more, words):
    ObligationsGuide.model_validate(tomllib.loads(PLAIN))
    with pytest.raises(ValidationError, match=words.replace("(", r"\(")):
        ObligationsGuide.model_validate(tomllib.loads(PLAIN + more))
    assert DUTIES["nis2"] is GUIDE.obligations.duty("nis2")
    with pytest.raises(KeyError):
        GUIDE.obligations.duty("no_such_law")


# ── The words ────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("code", "figures"),
    [
        ("mdr_87", ("15 jours", "10 jours", "2 jours")),
        ("ivdr_82", ("15 jours", "10 jours", "2 jours")),
        ("gdpr_33", ("72 heures", "sans attendre")),  # the client of a processor: no figure in the law
        ("gdpr_30", ("250 personnes",)),
        ("gdpr_32", ("10 M€ ou 2 %", "20 M€ ou 4 %", "non assurables, sous réserve des tribunaux")),
        ("cass_l12_10_1", ("72 heures",)),
        ("nis2", ("50 personnes", "supérieur à 10 000 000 € avec un bilan supérieur à 10 000 000 €", "24 heures")),
        ("cra_14", ("24 heures", "72 heures", "14 jours", "un mois")),
        ("cra_full", ("11 décembre 2027", "15 M€ ou 2,5 %")),
        ("csp_l1111_8_hds", ("6, des locaux", "trois ans d’emprisonnement et de 45 000 €")),
        ("csp_l1121_10", ("1 000 000 € par victime", "6 000 000 € par protocole", "10 000 000 € par an", "10 ans")),
        ("ccom_l651_2", ("3 ans", "simple négligence ne suffit pas")),
        ("cass_l113_2_aggravation", ("15 jours", "recommandé")),
        ("cass_l113_2_claim_notice", ("5 jours ouvrés", "2 en cas de vol")),
        ("cass_l113_12_notice", ("2 mois",)),
        ("cass_l124_5_run_off", ("5 ans",)),
        ("cnil_retention", ("3 ans", "5 ans")),
        ("ehds", ("26 mars 2027", "2029 et 2031")),
    ],
)
def test_the_figures_of_the_law_are_told(code, figures):
    text = duties(file())[code].text.replace("\u202f", " ").replace("\u00a0", " ")
    for figure in figures:
        assert figure in text


def test_no_minimum_of_insurance_is_shown_to_makers():
    # 8 M€ and 15 M€ are for self-employed health professionals; makers have none.
    for code in ("csp_l1142_2", "mdr_10_16", "ivdr_10_15"):
        assert not {"8", "15 000 000", "M€"} & set(duties(file())[code].text.split())
        assert "€" not in duties(file())[code].text
        assert "aucun montant" in duties(file())[code].text.lower()


@pytest.mark.parametrize(
    ("changes", "asked"),
    [
        ({"device_class": "I", "decision_support": "diagnosis"}, "conduit souvent à la classe IIa au moins"),
        ({"device_class": "I", "decision_support": "none"}, None),
        ({"device_class": "IIa", "decision_support": "dose"}, "explique-t-il la classe IIa ?"),
        ({"device_class": "IIa", "decision_support": "diagnosis"}, None),
    ],
)
def test_a_class_that_looks_low_is_asked_about_and_no_other(changes, asked):
    found = duties(file(product=device(**changes)))["mdr_rule_11"]
    assert found.status != "not_met"
    questions = ("conduit souvent à la classe IIa", "explique-t-il la classe IIa")
    assert [words in found.text for words in questions] == [bool(asked) and words in asked for words in questions]


def test_a_company_abroad_is_told_that_its_own_law_may_apply_already():
    for country, told in (("BE", True), ("FR", False)):
        company = file(company={"country": country, "headcount": 60}, product=device())
        assert ("établie hors de France" in duties(company)["nis2"].text) == told
        assert duties(company)["nis2"].status == "not_due"


def test_without_product_insurance_a_maker_is_asked_for_another_means():
    found = duties(file(product=device(), cover={"product_liability": {"held": "no"}}))["mdr_10_16"]
    assert found.status == "unknown" and "quel autre moyen" in found.text


@pytest.mark.parametrize(("status", "applies"), [("in_certification", "to_confirm"), ("mdr", "no")])
def test_a_pilot_with_a_device_to_be_certified_may_be_a_study(status, applies):
    assert verdict("csp_l1121_10", file(product=device(stage="pilot", device_status=status)))[0] == applies
