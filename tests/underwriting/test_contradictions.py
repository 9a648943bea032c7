"""Answers that disagree become kind questions; answers that agree, or are missing, raise none."""

import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings

from tests.strategies import applicants
from tests.underwriting.clean_files import but
from underwriting import assess, load_guide, portable, read_applicant
from underwriting.applicant import QUESTION_PATHS
from underwriting.contradictions import CODES, GIVEN, find_contradictions
from underwriting.visibility import reduce_to_visible

ON = date(2026, 11, 22)
GUIDE = load_guide("2026-11")
APPLICANTS = Path(__file__).parents[1] / "applicants"

HELD = {"held": "yes"}
DISAGREE = {
    "forecast_far_below_revenue": {"company": {"revenue_last_eur": 1_000_000, "revenue_forecast_eur": 499_999}},
    "implant_without_harm": {
        "product": {
            "families": ["connected_device"],
            "device_status": "mdr",
            "implantable": True,
            "patient_harm": "none",
        }
    },
    "highest_class_without_harm": {"product": {"device_status": "mdr", "device_class": "III", "patient_harm": "none"}},
    "class_of_no_device": {"product": {"device_status": "not_a_device", "device_class": "IIa"}},
    "device_answers_without_device": {"product": {"families": ["software"], "units_in_service": 3}},
    "study_described_at_another_stage": {"product": {"stage": "on_market", "study": {"participants": 20}}},
    "contract_larger_than_sales": {
        "company": {"revenue_last_eur": 400_000, "revenue_forecast_eur": 500_000},
        "contracts": {"largest_contract_eur": 500_001},
    },
    "contract_above_the_largest_client": {
        "company": {"revenue_last_eur": 400_000, "revenue_forecast_eur": 500_000, "largest_client_share": 0.3},
        "contracts": {"largest_contract_eur": 150_001},
    },
    "penalties_without_promise": {"contracts": {"commitments": "best_efforts", "penalties": "capped"}},
    "project_disputed_without_projects": {"contracts": {"projects_share": 0.0, "project_disputes": True}},
    "client_limit_without_demand": {
        "contracts": {"client_insurance_required": False, "client_required_limit_eur": 500_000}
    },
    "provider_without_hosting": {"hosting": {"production": "own_servers", "provider": "Hébergeur A"}},
    "certificate_for_nobody_s_data": {"hosting": {"hosts_health_data_for_others": False, "hds_activities": [5]}},
    "persons_without_sensitive_data": {"data": {"kinds": ["staff"], "health_records": 1}},
    "cards_without_payment_data": {"data": {"kinds": ["health"], "card_data": "stored"}},
    "professional_policy_not_held_yet_described": {
        "cover": {"professional_liability": {"held": "no", "clauses": {"hacking": "covered"}}}
    },
    "product_policy_not_held_yet_described": {"cover": {"product_liability": {"held": "unknown", "certificate": True}}},
    "cyber_policy_not_held_yet_described": {"cover": {"cyber": {"limit_eur": 1_000_000}}},
    "directors_policy_not_held_yet_described": {"cover": {"directors": {"held": "no", "expires_on": "2027-01-01"}}},
    "trial_policy_not_held_yet_certified": {"cover": {"clinical_trial": {"held": "no", "certificate": True}}},
    "professional_retention_above_limit": {
        "cover": {"professional_liability": HELD | {"retention_eur": 500_001, "limit_eur": 500_000}}
    },
    "cyber_retention_above_limit": {"cover": {"cyber": HELD | {"retention_eur": 2, "limit_eur": 1}}},
    "america_outside_the_wished_territory": {
        "company": {"revenue_us_canada_share": 0.01},
        "wishes": {"territory": "world_except_us_canada"},
    },
    "abroad_outside_the_wished_territory": {
        "company": {"revenue_us_canada_share": 0.01, "revenue_outside_eu_share": 0.02},
        "wishes": {"territory": "france"},
    },
    "wished_retention_above_limit": {"wishes": {"cyber_retention_eur": 300_001, "cyber_limit_eur": 300_000}},
    "founded_in_the_future": {"company": {"founded_on": "2026-11-23"}},
    "more_technical_staff_than_staff": {"company": {"headcount": 3, "it_headcount": 4}},
    "largest_client_without_revenue": {"company": {"revenue_last_eur": 0, "largest_client_share": 0.3}},
    "america_above_outside_europe": {"company": {"revenue_us_canada_share": 0.2, "revenue_outside_eu_share": 0.1}},
    "parent_without_subsidiary": {"company": {"group": "parent", "subsidiaries": False}},
    "on_market_before_certification": {"product": {"stage": "on_market", "device_status": "in_certification"}},
    "diagnostic_class_under_mdr": {"product": {"device_status": "mdr", "device_class": "C"}},
    "device_class_under_ivdr": {"product": {"device_status": "ivdr", "device_class": "IIb"}},
    "lowest_class_with_notified_body": {
        "product": {"device_status": "mdr", "device_class": "I", "notified_body": "Organisme B"}
    },
    "lowest_class_implant": {
        "product": {"families": ["connected_device"], "device_status": "mdr", "device_class": "I", "implantable": True}
    },
    "diagnostic_test_under_mdr": {
        "product": {"families": ["other_health_product"], "other_kind": "ivd", "device_status": "mdr"}
    },
    "medical_decision_but_no_device": {
        "product": {"families": ["software"], "decision_support": "dose", "device_status": "not_a_device"}
    },
    "wrong_decision_without_support": {
        "product": {"families": ["software"], "decision_support": "none", "patient_harm": "wrong_decision"}
    },
    "medical_decision_without_harm": {
        "product": {"families": ["software"], "decision_support": "diagnosis", "patient_harm": "none"}
    },
    "study_without_maker": {"product": {"stage": "clinical_study", "roles": ["distributor"]}},
    "importer_of_european_goods": {"product": {"roles": ["importer"], "non_eu_manufacturer": False}},
    "units_before_any_pilot": {
        "product": {"families": ["connected_device"], "stage": "research", "units_in_service": 12}
    },
    "users_before_any_pilot": {"product": {"stage": "research", "end_users": 1}},
    "results_beyond_the_law": {"contracts": {"commitments": "results", "warranties_limited_to_law": "yes"}},
    "uncapped_penalties_under_a_cap": {
        "contracts": {"commitments": "results", "penalties": "uncapped", "liability_cap": "all"}
    },
    "online_service_without_hosting": {
        "product": {"families": ["software"], "delivery": ["saas"]},
        "hosting": {"production": "none"},
    },
    "hosting_for_others_without_hosting": {"hosting": {"production": "none", "hosts_health_data_for_others": True}},
    "hosting_for_others_without_health_data": {
        "hosting": {"hosts_health_data_for_others": True},
        "data": {"kinds": ["identity"]},
    },
    "hosting_for_others_as_controller": {
        "hosting": {"hosts_health_data_for_others": True},
        "data": {"role": "controller"},
    },
    "certificate_said_not_to_apply": {
        "hosting": {"hosts_health_data_for_others": True, "hds_certified": "not_applicable"}
    },
    "certificate_past_its_date": {
        "hosting": {"hosts_health_data_for_others": True, "hds_certified": "yes", "hds_valid_until": "2026-11-21"}
    },
    "certificate_without_activity": {
        "hosting": {"hosts_health_data_for_others": True, "hds_certified": "yes", "hds_activities": []}
    },
    "certificate_claimed_and_denied": {
        "hosting": {"hosts_health_data_for_others": True, "hds_certified": "no"},
        "safeguards": {"certifications": ["hds"]},
    },
    "certified_host_outside_europe": {
        "hosting": {
            "production": "cloud",
            "region": "outside_eea",
            "hosts_health_data_for_others": True,
            "hds_certified": "yes",
        }
    },
    "hosted_outside_europe_without_transfer": {
        "hosting": {"production": "cloud", "region": "mixed"},
        "data": {"transfers_outside_eea": False},
    },
    "fewer_persons_than_patients": {"data": {"kinds": ["health"], "health_records": 101, "personal_records": 100}},
    "sensitive_data_of_nobody": {
        "product": {"stage": "on_market"},
        "data": {"kinds": ["genetic"], "health_records": 0},
    },
    "payments_without_cards": {"data": {"kinds": ["payment"], "card_data": "none"}},
    "detection_without_antivirus": {
        "safeguards": {"endpoint_detection": "yes"},
        "prerequisites": {"antivirus_weekly": "no"},
    },
    "locked_backup_but_none_apart": {
        "safeguards": {"backup_immutable": "yes"},
        "prerequisites": {"data_backup_monthly_offline": "no"},
    },
    "monthly_patches_too_late": {
        "safeguards": {"critical_patch_days": 32},
        "prerequisites": {"systems_patched_monthly": "yes"},
    },
    "no_certificate_and_some": {"safeguards": {"certifications": ["none", "soc2"]}},
    "outage_borne_longer_than_bearable": {
        "hosting": {"production": "cloud", "tolerated_outage_hours": 13},
        "continuity": {"survivable_outage_hours": 12},
    },
    "incident_in_the_future": {"history": {"incidents": [{"year": 2027, "kind": "fraud"}]}},
    "incident_before_foundation": {
        "company": {"founded_on": "2021-09-01"},
        "history": {"incidents": [{"year": 2020, "kind": "outage"}]},
    },
    "company_without_director": {"directors": {"count": 0}},
    "funds_without_investor": {"directors": {"funds_raised_eur": 1, "external_investors": False}},
    "negative_yet_above_half": {"directors": {"negative_equity": True, "equity_below_half_capital": False}},
    "professional_sublimit_above_limit": {
        "cover": {"professional_liability": HELD | {"limit_eur": 1_000, "non_material_limit_eur": 1_001}}
    },
    "professional_policy_ended": {"cover": {"professional_liability": HELD | {"expires_on": "2026-11-21"}}},
    "product_policy_ended": {"cover": {"product_liability": HELD | {"expires_on": "2026-11-21"}}},
    "cyber_policy_ended": {"cover": {"cyber": HELD | {"expires_on": "2026-11-21"}}},
    "directors_policy_ended": {"cover": {"directors": HELD | {"expires_on": "2026-11-21"}}},
    "professional_past_cover_from_the_future": {
        "cover": {"professional_liability": HELD | {"retroactive_on": "2026-11-23"}}
    },
    "product_past_cover_from_the_future": {"cover": {"product_liability": HELD | {"retroactive_on": "2026-11-23"}}},
    "cyber_past_cover_from_the_future": {"cover": {"cyber": HELD | {"retroactive_on": "2026-11-23"}}},
    "start_in_the_past": {"wishes": {"start_on": "2026-11-21"}},
    "cyber_insured_twice": {
        "cover": {"cyber": HELD | {"expires_on": "2027-01-02"}},
        "wishes": {"start_on": "2027-01-01"},
    },
    "professional_insured_twice": {
        "cover": {"professional_liability": HELD | {"expires_on": "2027-01-02"}},
        "wishes": {"start_on": "2027-01-01", "professional_limit_eur": 1_000_000},
    },
    "product_insured_twice": {
        "cover": {"product_liability": HELD | {"expires_on": "2027-01-02"}},
        "wishes": {"start_on": "2027-01-01", "product_limit_eur": 1_000_000},
    },
    "directors_insured_twice": {
        "cover": {"directors": HELD | {"expires_on": "2027-01-02"}},
        "wishes": {"start_on": "2027-01-01", "directors_limit_eur": 1_000_000},
    },
    "wish_below_client_demand": {
        "contracts": {"client_insurance_required": True, "client_required_limit_eur": 1_000_001},
        "wishes": {"cyber_limit_eur": 1_000_000},
    },
}
"""One file for each check, at its boundary: the smallest disagreement there is."""

