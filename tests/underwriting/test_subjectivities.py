"""Conditions: which cover they touch, before which moment, once each, in a stable order."""

import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.strategies import applicants, changed
from underwriting import load_guide, read_applicant
from underwriting.assessment import COVERS, PRICED
from underwriting.subjectivities import CONDITIONS, MOMENTS, PROVEN, answer_code, subjectivities_of
from underwriting.visibility import reduce_to_visible

ON = date(2026, 11, 22)
GUIDE = load_guide("2026-11")
APPLICANTS = Path(__file__).parents[1] / "applicants"
PREREQUISITES = [rule.code for rule in GUIDE.eligibility.prerequisites]


def conditions(cover, raw, missing=(), language="fr"):
    answers, _, _ = reduce_to_visible(read_applicant(raw), GUIDE)
    return subjectivities_of(cover, answers, GUIDE, on=ON, missing=missing, language=language)


def moments(cover, raw, missing=()):
    return {condition.code: condition.before for condition in conditions(cover, raw, missing)}


def reference(name):
    return tomllib.loads((APPLICANTS / f"{name}.toml").read_text(encoding="utf-8"))


def test_every_condition_has_words_and_a_function():
    assert {entry.code for entry in GUIDE.conditions.conditions} == set(CONDITIONS)
    assert {entry.code for entry in GUIDE.conditions.conditions if entry.later} == set(PROVEN)


def test_the_codes_that_the_domain_names_are_all_there():
    assert set(CONDITIONS) >= {
        "signed_proposal",
        "certificate_l1142_2",
        "ce_certificate",
        "ethics_and_agency_approval",
        "hds_certificate",
        "no_known_loss_letter",
        "mfa_proof",
        "restore_test_report",
        "asset_freeze_check",
        "contract_review",
        "us_canada_exclusion",
        *(f"prerequisite_{code}" for code in PREREQUISITES),
    }


def test_the_telemonitoring_publisher():
    raw = reference("telesuivi")
    assert moments("cyber", raw) == {
        "signed_proposal": "bind",
        "asset_freeze_check": "bind",
        "no_known_loss_letter": "bind",  # its start, 1 January 2027, is more than 30 days away
        "hds_certificate": "bind",
        "prerequisite_data_backup_monthly_offline": "bind",
        "mfa_proof": "30_days_after",  # administrators only in part
        "restore_test_report": "30_days_after",
    }
    assert moments("product_liability", raw)["certificate_l1142_2"] == "30_days_after"
    assert moments("professional_liability", raw)["ce_certificate"] == "bind"
    assert "contract_review" not in moments("professional_liability", raw)


def test_the_orderly_publisher_proves_what_it_declares():
    found = moments("cyber", reference("modele"))
    assert found["mfa_proof"] == found["restore_test_report"] == "bind"
    assert not [code for code in found if code.startswith("prerequisite_")]


def test_the_study_asks_for_its_approvals_before_any_quote():
    assert moments("clinical_trial_liability", reference("biotech"))["ethics_and_agency_approval"] == "quote"


@pytest.mark.parametrize("code", PREREQUISITES)
@pytest.mark.parametrize("cover", PRICED)
def test_a_prerequisite_met_partly_is_a_condition_of_every_priced_cover(cover, code):
    raw = {"prerequisites": {code: "partly"}}
    assert moments(cover, raw)[f"prerequisite_{code}"] == ("bind" if cover == "cyber" else "30_days_after")
    assert f"prerequisite_{code}" not in moments(cover, {"prerequisites": {code: "yes"}})


@pytest.mark.parametrize(
    ("contracts", "asked"),
    [
        ({"liability_cap": "all"}, False),
        ({"liability_cap": "most"}, False),
        ({"liability_cap": "some"}, True),
        ({"liability_cap": "none"}, True),
        ({"liability_cap": "unknown"}, True),
        ({}, True),
        ({"liability_cap": "all", "commitments": "results", "penalties": "uncapped"}, True),
        ({"liability_cap": "all", "commitments": "results", "penalties": "unknown"}, True),
        ({"liability_cap": "all", "commitments": "none", "penalties": "uncapped"}, False),  # hidden
    ],
)
def test_contracts_are_read_where_no_cap_is_sure(contracts, asked):
    found = moments("professional_liability", {"contracts": contracts})
    assert (found.get("contract_review") == "quote") is asked


@pytest.mark.parametrize(("share", "asked"), [(None, False), (0.0, False), (0.01, True), (0.1, True), (0.11, False)])
def test_america_is_excluded_up_to_the_share_that_refers(share, asked):
    raw = changed({}, "company", {} if share is None else {"revenue_us_canada_share": share})
    assert ("us_canada_exclusion" in moments("cyber", raw)) is asked
    assert "us_canada_exclusion" not in moments("professional_liability", raw)


@pytest.mark.parametrize(("start", "asked"), [(None, False), ("2026-12-22", False), ("2026-12-23", True)])
def test_a_proposal_of_more_than_thirty_days_is_confirmed_for_cyber(start, asked):
    raw = {"wishes": {} if start is None else {"start_on": start}}
    assert ("no_known_loss_letter" in moments("cyber", raw)) is asked
    assert "no_known_loss_letter" in moments("directors_liability", raw)


