"""Each gap at each level of exposure that it can reach, and what the present policies' limits make of it."""

from datetime import date, timedelta

import pytest

from tests.strategies import changed
from underwriting import load_guide, read_applicant
from underwriting.gaps import assess_gaps
from underwriting.visibility import reduce_to_visible

GUIDE = load_guide("2026-11")
ON = date(2026, 11, 22)
HOSTED = {"production": "cloud", "survives_provider_outage": "yes", "recourse_waived": False}
OWN = {"ownership_chain": "yes", "licences_reviewed": "yes", "freedom_to_operate": "yes", "disputes": False}
CLEAN_PAST = {"complaints": False, "known_circumstances": False, "refused_or_cancelled": False}
NO_POLICY = {key: {"held": "no"} for key in ("professional_liability", "product_liability", "cyber", "directors")}
SOFTWARE = {"families": ["software"], "stage": "on_market"}
OTHER = {"families": ["other_health_product"], "attached_digital_service": False, "stage": "on_market"}
FEW = {"kinds": ["identity"], "personal_records": 10}
MANY = {"kinds": ["health"], "health_records": 10_000}


def hosting(**changes):
    return {"hosting": HOSTED | {"hosts_health_data_for_others": False} | changes}


def projects(share, **terms):
    return {"contracts": {"projects_share": share, "written_scope": "yes", "acceptance_signed": "yes"} | terms}


def selling(**contracts):
    return {
        "product": SOFTWARE,
        "contracts": {"largest_contract_eur": 1, "client_insurance_required": False} | contracts,
    }


def device(**product):
    base = {"families": ["connected_device"], "stage": "on_market", "device_status": "mdr", "device_class": "IIa"}
    return {"product": base | {"past_recall": False} | product}


def capped(cap, warranties="yes"):
    return {"contracts": {"liability_cap": cap, "warranties_limited_to_law": warranties}}


def past(reason="client_request", stage="research", **history):
    return {"contact": {"reason": reason}, "product": {"stage": stage}, "history": CLEAN_PAST | history}


def policy(expires_in=None, **history):
    held = {"held": "no"} if expires_in is None else {"held": "yes", "expires_on": ON + timedelta(days=expires_in)}
    return {"cover": NO_POLICY | {"cyber": held}, "history": CLEAN_PAST | history}


def study(participants, countries=("FR",)):
    return {"product": {"stage": "clinical_study", "study": {"participants": participants, "countries": countries}}}


