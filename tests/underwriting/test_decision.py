"""The rules of the house, one by one: a company that just hits each, one that just doesn't, and what is said of it.

Every company is the clean file, automatic for its four priced covers, with the answers named changed.
"""

import re
from datetime import date

import pytest

from tests.underwriting.clean_files import CLEAN, but
from underwriting import assess, load_guide, read_applicant
from underwriting.assessment import COVERS, PRICED
from underwriting.decision import RULES
from underwriting.guide.base import LANGUAGES

GUIDE = load_guide("2026-11")
ON = date(2026, 11, 22)
CYBER, PROFESSIONAL, PRODUCT, DIRECTORS, PUBLIC, TRIAL = COVERS
WHOLE = COVERS
STUDY = {"type": "device", "phase": "II", "participants": 20, "countries": ["FR"]}
DEVICE = [("product.families", ["connected_device"]), ("product.main_family", "connected_device"),
          ("product.implantable", False), ("product.remote_update", "signed")]  # fmt: skip
OTHER = [("product.families", ["other_health_product"]), ("product.main_family", "other_health_product"),
         ("product.implantable", False)]  # fmt: skip


def remedied(year, cost):
    return {"year": year, "kind": "outage", "cost_eur": cost, "remedied": True}


def incidents(*items):
    return [("history.incidents", list(items))]


def yes_no(path):
    return [[(path, True)]], [(path, False)]


LARGE = ("data.health_records", 100_001)
REGULATED = ("product.device_status", "mdr")