def test_nothing_is_to_be_proved_of_a_safeguard_that_does_not_apply():
    safeguards = dict.fromkeys(("mfa_email", "mfa_remote_access", "mfa_admin", "restore_tested"), "not_applicable")
    assert not {"mfa_proof", "restore_test_report"} & set(moments("cyber", {"safeguards": safeguards}))


def test_each_missing_answer_becomes_a_condition_before_the_quote():
    paths = ("company.restructuring_24_months", "directors.litigation", "company.restructuring_24_months")
    found = conditions("directors_liability", {}, paths)
    codes = [condition.code for condition in found]
    assert codes[:2] == ["answer_company_restructuring_24_months", "answer_directors_litigation"]
    assert codes.count("answer_company_restructuring_24_months") == 1
    assert found[0].before == "quote"
    assert GUIDE.question(paths[0]).label.fr in found[0].text
    assert answer_code("history.refused_or_cancelled") == "answer_history_refused_or_cancelled"


def day(cover, raw, moment, missing=()):
    found = {condition.before: condition.deadline for condition in conditions(cover, raw, missing)}
    return found[moment]


PARTLY = {"prerequisites": {"antivirus_weekly": "partly"}}
ANSWER = ("directors.litigation",)


@pytest.mark.parametrize(
    ("wishes", "policy", "quote", "bind", "after"),
    [
        # Nothing wished, nothing held: the indication is valid for 30 days from 22 November; no start can be told.
        ({}, {"held": "no"}, date(2026, 12, 22), None, None),
        # A start beyond those 30 days leaves them whole; 1 January and 30 days is 31 January.
        ({"start_on": date(2027, 1, 1)}, {"held": "no"}, date(2026, 12, 22), date(2027, 1, 1), date(2027, 1, 31)),
        # An earlier start comes first: before the quote is before the start too.
        ({"start_on": date(2026, 12, 1)}, {"held": "no"}, date(2026, 12, 1), date(2026, 12, 1), date(2026, 12, 31)),
        # A policy in force is not doubled: it ends on 31 March, two months' notice can still be given.
        ({"start_on": date(2027, 1, 1)}, {"held": "yes", "expires_on": date(2027, 3, 31)},
         date(2026, 12, 22), date(2027, 4, 1), date(2027, 5, 1)),
        # Its notice day has passed (22 January is two months before; 22 November is the day itself): a year more.
        ({}, {"held": "yes", "expires_on": date(2027, 1, 21)}, date(2026, 12, 22), date(2028, 1, 22), date(2028, 2, 21)),
        # Its end isn't known, or has passed: nobody can tell a start.
        ({"start_on": date(2027, 1, 1)}, {"held": "yes"}, date(2026, 12, 22), None, None),
        ({"start_on": date(2027, 1, 1)}, {"held": "yes", "expires_on": date(2026, 11, 21)},
         date(2026, 12, 22), None, None),
        # A start wished in the past is no start.
        ({"start_on": date(2026, 11, 21)}, {"held": "no"}, date(2026, 12, 22), None, None),
    ],
)  # fmt: skip
@pytest.mark.parametrize(("cover", "key"), [("professional_liability", "professional_liability"),
                                            ("directors_liability", "directors")])  # fmt: skip
def test_each_moment_has_its_day(cover, key, wishes, policy, quote, bind, after):
    raw = PARTLY | {"wishes": wishes, "cover": {key: policy}}
    assert day(cover, raw, "quote", ANSWER) == quote
    assert day(cover, raw, "bind") == bind
    assert day(cover, raw, "30_days_after") == after


def test_each_cover_waits_for_its_own_policy_only():
    raw = PARTLY | {
        "wishes": {"start_on": date(2027, 1, 1)},
        "cover": {"cyber": {"held": "yes", "expires_on": date(2027, 6, 30)}, "public_liability": {"held": "yes"}},
    }
    assert day("cyber", raw, "bind") == date(2027, 7, 1)
    assert day("professional_liability", raw, "bind") == date(2027, 1, 1)
    assert day("public_liability", raw, "bind") is None  # held, and the file has no place for its end


@pytest.mark.parametrize("cover", COVERS)
def test_both_languages_tell_the_same_conditions(cover):
    french, english = (conditions(cover, reference("capteur"), language=language) for language in ("fr", "en"))
    assert [(c.code, c.before) for c in french] == [(c.code, c.before) for c in english]
    assert all(one.text != other.text for one, other in zip(french, english, strict=True))


@settings(max_examples=100, deadline=None)
@given(applicants(), st.sampled_from(COVERS))
def test_each_code_once_by_moment(raw, cover):
    found = conditions(cover, raw, ("directors.litigation", "product.past_recall"))
    codes = [condition.code for condition in found]
    assert len(codes) == len(set(codes))
    days = {(condition.before, condition.deadline) for condition in found}
    assert len(days) == len({moment for moment, _ in days})
    order = [MOMENTS.index(condition.before) for condition in found]
    assert order == sorted(order)