# For each gap: every level of exposure that it can reach, with companies that just reach it.
TABLE = {
    "service_levels_and_results": {
        0: [{"contracts": {"commitments": "none"}}, {"contracts": {"commitments": "best_efforts"}}],
        2: [{"contracts": {"commitments": "service_levels", "penalties": "none"}}],
        3: [
            {"contracts": {"commitments": "results", "penalties": "none"}},
            {"contracts": {"commitments": "service_levels", "penalties": "capped"}},
        ],
        4: [
            {"contracts": {"commitments": "results", "penalties": "capped"}},
            {"contracts": {"commitments": "service_levels", "penalties": "uncapped"}},
            {"contracts": {"commitments": "service_levels", "penalties": "unknown"}},
            {},
        ],
    },
    "subcontracted_hosting": {
        0: [hosting(production="own_servers"), hosting(production="none"), hosting(production="client_premises")],
        2: [hosting(), hosting(survives_provider_outage="no")],  # 1.5, then + 0.5
        3: [
            hosting(hosts_health_data_for_others=True),  # 1.5 + 1, rounded up
            hosting(hosts_health_data_for_others=True, recourse_waived=True),  # 3
            hosting(survives_provider_outage="no", recourse_waived=True),  # 1.5 + 0.5 + 0.5, rounded up
        ],
        4: [hosting(hosts_health_data_for_others=True, recourse_waived=True, survives_provider_outage="no"), {}],
    },
    "project_management": {
        0: [projects(0.0), {"product": OTHER}],
        1: [projects(0.09)],
        2: [projects(0.1), projects(0.3), projects(0.09, written_scope="no")],
        3: [projects(0.1, acceptance_signed="no"), projects(0.3, written_scope="unknown"), {}],
    },
    "intellectual_property": {
        1: [{"intellectual_property": OWN}],
        2: [{"intellectual_property": OWN | {"ownership_chain": "no"}}],
        3: [{"intellectual_property": dict.fromkeys(OWN, "no") | {"disputes": False}}],  # 1 + 1 + 0.5 + 0.5
        4: [{"intellectual_property": OWN | {"disputes": True}}, {}],
    },
    "hacking": {
        1: [{"product": OTHER, "hosting": {"production": "none"}, "data": FEW}],
        2: [{"product": SOFTWARE, "hosting": {"production": "none"}, "data": FEW}],
        3: [{"product": SOFTWARE, "data": MANY}, device() | {"data": FEW, "hosting": {"production": "cloud"}}],
        4: [device() | {"data": MANY, "hosting": {"production": "cloud"}}],
    },
    "pure_financial_loss": {
        0: [{"product": {"stage": "research"}}, study(5)],
        1: [selling() | {"product": OTHER}],
        2: [selling(), selling(largest_contract_eur=249_999)],
        3: [selling(largest_contract_eur=250_000), selling(client_insurance_required=True)],
        4: [selling(largest_contract_eur=250_000, client_insurance_required=True), {}],
    },
    "bodily_injury": {
        0: [{"product": {"patient_harm": "none"}}],
        2: [{"product": {"patient_harm": "delay_of_care"}}],
        3: [{"product": {"patient_harm": "wrong_decision"}}],
        4: [{"product": {"patient_harm": "direct_action"}}, {}],
    },
    "compulsory_liability": {
        0: [{"product": SOFTWARE | {"device_status": "not_a_device"}}, device(stage="pilot")],
        4: [device(), study(5), {}],
    },
    "dual_nature": {
        0: [{"product": SOFTWARE}, device(delivery=["embedded"]), {}],
        3: [device(delivery=["mobile_app"], patient_harm="none")],
        4: [device(delivery=["mobile_app"], patient_harm="delay_of_care"), device(delivery=["saas"])],
    },
    "us_canada": {
        0: [{"company": {"revenue_us_canada_share": 0.0}}],
        2: [
            {"company": {"revenue_us_canada_share": 0.1}},
            {"company": {"revenue_us_canada_share": 0.0}, "wishes": {"territory": "world"}},
        ],
        3: [
            {"company": {"revenue_us_canada_share": 0.11}},
            {"company": {"revenue_us_canada_share": 0.0}} | study(5, ["FR", "US"]),
        ],
        4: [{"company": {"revenue_us_canada_share": 0.31}}, {}],
    },
    "withdrawal_costs": {
        0: [device(stage="research"), {"product": SOFTWARE | {"device_status": "not_a_device"}}],
        1: [{"product": SOFTWARE | {"device_status": "mdr", "device_class": "IIa", "past_recall": False}}],
        2: [device(), {"product": SOFTWARE | {"device_status": "mdr", "device_class": "IIb", "past_recall": False}}],
        3: [device(device_class="IIb"), device(past_recall=True), {}],
        4: [device(device_class="III", past_recall=True)],
    },
    "contractual_liability": {
        0: [capped("all")],
        1: [capped("most"), capped("all", "no"), capped("all", "partly")],
        2: [capped("some"), capped("most", "no")],
        3: [capped("none"), capped("some", "no")],
        4: [capped("none", "no"), capped("unknown", "unknown"), {}],
    },
    "retroactive_gap": {
        1: [past()],
        2: [past(stage="pilot"), past(reason="renewal"), past(refused_or_cancelled=True), past(complaints=True)],
        3: [past(stage="pilot", known_circumstances=True), past(reason="price", complaints=True)],
        4: [past(reason="policy_review", stage="on_market", complaints=True), {}],
    },
    "continuity_known_facts": {
        0: [policy()],
        1: [policy(91)],
        2: [policy(90), policy(-1), policy(complaints=True)],
        3: [policy(91, known_circumstances=True)],
        4: [policy(90, known_circumstances=True), {}],
    },
    "war_and_state_attack": {
        1: [{"company": {"public_hospital_clients": False}}],
        2: [{"company": {"public_hospital_clients": True}}, {}],
    },
    "infrastructure_failure": {
        0: [{"hosting": {"production": "none"}}],
        1: [{"hosting": {"production": "own_servers"}}, {"hosting": {"production": "client_premises"}}],
        2: [hosting()],
        3: [hosting(survives_provider_outage="no"), hosting(survives_provider_outage="partly"), {}],
    },
    "unsupported_systems": {
        0: [{"prerequisites": {"systems_patched_monthly": "yes"}, "hosting": {"component_inventory": "yes"}}],
        1: [{"prerequisites": {"systems_patched_monthly": "yes"}, "hosting": {"component_inventory": "no"}}],
        2: [{"prerequisites": {"systems_patched_monthly": "no"}, "hosting": {"component_inventory": "yes"}}],
        3: [{"prerequisites": {"systems_patched_monthly": "no"}, "hosting": {"component_inventory": "no"}}, {}],
    },
    "trial_repeat_cost": {
        0: [{"product": {"stage": "on_market"}, "data": {"kinds": ["health"]}}],
        2: [{"product": {"stage": "on_market"}, "data": {"kinds": ["research"]}}],
        3: [study(99)],
        4: [study(100), {}],
    },
    "e_reputation": {1: [{"data": {"kinds": ["health"], "health_records": 9_999}}], 2: [{"data": MANY}, {}]},
    "fines": {
        1: [{"data": {"kinds": ["identity"], "personal_records": 9_999}}],
        2: [{"data": {"kinds": ["identity"], "personal_records": 10_000}}, {"data": MANY | {"health_records": 9_999}}],
        3: [{"data": MANY}, {"data": MANY | {"health_records": 99_999}}],
        4: [{"data": MANY | {"health_records": 100_000}}, {}],
    },
}
ROWS = [(code, level, raw) for code, levels in TABLE.items() for level, files in levels.items() for raw in files]