AGREE = {
    "forecast_far_below_revenue": {"company": {"revenue_last_eur": 1_000_000, "revenue_forecast_eur": 500_000}},
    "class_of_no_device": {"product": {"device_status": "not_a_device", "device_class": "unknown"}},
    "device_answers_without_device": {"product": {"families": ["software"], "units_in_service": 0}},
    "study_described_at_another_stage": {"product": {"stage": "clinical_study", "study": {"participants": 20}}},
    "contract_larger_than_sales": {
        "company": {"revenue_last_eur": 400_000, "revenue_forecast_eur": 500_000},
        "contracts": {"largest_contract_eur": 500_000},
    },
    "contract_above_the_largest_client": {
        "company": {"revenue_last_eur": 400_000, "revenue_forecast_eur": 500_000, "largest_client_share": 0.3},
        "contracts": {"largest_contract_eur": 150_000},
    },
    "penalties_without_promise": {"contracts": {"commitments": "none", "penalties": "none"}},
    "project_disputed_without_projects": {"contracts": {"projects_share": 0.0, "project_disputes": False}},
    "client_limit_without_demand": {"contracts": {"client_insurance_required": False, "client_required_limit_eur": 0}},
    "provider_without_hosting": {"hosting": {"production": "cloud", "provider": "Hébergeur A"}},
    "certificate_for_nobody_s_data": {"hosting": {"hosts_health_data_for_others": False, "hds_certified": "yes"}},
    "persons_without_sensitive_data": {"data": {"kinds": ["staff"], "health_records": 0}},
    "cards_without_payment_data": {"data": {"kinds": ["health"], "card_data": "provider_only"}},
    "cyber_policy_not_held_yet_described": {"cover": {"cyber": HELD | {"limit_eur": 1_000_000}}},
    "trial_policy_not_held_yet_certified": {"cover": {"clinical_trial": {"held": "no", "certificate": False}}},
    "cyber_retention_above_limit": {"cover": {"cyber": HELD | {"retention_eur": 1, "limit_eur": 1}}},
    "america_outside_the_wished_territory": {
        "company": {"revenue_us_canada_share": 0.01},
        "wishes": {"territory": "world"},
    },
    "abroad_outside_the_wished_territory": {
        "company": {"revenue_us_canada_share": 0.02, "revenue_outside_eu_share": 0.02},
        "wishes": {"territory": "france"},
    },
    "wished_retention_above_limit": {"wishes": {"cyber_retention_eur": 300_000, "cyber_limit_eur": 300_000}},
    "more_technical_staff_than_staff": {"company": {"headcount": 4, "it_headcount": 4}},
    "america_above_outside_europe": {"company": {"revenue_us_canada_share": 0.2, "revenue_outside_eu_share": 0.2}},
    "founded_in_the_future": {"company": {"founded_on": "2026-11-22"}},
    "certificate_past_its_date": {
        "hosting": {"hosts_health_data_for_others": True, "hds_certified": "yes", "hds_valid_until": "2026-11-22"}
    },
    "fewer_persons_than_patients": {"data": {"kinds": ["health"], "health_records": 100, "personal_records": 100}},
    "monthly_patches_too_late": {
        "safeguards": {"critical_patch_days": 31},
        "prerequisites": {"systems_patched_monthly": "yes"},
    },
    "no_certificate_and_some": {"safeguards": {"certifications": ["none"]}},
    "incident_in_the_future": {"history": {"incidents": [{"year": 2026, "kind": "fraud"}]}},
    "incident_before_foundation": {
        "company": {"founded_on": "2021-09-01"},
        "history": {"incidents": [{"year": 2021, "kind": "outage"}]},
    },
    "professional_policy_ended": {"cover": {"professional_liability": HELD | {"expires_on": "2026-11-22"}}},
    "start_in_the_past": {"wishes": {"start_on": "2026-11-22"}},
    "cyber_insured_twice": {
        "cover": {"cyber": HELD | {"expires_on": "2027-01-01"}},
        "wishes": {"start_on": "2027-01-01"},
    },
    "professional_insured_twice": {
        "cover": {"professional_liability": HELD | {"expires_on": "2027-01-02"}},
        "wishes": {"start_on": "2027-01-01"},
    },
    "wish_below_client_demand": {
        "contracts": {"client_insurance_required": True, "client_required_limit_eur": 1_000_000},
        "wishes": {"cyber_limit_eur": 1_000_000},
    },
}