# For each rule: companies that hit it, one that just doesn't, its effect, and the covers it touches.
TABLE = {
    "short_path_incomplete": ([[("company.country", None)]], [("company.country", "FR")], "incomplete", WHOLE),
    "sanctioned_countries": (*yes_no("company.sanctioned_countries"), "decline", WHOLE),
    "hds_certificate_missing": (
        [[("hosting.hds_certified", "no")]],
        [("hosting.hds_certified", "no"), ("hosting.hosts_health_data_for_others", False)],
        "decline",
        WHOLE,
    ),
    "hds_certificate_unproven": (
        [
            *([("hosting.hds_certified", answer)] for answer in ("unknown", "partly", "not_applicable")),
            [("hosting.hds_valid_until", date(2026, 11, 21))],
        ],
        [("hosting.hds_valid_until", date(2026, 11, 22))],  # its last day
        "refer",
        (CYBER, PROFESSIONAL),
    ),
    **{
        f"prerequisite_{code}": (
            [[(f"prerequisites.{code}", answer)] for answer in ("no", "unknown", None, "not_applicable")],
            [(f"prerequisites.{code}", "yes")],
            "refer",
            WHOLE,
        )
        for code in CLEAN["prerequisites"]
    },
    "country": ([[("company.country", "BE")]], [("company.country", "FR")], "refer", WHOLE),
    "complaint": (*yes_no("history.complaints"), "refer", WHOLE),
    "known_circumstance": (*yes_no("history.known_circumstances"), "refer", WHOLE),
    "refused_or_cancelled": (*yes_no("history.refused_or_cancelled"), "refer", WHOLE),
    "restructuring": (*yes_no("company.restructuring_24_months"), "refer", WHOLE),
    "incidents_not_remedied": (
        # The calendar years from 2023, that of the assessment minus 3; not saying whether it was remedied is no yes.
        [
            incidents(remedied(2023, 0) | {"remedied": False}),
            incidents({"year": 2026, "kind": "fraud", "cost_eur": 0}),
            incidents(remedied(2026, 0), remedied(2023, 0) | {"remedied": False}),
        ],
        incidents(remedied(2022, 0) | {"remedied": False}, remedied(2023, 0)),
        "refer",
        WHOLE,
    ),
    "incidents_cost": (
        [
            incidents(remedied(2023, 25_000)),
            incidents(remedied(2023, 12_500), remedied(2026, 12_500)),
            incidents({"year": 2025, "kind": "outage", "remedied": True}),
        ],
        incidents(remedied(2022, 900_000), remedied(2023, 12_500), remedied(2026, 12_499)),
        "refer",
        WHOLE,
    ),
    "cyber_size": (
        [
            [("company.revenue_last_eur", 20_000_001)],
            [("company.revenue_forecast_eur", 20_000_001)],
            [("company.annual_spend_eur", 20_000_001)],
            [("company.headcount", 334)],  # at 60,000 € a head: 20,040,000 €
        ],
        [("company.revenue_last_eur", 20_000_000), ("company.headcount", 333)],  # 19,980,000 € by heads
        "refer",
        (CYBER,),
    ),
    "cyber_persons": (
        [[("data.health_records", 500_001)], [("data.personal_records", 500_001)]],
        [("data.health_records", 500_000), ("data.personal_records", 500_000)],
        "refer",
        (CYBER,),
    ),
    "cyber_persons_safeguards": (
        [
            *([LARGE, (path, answer)] for answer in ("partly", "no", "unknown", None, "not_applicable")
              for path in ("safeguards.mfa_admin", "safeguards.restore_tested", "safeguards.backup_immutable")),
            [LARGE, ("hosting.hds_certified", "partly")],
        ],
        [("data.health_records", 100_000), ("safeguards.mfa_admin", "no")],
        "refer",
        (CYBER,),
    ),
    "cyber_limit": (
        [[("wishes.cyber_limit_eur", 3_000_001)]], [("wishes.cyber_limit_eur", 3_000_000)], "refer", (CYBER,)
    ),
    "cyber_us_canada": (
        [[("company.revenue_us_canada_share", 0.1001)]], [("company.revenue_us_canada_share", 0.1)], "refer", (CYBER,)
    ),
    "professional_size": (
        [[("company.revenue_last_eur", 10_000_001)]],
        [("company.revenue_last_eur", 10_000_000)],
        "refer",
        (PROFESSIONAL,),
    ),
    "professional_limit": (
        [[("wishes.professional_limit_eur", 3_000_001)]],
        [("wishes.professional_limit_eur", 3_000_000)],
        "refer",
        (PROFESSIONAL,),
    ),
    "professional_device_class": (
        [
            *([("product.device_class", answer)] for answer in ("IIb", "III", "unknown")),
            *([("product.device_status", "ivdr"), ("product.device_class", answer)] for answer in ("C", "D")),
            [("product.device_status", "unknown")],  # its class is no longer asked
        ],
        [("product.device_status", "ivdr"), ("product.device_class", "B")],
        "refer",
        (PROFESSIONAL,),
    ),
    "professional_dose": (
        [[("product.decision_support", "dose")]], [("product.decision_support", "diagnosis")], "refer", (PROFESSIONAL,)
    ),
    "professional_ai_unvalidated": (
        [[("product.ai_component", True), ("product.human_validation", answer)]
         for answer in ("partly", "no", "unknown", None, "not_applicable")],
        [("product.ai_component", True), ("product.human_validation", "yes")],
        "refer",
        (PROFESSIONAL,),
    ),
    "professional_penalties": (
        [[("contracts.penalties", "uncapped")], [("contracts.penalties", "unknown")]],
        [("contracts.penalties", "capped")],
        "refer",
        (PROFESSIONAL,),
    ),
    "professional_liability_cap": (
        # 20 % of 1,000,000 € is 200,000 €.
        [[("contracts.liability_cap", cap), ("contracts.largest_contract_eur", 200_001)]
         for cap in ("some", "none", "unknown")],
        [("contracts.liability_cap", "none"), ("contracts.largest_contract_eur", 200_000)],
        "refer",
        (PROFESSIONAL,),
    ),
    "professional_us_canada": (
        [[("company.revenue_us_canada_share", 0.001)]],
        [("company.revenue_us_canada_share", 0.0)],
        "refer",
        (PROFESSIONAL,),
    ),
    "professional_ip_dispute": (*yes_no("intellectual_property.disputes"), "refer", (PROFESSIONAL,)),
    "professional_project_dispute": (
        [[("contracts.projects_share", 0.1), ("contracts.project_disputes", True)]],
        [("contracts.projects_share", 0.1), ("contracts.project_disputes", False)],
        "refer",
        (PROFESSIONAL,),
    ),
    "product_size": (
        [[("company.revenue_last_eur", 20_000_001)]],
        [("company.revenue_last_eur", 20_000_000)],
        "refer",
        (PRODUCT,),
    ),
    "product_class": (
        [
            *([("product.device_class", answer)] for answer in ("IIb", "III", "unknown")),
            *([("product.device_status", "ivdr"), ("product.device_class", answer)] for answer in ("C", "D")),
        ],
        [("product.device_class", "I")],
        "refer",
        (PRODUCT,),
    ),
    "product_status": (
        [[("product.device_status", "unknown")], [("product.device_status", "in_certification")]],
        [REGULATED],
        "refer",
        (PRODUCT,),
    ),
    "product_not_on_market": (
        [
            *([("product.stage", stage)] for stage in ("pilot", "research")),
            [("product.device_status", "ivdr"), ("product.device_class", "B"), ("product.stage", "pilot")],
        ],
        [("product.stage", "pilot"), ("product.device_class", "I")],
        "refer",
        (PRODUCT,),
    ),
    "product_implant": (
        [[*DEVICE, ("product.implantable", True)]], [*DEVICE, ("product.implantable", False)], "refer", (PRODUCT,)
    ),
    "product_pharma_biotech": (
        [[*OTHER, ("product.other_kind", "pharma")], [*OTHER, ("product.other_kind", "biotech")]],
        [*OTHER, ("product.other_kind", "unconnected_device")],
        "refer",
        (PRODUCT,),
    ),
    "product_study": (
        [[("product.stage", "clinical_study"), ("product.study", STUDY)]],
        [("product.stage", "on_market")],
        "refer",
        (PRODUCT,),
    ),
    "product_direct_action": (
        [[("product.patient_harm", "direct_action")]],
        [("product.patient_harm", "wrong_decision")],
        "refer",
        (PRODUCT,),
    ),
    "product_recall": (*yes_no("product.past_recall"), "refer", (PRODUCT,)),
    "product_unsigned_update": (
        [[*DEVICE, ("product.remote_update", "unsigned")]],
        [*DEVICE, ("product.remote_update", "signed")],
        "refer",
        (PRODUCT,),
    ),
    "product_limit": (
        [[("wishes.product_limit_eur", 3_000_001)]], [("wishes.product_limit_eur", 3_000_000)], "refer", (PRODUCT,)
    ),
    "product_us_canada": (
        [[("company.revenue_us_canada_share", 0.001)]],
        [("company.revenue_us_canada_share", 0.0)],
        "refer",
        (PRODUCT,),
    ),
    "product_unlisted": (
        [[*DEVICE, ("product.device_status", "not_a_device")]],
        [("product.device_status", "not_a_device"), ("product.new_or_changed_after_2026_12_09", True)],
        "refer",
        (PRODUCT,),
    ),
    "directors_size": (
        [[("company.revenue_last_eur", 20_000_001)]],
        [("company.revenue_last_eur", 20_000_000)],
        "refer",
        (DIRECTORS,),
    ),
    "directors_equity": (*yes_no("directors.negative_equity"), "refer", (DIRECTORS,)),
    "directors_half_capital": (*yes_no("directors.equity_below_half_capital"), "refer", (DIRECTORS,)),
    "directors_runway": (
        [[("directors.cash_runway_months", 8)]], [("directors.cash_runway_months", 9)], "refer", (DIRECTORS,)
    ),
    "directors_litigation": (*yes_no("directors.litigation"), "refer", (DIRECTORS,)),
    "directors_limit": (
        [[("wishes.directors_limit_eur", 2_000_001)]],
        [("wishes.directors_limit_eur", 2_000_000)],
        "refer",
        (DIRECTORS,),
    ),
    "public_liability_by_broker": ([[]], [("company.headcount", 0)], "refer", (PUBLIC,)),
    "clinical_trial_by_broker": (
        [[("product.stage", "clinical_study"), ("product.study", STUDY)]],
        [("product.stage", "on_market")],
        "refer",
        (TRIAL,),
    ),
}  # fmt: skip
FACTS = [(rule.code, path) for rule in GUIDE.rules for path in rule.facts]
ASKED_OF_A_DEVICE = {"product.remote_update": DEVICE, "contracts.project_disputes": [("contracts.projects_share", 0.1)]}
SAID_BY_NONE = {"contracts.largest_contract_eur": [("contracts.liability_cap", "none")]}