def gap(code, raw, language="fr"):
    answers, _, _ = reduce_to_visible(read_applicant(raw), GUIDE)
    return next(g for g in assess_gaps(answers, GUIDE, ON, language) if g.code == code)


@pytest.mark.parametrize(("code", "level", "raw"), ROWS)
def test_the_exposure_of_each_gap(code, level, raw):
    found = gap(code, raw)
    assert (found.exposure, found.applies) == (level, level > 0)
    assert found.text and "{" not in found.text


def test_every_gap_is_in_the_table_and_only_those_that_may_be_closed_reach_0():
    assert set(TABLE) == {rule.code for rule in GUIDE.gaps.gaps}
    for rule in GUIDE.gaps.gaps:
        assert (0 in TABLE[rule.code]) is (rule.closed is not None)


CLAUSES = [(rule.code, path.rpartition(".")[2]) for rule in GUIDE.gaps.gaps for path in rule.reads if "clauses" in path]
FULL = {"held": "yes", "non_material_limit_eur": 10**9, "limit_eur": 10**9}


@pytest.mark.parametrize(("answer", "share"), [("covered", 0), ("sublimited", 0.5), ("excluded", 1), ("unknown", 1),
                                               (None, 1), ("no policy", 1)])  # fmt: skip
@pytest.mark.parametrize("code", sorted({code for code, _ in CLAUSES}))
def test_severity_follows_what_each_clause_answers(code, answer, share):
    clauses = {clause: answer for gap_code, clause in CLAUSES if gap_code == code}
    held = {"held": "no"} if answer == "no policy" else FULL | ({"clauses": clauses} if answer else {})
    quiet = {"cover": {"professional_liability": held, "product_liability": {"held": "yes", "certificate": True}}}
    level, raw = next((level, raw) for c, level, raw in ROWS if c == code and level == max(TABLE[code]) and raw)
    if code == "pure_financial_loss":
        raw = changed(raw, "contracts.client_required_limit_eur", 500_000)
    # Exposure × 25, none of it when covered, half when sublimited, all of it otherwise; halves round up.
    assert gap(code, raw | quiet).severity == int(level * 25 * share + 0.5)


def covered(**changes):
    return {"held": "yes", "clauses": {"pure_financial_loss": "covered"}} | changes