def found(raw, language="fr"):
    given = read_applicant(raw)
    answers, _, _ = reduce_to_visible(given, GUIDE)
    return find_contradictions(answers, ON, GUIDE, language, given=given)


def test_every_check_has_words_a_function_and_an_example():
    assert set(CODES) == set(GUIDE.contradictions.checks) == set(DISAGREE)


@pytest.mark.parametrize("code", DISAGREE)
def test_the_disagreement_is_asked_about(code):
    asked = {item.code: item for item in found(DISAGREE[code])}
    assert code in asked
    assert asked[code].text.rstrip().endswith("?")
    assert set(asked[code].fields) <= set(QUESTION_PATHS)


@pytest.mark.parametrize("code", AGREE)
def test_the_boundary_itself_is_no_disagreement(code):
    assert code not in [item.code for item in found(AGREE[code])]


@pytest.mark.parametrize("name", ["vide", "modele", "telesuivi", "capteur", "biotech", "logiciel-court", "sanctions"])
def test_the_reference_companies_contradict_nothing(name):
    raw = tomllib.loads((APPLICANTS / f"{name}.toml").read_text(encoding="utf-8"))
    assert found(raw) == ()


def test_a_hidden_answer_raises_no_question_but_the_one_about_itself():
    raw = {"cover": {"cyber": {"held": "no", "expires_on": "2027-06-30"}}, "wishes": {"start_on": "2027-01-01"}}
    (question,) = found(raw)
    assert question.code == "cyber_policy_not_held_yet_described"
    assert question.fields == ("cover.cyber.held", "cover.cyber.expires_on")