def assessed(raw, language="fr"):
    return assess(read_applicant(raw), GUIDE, on=ON, language=language)


def reasons(raw, language="fr"):
    return {reason.code: reason for reason in assessed(raw, language).decision.reasons}


def outcomes(raw):
    return {cover.code: cover.outcome for cover in assessed(raw).quote.covers}


def test_the_clean_file_is_automatic_for_its_four_priced_covers():
    result = assessed(CLEAN)
    assert result.decision.outcome == "quote"
    assert set(reasons(CLEAN)) == {"public_liability_by_broker"}
    assert outcomes(CLEAN) == dict.fromkeys(PRICED, "quote") | {PUBLIC: "refer", TRIAL: "not_needed"}


def test_every_rule_of_the_guide_is_in_the_table_with_its_effect_and_its_covers():
    assert set(TABLE) == set(RULES) == {rule.code for rule in GUIDE.rules}
    for code, (_, _, effect, covers) in TABLE.items():
        rule = GUIDE.rule(code)
        assert (rule.effect, rule.touches) == (effect, covers), code


@pytest.mark.parametrize(("code", "hit"), [(code, hit) for code, (hits, *_) in TABLE.items() for hit in hits])
def test_a_company_that_just_hits_a_rule_is_told_so(code, hit):
    raw, (_, _, effect, covers) = but(*hit), TABLE[code]
    found = reasons(raw)
    assert code in found, f"{code} not among {list(found)}"
    reason, after = found[code], outcomes(raw)
    needed = {cover for cover, outcome in after.items() if outcome != "not_needed"}
    assert reason.effect == effect
    assert set(reason.covers) == (set(covers) & needed)
    assert reason.way_back and reason.source in GUIDE.sources
    assert set(reason.fields) <= set(GUIDE.questions)
    assert "{" not in reason.text + reason.way_back
    for cover in reason.covers:
        assert after[cover] != "quote"


