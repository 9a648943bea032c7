"""The gaps that standard policies leave open: worked examples, and what must hold for any file."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from tests.strategies import applicants, changed
from underwriting.applicant import CONTROL_PATHS, QUESTION_PATHS, Applicant, read_applicant, read_bytes
from underwriting.applicant.present import Clauses, PresentCovers
from underwriting.editions import load_guide
from underwriting.exposures import EXPOSURES
from underwriting.gaps import assess_gaps
from underwriting.guide.gaps_schema import GapsGuide
from underwriting.policy_answers import READERS
from underwriting.visibility import reduce_to_visible

FILES = Path(__file__).parents[1] / "applicants"
GUIDE = load_guide("2026-11")
ON = date(2026, 11, 22)
CODES = (
    "service_levels_and_results",
    "subcontracted_hosting",
    "project_management",
    "intellectual_property",
    "hacking",
    "pure_financial_loss",
    "bodily_injury",
    "compulsory_liability",
    "dual_nature",
    "us_canada",
    "withdrawal_costs",
    "contractual_liability",
    "retroactive_gap",
    "continuity_known_facts",
    "war_and_state_attack",
    "infrastructure_failure",
    "unsupported_systems",
    "trial_repeat_cost",
    "e_reputation",
    "fines",
)
ORDER = ("no", "partly", "yes")
# What decides which products a company sells opens gaps rather than weighs them; a wish, the reason for asking and the
# count beyond the sensitive one are no answers that a company owes.
OWED = [
    path
    for path in QUESTION_PATHS
    if not path.startswith(("wishes.", "contact."))
    and path
    not in (
        "product.families",
        "product.main_family",
        "product.delivery",
        "product.attached_digital_service",
        "data.personal_records",
        "contracts.projects_share",
    )
]
MADE = {
    "product": {"families": ["software"], "device_status": "mdr", "device_class": "IIa", "stage": "on_market"},
}


def gaps(applicant, language="fr", on=ON):
    found = assess_gaps(reduce_to_visible(applicant, GUIDE)[0], GUIDE, on, language)
    return {gap.code: gap for gap in found}


def of(raw, language="fr", on=ON):
    return gaps(read_applicant(raw), language, on)


def reference(name, language="fr", on=ON):
    return gaps(read_bytes((FILES / f"{name}.toml").read_bytes(), name), language, on)


def read(gap):
    return gap.exposure, gap.cover, gap.severity


def professional(**policy):
    return {"cover": {"professional_liability": {"held": "yes"} | policy}}


def test_telesuivi_gap_by_gap():
    # severity = exposure × 25 × weight (covered 0, sublimited a half, all else 1)
    assert {code: read(gap) for code, gap in reference("telesuivi").items() if gap.applies} == {
        # service levels 2 + capped penalties 1; the clause excludes
        "service_levels_and_results": (3, "excluded", 75),
        # hosted 1.5 + others' health data 1 + no way out 0.5 = 3; the clause isn't known
        "subcontracted_hosting": (3, "unknown", 75),
        # 15 % of revenue 1.5 + half of loose terms (acceptance partly) 0.5 = 2; 50 × a half
        "project_management": (2, "sublimited", 25),
        # own product 1 + licences partly 0.25 + freedom unknown 0.5 + disputes no = 1.75, rounded to 2
        "intellectual_property": (2, "covered", 0),
        # any 1 + online 1 + special data 0.5 + 62,500 people 0.5
        "hacking": (3, "excluded", 75),
        # digital 2 + contract of 640,000 1 + insurance demanded 1
        "pure_financial_loss": (4, "sublimited", 50),
        # delay of care; the clause covers but there is no product policy
        "bodily_injury": (2, "no_policy", 50),
        "compulsory_liability": (4, "no_policy", 100),
        # regulated software 1, class IIa, never recalled
        "withdrawal_costs": (1, "unknown", 25),
        # most contracts capped 1 + warranties unanswered 1
        "contractual_liability": (2, "excluded", 50),
        # any 1 + in use 1; the policy tells no trigger and no retroactive date
        "retroactive_gap": (2, "unknown", 50),
        # a policy 1, expiring in 129 days
        "continuity_known_facts": (1, "unknown", 25),
        # any 1 + public hospitals 1
        "war_and_state_attack": (2, "no_policy", 50),
        # hosted 2 + no way out 1
        "infrastructure_failure": (3, "no_policy", 75),
        # inventory partly 0.5, rounded to 1
        "unsupported_systems": (1, "no_policy", 25),
        # any 1 + 62,500 people 1
        "e_reputation": (2, "unknown", 50),
        # any 1 + special data 1 + 62,500 people 1; never insurable, so severity 0
        "fines": (3, "excluded", 0),
    }


def test_biotech_gap_by_gap():
    assert {code: read(gap) for code, gap in reference("biotech").items() if gap.applies} == {
        # own product 1 + licences unanswered 0.5 = 1.5, rounded to 2
        "intellectual_property": (2, "no_policy", 50),
        # any 1 + online 1 + special data 0.5 = 2.5, rounded to 3
        "hacking": (3, "no_policy", 75),
        # direct action; a product alone: its policy has no certificate yet
        "bodily_injury": (4, "unknown", 100),
        # the study's certificate is there
        "compulsory_liability": (4, "covered", 0),
        "withdrawal_costs": (2, "no_policy", 50),
        # all contracts capped 0 + warranties unanswered 1
        "contractual_liability": (1, "no_policy", 25),
        # any 1 + in use 1 + a review of the policy 1 + refusals unanswered, counted once
        "retroactive_gap": (3, "unknown", 75),
        # policies 1 + directors' policy ends in 39 days 1
        "continuity_known_facts": (2, "unknown", 50),
        # any 1 + public clients unanswered 1
        "war_and_state_attack": (2, "no_policy", 50),
        "infrastructure_failure": (1, "no_policy", 25),
        # inventory unanswered 1
        "unsupported_systems": (1, "no_policy", 25),
        # a study 3 + 240 participants 1
        "trial_repeat_cost": (4, "no_policy", 100),
        "e_reputation": (1, "unknown", 25),
        "fines": (2, "excluded", 0),
    }


def test_telesuivi_s_first_red_item_is_the_compulsory_cover():
    by_severity = sorted(reference("telesuivi").values(), key=lambda gap: -gap.severity)
    assert by_severity[0].code == "compulsory_liability"
    assert by_severity[1].severity < 100


def test_capteur_has_a_double_nature_and_no_certificate():
    found = reference("capteur")
    assert read(found["dual_nature"]) == (4, "unknown", 100)
    assert read(found["compulsory_liability"]) == (4, "unknown", 100)
    assert "attestation" in found["compulsory_liability"].text


def test_modele_s_policy_answers_every_gap_of_its_clauses():
    found = reference("modele")
    read_from_clauses = {rule.code for rule in GUIDE.gaps.gaps if rule.reads and "clauses" in rule.reads[0]}
    assert {code: gap.severity for code, gap in found.items() if code in read_from_clauses and gap.severity} == {}
    assert not found["compulsory_liability"].applies


def test_an_empty_file_has_its_twenty_gaps_and_no_figure():
    found = gaps(Applicant())
    assert tuple(found) == CODES
    assert found["compulsory_liability"].cover == "unknown"
    assert all(gap.text and "{" not in gap.text and gap.question_to_insurer for gap in found.values())


def test_what_is_unanswered_is_never_told_as_a_yes():
    capteur = reference("capteur", "en")["service_levels_and_results"].text
    assert "with penalties" not in capteur
    assert "Without a sure answer from you (penalties promised)" in capteur


@pytest.mark.parametrize(
    ("product", "exposure"),
    [
        (MADE["product"], 4),
        (MADE["product"] | {"roles": ["distributor"]}, 4),
        (MADE["product"] | {"roles": ["subcontractor", "developer"]}, 0),
        (MADE["product"] | {"stage": "pilot"}, 0),
        (MADE["product"] | {"device_status": "not_a_device"}, 0),
        (MADE["product"] | {"device_status": "unknown"}, 4),
        ({"families": ["other_health_product"], "device_status": "not_a_device", "other_kind": "pharma",
          "stage": "on_market"}, 4),
        ({"families": ["other_health_product"], "device_status": "not_a_device", "other_kind": "laboratory",
          "stage": "on_market"}, 0),
        (MADE["product"] | {"stage": "clinical_study"}, 4),
    ],
)  # fmt: skip
def test_whom_the_law_compels(product, exposure):
    assert of({"product": product})["compulsory_liability"].exposure == exposure


@pytest.mark.parametrize(
    ("policy", "cover", "severity"),
    [
        ({"held": "yes", "certificate": True}, "covered", 0),
        ({"held": "yes", "certificate": False}, "unknown", 100),
        ({"held": "yes"}, "unknown", 100),
        ({"held": "no"}, "no_policy", 100),
        ({"held": "unknown"}, "unknown", 100),
        ({}, "unknown", 100),
    ],
)
def test_only_a_certificate_closes_the_compulsory_gap(policy, cover, severity):
    found = of(MADE | {"cover": {"product_liability": policy}})["compulsory_liability"]
    assert (found.cover, found.severity) == (cover, severity)


def test_the_worst_clause_decides():
    promising = {"contracts": {"commitments": "results", "penalties": "none"}}

    def cover(**clauses):
        return of(promising | professional(clauses=clauses))["service_levels_and_results"].cover

    fine = {"service_levels": "covered", "penalties": "covered", "contractual_undertakings": "covered"}
    assert cover(**fine) == "covered"
    assert cover(**fine | {"penalties": "sublimited"}) == "sublimited"
    assert cover(service_levels="sublimited", penalties="covered") == "unknown"
    assert cover(service_levels="excluded", penalties="covered") == "excluded"


@pytest.mark.parametrize(
    ("contracts", "limit", "cover"),
    [
        ({"largest_contract_eur": 400_000, "client_insurance_required": False}, 400_000, "covered"),
        ({"largest_contract_eur": 400_001, "client_insurance_required": False}, 400_000, "sublimited"),
        ({"largest_contract_eur": 0, "client_insurance_required": True, "client_required_limit_eur": 500_000}, 400_000,
         "sublimited"),
        ({"largest_contract_eur": 400_000, "client_insurance_required": False}, None, "sublimited"),
        ({"largest_contract_eur": 400_000, "client_insurance_required": True}, 400_000, "sublimited"),
        ({"client_insurance_required": False}, 400_000, "sublimited"),
    ],
)  # fmt: skip
def test_pure_loss_is_covered_only_up_to_what_is_at_stake(contracts, limit, cover):
    raw = {"product": {"families": ["software"]}, "contracts": contracts}
    raw |= professional(clauses={"pure_financial_loss": "covered"})
    raw = changed(raw, "cover.professional_liability.non_material_limit_eur", limit)
    assert of(raw)["pure_financial_loss"].cover == cover


def test_pure_loss_quotes_the_two_amounts():
    assert "300 000 €" in reference("telesuivi")["pure_financial_loss"].text
    assert "1 000 000 €" in reference("telesuivi")["pure_financial_loss"].text
    assert "€300,000" in reference("telesuivi", "en")["pure_financial_loss"].text


@pytest.mark.parametrize(
    ("policy", "cover"),
    [
        ({"trigger": "occurrence"}, "covered"),
        ({"trigger": "claims_made", "retroactive_on": date(2020, 1, 1)}, "covered"),
        ({"trigger": "claims_made", "retroactive_on": date(2020, 1, 2)}, "sublimited"),
        ({"trigger": "claims_made"}, "unknown"),
        ({"trigger": "unknown"}, "unknown"),
        ({"retroactive_on": date(2020, 1, 1), "expires_on": ON}, "covered"),  # its last day
        ({"retroactive_on": date(2020, 1, 1), "expires_on": date(2026, 11, 21)}, "excluded"),
        ({"retroactive_on": date(2020, 1, 1), "expires_on": None}, "unknown"),
        ({"trigger": "occurrence", "expires_on": date(2026, 11, 21)}, "covered"),
        ({"held": "no"}, "no_policy"),
        ({"held": "unknown"}, "unknown"),
    ],
)
def test_how_the_past_is_taken_on(policy, cover):
    raw = {"company": {"founded_on": date(2020, 1, 1)}} | professional(**{"expires_on": date(2027, 6, 30)} | policy)
    for other in ("product_liability", "cyber"):
        raw = changed(raw, f"cover.{other}.held", "no")
    assert of(raw)["retroactive_gap"].cover == cover


@pytest.mark.parametrize(
    ("policy", "exposure", "cover"),
    [
        ({"expires_on": date(2027, 2, 21), "run_off_years": 5}, 1, "covered"),
        ({"expires_on": date(2027, 2, 20), "run_off_years": 5}, 2, "covered"),
        ({"expires_on": date(2027, 2, 21), "run_off_years": 4}, 1, "sublimited"),
        ({"expires_on": date(2026, 11, 21), "run_off_years": 5}, 2, "excluded"),
        ({"expires_on": date(2026, 11, 22), "trigger": "occurrence"}, 2, "covered"),
        ({"run_off_years": 5}, 2, "covered"),
        ({"expires_on": date(2027, 2, 21)}, 1, "unknown"),
        ({"held": "no"}, 0, "no_policy"),
    ],
)
def test_how_an_expiry_is_carried_over(policy, exposure, cover):
    raw = {"history": {"complaints": False, "known_circumstances": False}} | professional(**policy)
    for other in ("product_liability", "cyber", "directors"):
        raw = changed(raw, f"cover.{other}.held", "no")
    found = of(raw)["continuity_known_facts"]
    assert (found.exposure, found.cover) == (exposure, cover)


def test_a_policy_that_has_ended_is_told_with_its_day():
    ended = reference("telesuivi", on=date(2027, 4, 1))["continuity_known_facts"]
    assert read(ended) == (2, "excluded", 50)
    assert "31 mars 2027" in ended.text


def test_fines_are_said_never_to_be_insurable():
    for name in ("telesuivi", "modele", "vide"):
        found = reference(name)["fines"]
        assert (found.applies, found.cover, found.severity) == (True, "excluded", 0)
        assert "jamais assurable" in found.text
        assert "18 mars 2025" in found.text
        assert "sous réserve des tribunaux" in found.text


def test_a_cap_gives_no_credit_towards_patients():
    assert "envers les patients" in reference("capteur")["contractual_liability"].text


def test_e_reputation_is_answered_by_the_policy_of_that_name():
    assert of({"cover": {"e_reputation": {"held": "yes"}}})["e_reputation"].severity == 0


@pytest.mark.parametrize(("share", "exposure"), [(0.0, 0), (0.01, 2), (0.1, 2), (0.11, 3), (0.3, 3), (0.31, 4)])
def test_american_sales_weigh_more_above_each_threshold(share, exposure):
    assert of(changed(MADE, "company.revenue_us_canada_share", share))["us_canada"].exposure == exposure


@pytest.mark.parametrize(("share", "exposure"), [(0.0, 0), (0.09, 2), (0.1, 2), (0.29, 2), (0.3, 3), (1.0, 3)])
def test_projects_weigh_more_from_each_threshold(share, exposure):
    # small 1, some 1.5, large 2, plus half a point for an acceptance that is signed only partly; halves round up
    contracts = {"projects_share": share, "written_scope": "yes", "acceptance_signed": "partly"}
    assert of(MADE | {"contracts": contracts})["project_management"].exposure == exposure


def test_the_guide_and_the_functions_name_the_same_gaps():
    assert tuple(rule.code for rule in GUIDE.gaps.gaps) == CODES
    assert set(EXPOSURES) == set(CODES)
    assert {rule.code for rule in GUIDE.gaps.gaps if not rule.reads} <= set(READERS)
    for rule in GUIDE.gaps.gaps:
        for path in rule.reads:
            policy, _, clause = path.partition(".clauses.")
            assert policy in PresentCovers.model_fields
            assert not clause or (policy == "professional_liability" and clause in Clauses.model_fields)


@given(applicants())
def test_every_gap_reads_well_and_weighs_what_it_should(raw):
    french, english = of(raw), of(raw, "en")
    assert tuple(french) == CODES
    for code, gap in french.items():
        other = english[code]
        assert (gap.exposure, gap.cover, gap.severity) == (other.exposure, other.cover, other.severity)
        assert gap.text != other.text
        assert gap.question_to_insurer != other.question_to_insurer
        assert gap.applies == (gap.exposure > 0)
        assert 0 <= gap.exposure <= 4
        weight = {"covered": 0, "sublimited": 0.5}.get(gap.cover, 1)
        expected = 0 if code == "fines" else int(gap.exposure * 25 * weight + 0.5)
        assert gap.severity == expected


@given(applicants(), st.sampled_from(CONTROL_PATHS), st.integers(0, 1))
def test_improving_a_control_never_opens_a_gap(raw, path, step):
    before, after = (of(changed(raw, path, answer)) for answer in ORDER[step : step + 2])
    for code, gap in after.items():
        assert gap.severity <= before[code].severity


@given(applicants(), st.sampled_from(CONTROL_PATHS))
def test_unknown_and_unanswered_weigh_like_no(raw, path):
    no, unknown, unanswered = (of(changed(raw, path, answer)) for answer in ("no", "unknown", None))
    for code, gap in no.items():
        assert gap.severity == unknown[code].severity == unanswered[code].severity


@settings(max_examples=150)
@given(applicants(), st.sampled_from(OWED))
def test_keeping_silent_never_closes_a_gap(raw, path):
    told, silent = of(raw), of(changed(raw, path, None))
    for code, gap in told.items():
        assert silent[code].severity >= gap.severity


def _broken(**changes):
    return GUIDE.gaps.model_dump() | changes


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (_broken(weights={"values": {"covered": 0}, "unit": "share", "source": "judgement"}), "weights are those of"),
        (
            _broken(
                weights={
                    "values": {"covered": 0, "sublimited": 1, "unknown": 0.5, "excluded": 1, "no_policy": 1},
                    "unit": "share",
                    "source": "judgement",
                }
            ),
            "must rise",
        ),
        (_broken(gaps=[GUIDE.gaps.gaps[0].model_dump() | {"texts": {}}]), "a text called open"),
    ],
)
def test_a_guide_that_would_mislead_is_refused(table, message):
    with pytest.raises(ValidationError, match=message):
        GapsGuide.model_validate(table)