def test_a_policy_said_not_to_be_held_with_clauses_is_asked_about_and_changes_nothing_else():
    policy = {"held": "no", "limit_eur": 1_000_000, "clauses": {"hacking": "covered"}}
    with_clauses = {"cover": {"professional_liability": policy}}
    without = {"cover": {"professional_liability": {"held": "no"}}}
    told, plain = (portable(assess(read_applicant(raw), GUIDE, on=ON)) for raw in (with_clauses, without))
    (question,) = told.pop("contradictions")
    assert question["fields"] == [f"cover.professional_liability.{key}" for key in ("held", "limit_eur", "clauses")]
    assert told["completeness"].pop("ignored") == question["fields"][1:]
    assert plain["completeness"].pop("ignored") == plain.pop("contradictions") == []
    assert told == plain


def test_several_disagreements_are_named_together_as_questions_and_refuse_nothing():
    raw = but(
        ("hosting.production", "none"),
        ("data.health_records", 0),
        ("cover.professional_liability", {"held": "no", "clauses": {"hacking": "covered"}}),
        ("company.founded_on", date(2027, 1, 1)),
    )
    assert [item.code for item in found(raw)] == [
        "founded_in_the_future",
        "online_service_without_hosting",
        "hosting_for_others_without_hosting",
        "sensitive_data_of_nobody",
        "professional_policy_not_held_yet_described",
    ]
    assert assess(read_applicant(raw), GUIDE, on=ON).decision.outcome == "quote"


@pytest.mark.parametrize("code", sorted(GIVEN))
def test_a_question_about_a_hidden_answer_names_it_and_the_answer_that_hides_it(code):
    raw = DISAGREE[code]
    ignored = set(reduce_to_visible(read_applicant(raw), GUIDE)[2])
    asked = next(item for item in found(raw) if item.code == code)
    assert set(asked.fields) & ignored
    assert set(GUIDE.contradictions.checks[code].fields) == set(asked.fields) - ignored


def test_questions_are_asked_in_both_languages_and_in_a_fixed_order():
    raw = DISAGREE["company_without_director"] | DISAGREE["more_technical_staff_than_staff"]
    french, english = found(raw, "fr"), found(raw, "en")
    codes = ["more_technical_staff_than_staff", "company_without_director"]
    assert [item.code for item in french] == [item.code for item in english] == codes
    assert all(one.text != other.text for one, other in zip(french, english, strict=True))


@settings(max_examples=100, deadline=None)
@given(applicants())
def test_any_file_can_be_checked(raw):
    asked = found(raw)
    assert len({item.code for item in asked}) == len(asked)