@pytest.mark.parametrize("code", TABLE)
def test_a_company_that_just_does_not_hit_a_rule_hears_nothing_of_it(code):
    assert code not in reasons(but(*TABLE[code][1]))


@pytest.mark.parametrize("code", TABLE)
def test_both_languages_give_the_same_reason_in_different_words(code):
    for hit in TABLE[code][0]:
        french, english = (reasons(but(*hit), language)[code] for language in LANGUAGES)
        assert (french.effect, french.covers, french.fields) == (english.effect, english.covers, english.fields)
        assert french.text != english.text and french.way_back != english.way_back


@pytest.mark.parametrize("code", CLEAN["prerequisites"])
def test_a_prerequisite_met_partly_is_a_condition_and_leaves_the_covers_automatic(code):
    raw = but((f"prerequisites.{code}", "partly"))
    assert reasons(raw)[f"prerequisite_{code}"].effect == "condition"
    assert {outcomes(raw)[cover] for cover in PRICED} == {"quote"}
    for cover in assessed(raw).quote.covers[:4]:
        assert f"prerequisite_{code}" in [condition.code for condition in cover.subjectivities]


@pytest.mark.parametrize(("code", "path"), FACTS)
def test_a_fact_left_out_is_a_condition_before_the_quote_of_each_cover_it_touches(code, path):
    raw = but(*ASKED_OF_A_DEVICE.get(path, ()), *SAID_BY_NONE.get(path, ()), (path, None))
    result = assessed(raw)
    reason = next(r for r in result.decision.reasons if r.code == code)
    assert (reason.effect, reason.fields) == ("condition", (path,))
    assert path in result.completeness.missing
    for cover in result.quote.covers:
        asked = {condition.code: condition.before for condition in cover.subjectivities}
        assert (asked.get(f"answer_{path.replace('.', '_')}") == "quote") is (cover.code in reason.covers)
        if cover.code in PRICED:
            assert cover.outcome == "quote"  # a condition never changes an outcome


def test_all_hits_are_collected_the_gravest_first():
    raw = but(
        ("company.country", None),
        ("company.sanctioned_countries", True),
        ("hosting.hds_certified", "no"),
        ("history.complaints", True),
        ("prerequisites.antivirus_weekly", "partly"),
        ("contracts.penalties", "uncapped"),
        ("product.patient_harm", "direct_action"),
        ("directors.litigation", True),
    )
    found = assessed(raw).decision.reasons
    assert [reason.effect for reason in found] == (
        ["decline"] * 2 + ["incomplete"] + ["refer"] * 5 + ["condition"]
    )  # complaint, penalties, direct action, litigation, public liability
    assert assessed(raw).decision.outcome == "decline"
    assert set(outcomes(raw).values()) == {"decline", "not_needed"}


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ([], "quote"),
        ([("contracts.penalties", "uncapped")], "partial"),
        ([("history.complaints", True)], "refer"),
        ([("company.country", None)], "incomplete"),
        ([("company.sanctioned_countries", True)], "decline"),
        ([("company.sanctioned_countries", True), ("company.country", None)], "decline"),
        # What nobody prices automatically doesn't weigh: the study's cover and public liability go to a broker.
        ([("product.stage", "clinical_study"), ("product.study", STUDY)], "partial"),
        ([("company.headcount", 0)], "quote"),
        # A directors' cover that isn't needed doesn't weigh either.
        ([("directors.external_investors", False), ("directors.count", 1), ("directors.litigation", True),
          ("directors.cash_runway_months", 12)], "quote"),
    ],
)  # fmt: skip
def test_the_outcome_of_the_file(changes, outcome):
    assert assessed(but(*changes)).decision.outcome == outcome