@pytest.mark.parametrize(
    ("limits", "contract", "demand", "cover", "said", "unsaid"),
    [
        ({"non_material_limit_eur": 500_000, "limit_eur": 2_000_000}, 500_000, 500_000, "covered", [], ["€"]),
        ({"non_material_limit_eur": 499_999, "limit_eur": 2_000_000}, 500_000, 400_000, "sublimited",
         ["Sa limite pour ces pertes, 499 999 €, est inférieure à votre plus gros contrat, 500 000 €."], ["exige"]),
        ({"non_material_limit_eur": 300_000, "limit_eur": 2_000_000}, 640_000, 1_000_000, "sublimited",
         ["est inférieure à votre plus gros contrat, 640 000 €, et à ce qu’un client exige, 1 000 000 €."],
         ["Son plafond"]),
        ({"non_material_limit_eur": 900_000, "limit_eur": 900_000}, 100_000, 1_000_000, "sublimited",
         ["Sa limite pour ces pertes, 900 000 €", "Son plafond, 900 000 €, est inférieur à ce qu’un client exige"], []),
        ({"limit_eur": 400_000}, 500_000, 400_000, "sublimited",
         ["Son plafond, 400 000 €, est inférieur à votre plus gros contrat, 500 000 €.", "n’est pas dite"], ["exige"]),
        ({"limit_eur": 300_000}, 500_000, 400_000, "sublimited",
         ["Son plafond, 300 000 €, est inférieur à votre plus gros contrat, 500 000 €, et à ce qu’un client exige, 400 000 €."],
         []),
        ({"limit_eur": 900_000}, 500_000, 400_000, "sublimited", ["n’est pas dite"], ["Son plafond"]),
        ({"non_material_limit_eur": 900_000}, None, 400_000, "sublimited", ["Reste à dire ce que vaut"], ["inférieur"]),
    ],
)  # fmt: skip
def test_limits_are_read_against_contracts_and_demands_with_their_figures(
    limits, contract, demand, cover, said, unsaid
):
    contracts = {"client_insurance_required": True, "client_required_limit_eur": demand}
    raw = {"product": SOFTWARE, "contracts": contracts | ({"largest_contract_eur": contract} if contract else {})}
    found = gap("pure_financial_loss", raw | {"cover": {"professional_liability": covered(**limits)}})
    assert found.cover == cover
    told = found.text.split("ne couvre ce point")[-1].split("couvre ce point.")[-1]
    for words in said:
        assert words in told
    for words in unsaid:
        assert words not in told


def test_a_limit_too_low_is_said_of_an_excluding_policy_without_making_it_look_better():
    policy = covered(clauses={"pure_financial_loss": "excluded"}, limit_eur=100_000)
    raw = {"product": SOFTWARE, "contracts": {"largest_contract_eur": 500_000, "client_insurance_required": False}}
    found = gap("pure_financial_loss", raw | {"cover": {"professional_liability": policy}})
    assert (found.cover, found.severity) == ("excluded", 75)  # digital 2 + a contract from 250,000 € 1
    assert "Son plafond, 100 000 €" in found.text


@pytest.mark.parametrize("code", ["bodily_injury", "hacking", "compulsory_liability", "fines", "e_reputation"])
def test_a_liability_cap_gives_no_credit_towards_patients_and_persons(code):
    raw = device(patient_harm="wrong_decision") | {"data": MANY}
    none, every = (gap(code, raw | {"contracts": {"liability_cap": cap}}) for cap in ("none", "all"))
    assert none == every


@pytest.mark.parametrize("code", ["dual_nature", "project_management"])
def test_a_gap_closed_only_for_want_of_an_answer_says_so(code):
    raw = {} if code == "dual_nature" else {"product": OTHER}
    for language, denied in (("fr", "Vous ne "), ("en", "You don’t"), ("en", "You run no")):
        assert not gap(code, raw, language).text.startswith(denied)


@pytest.mark.parametrize(
    ("policy", "said"),
    [
        ({"expires_on": date(2026, 11, 21)}, "Il a pris fin le 21 novembre 2026"),
        ({"expires_on": date(2027, 1, 1)}, "Sa date de reprise du passé n’est pas dite."),
        ({"retroactive_on": date(2021, 5, 1)}, "Sa date de fin n’est pas dite."),
        ({"retroactive_on": date(2021, 5, 1), "expires_on": date(2027, 1, 1)},
         "Sa reprise du passé commence le 1er mai 2021, après la création de l’entreprise (1er janvier 2020)."),
    ],
)  # fmt: skip
def test_what_the_past_lacks_is_told_with_its_dates(policy, said):
    raw = {"company": {"founded_on": date(2020, 1, 1)}, "cover": NO_POLICY | {"cyber": {"held": "yes"} | policy}}
    assert said in gap("retroactive_gap", raw).text