def test_a_limit_that_the_applicant_did_not_wish_for_is_not_put_in_their_mouth():
    wished = reasons(but(("wishes.cyber_limit_eur", 5_000_000)))["cyber_limit"]
    assert wished.text.startswith("Le plafond cyber que vous souhaitez, 5 000 000 €, dépasse 3 000 000 €")
    assert wished.fields == ("wishes.cyber_limit_eur",)
    demand = [("contracts.client_insurance_required", True), ("contracts.client_required_limit_eur", 5_000_000)]
    advised = reasons(but(("wishes.cyber_limit_eur", None), *demand))["cyber_limit"]
    assert advised.text.startswith("Le plafond cyber que vos réponses appellent, 5 000 000 €")
    counts = ("data.health_records", "data.personal_records")
    assert advised.fields == ("contracts.client_required_limit_eur", *counts)


@pytest.mark.parametrize(
    ("changes", "french", "english"),
    [
        ([("product.device_class", "unknown")], "Le statut ou la classe", "Your product’s status or class"),
        ([("product.device_status", "unknown")], "Le statut ou la classe", "Your product’s status or class"),
        ([("product.device_class", "III")], "Votre produit est de classe III ;", "Your product is of class III;"),
    ],
)
def test_a_class_is_told_when_it_is_known_and_never_as_a_code(changes, french, english):
    rule = "professional_device_class"
    assert reasons(but(*changes))[rule].text.startswith(french)
    assert reasons(but(*changes), "en")[rule].text.startswith(english)
    for language in LANGUAGES:
        for reason in reasons(but(*changes), language).values():
            assert "class unknown" not in reason.text.lower()


def test_an_expired_certificate_is_answered_by_its_renewal_not_by_a_yes():
    reason = reasons(but(("hosting.hds_valid_until", date(2026, 11, 1))))["hds_certificate_unproven"]
    assert "1er novembre 2026" in reason.text
    assert reason.way_back == "Demandez le certificat renouvelé, et donnez sa nouvelle date de fin."


def test_every_variant_of_a_rule_is_said_of_some_company_of_the_table():
    for code, (hits, *_) in TABLE.items():
        said = [reasons(but(*hit))[code].text for hit in hits]
        for name, variant in GUIDE.rule(code).variants.items():
            wanted = re.compile(re.sub(r"\\{\w+\\}", ".+", re.escape(variant.text.fr)))
            assert any(wanted.fullmatch(text) for text in said), (code, name)


BIGGEST = 10**12
HUGE = [
    *((f"company.{key}", BIGGEST) for key in ("revenue_last_eur", "revenue_forecast_eur", "annual_spend_eur")),
    ("company.headcount", 10**9),
    ("product.end_users", 10**9),
    ("data.health_records", 10**9),
    ("data.personal_records", 10**9),
    ("contracts.largest_contract_eur", BIGGEST),
    *((f"wishes.{key}_limit_eur", BIGGEST) for key in ("cyber", "professional", "product", "directors")),
    ("history.incidents", [{"year": 1900, "kind": "other", "cost_eur": BIGGEST, "remedied": True}] * 50),
    ("directors.cash_runway_months", 10**9),
    ("company.founded_on", date(1, 1, 1)),
    ("hosting.hds_valid_until", date(9999, 12, 31)),
    ("wishes.start_on", date(9999, 12, 31)),
    ("cover.cyber", {"held": "yes", "limit_eur": BIGGEST, "expires_on": date(9999, 12, 31)}),
]


def test_the_greatest_numbers_give_a_referral_and_no_crash():
    result = assessed(but(*HUGE))
    assert {outcomes(but(*HUGE))[cover] for cover in PRICED} == {"refer"}
    hit = {reason.code for reason in result.decision.reasons}
    assert {"cyber_size", "professional_size", "product_size", "directors_size", "cyber_persons"} <= hit
    for cover in result.quote.covers:
        if cover.net_eur is not None:
            assert cover.net_eur.is_finite() and cover.net_eur > 0
            assert cover.net_eur + cover.tax_eur == cover.total_eur


@pytest.mark.parametrize(("path", "value"), HUGE)
def test_each_great_number_alone_is_borne(path, value):
    assert assessed(but((path, value))).decision.outcome in ("quote", "partial", "refer")


def test_the_smallest_numbers_are_borne():
    zeros = [(f"company.{key}", 0) for key in ("revenue_last_eur", "revenue_forecast_eur", "annual_spend_eur")]
    result = assessed(but(*zeros, ("company.headcount", 0), ("data.health_records", 0), ("product.end_users", 0)))
    assert all(cover.net_eur is None or cover.net_eur > 0 for cover in result.quote.covers)
