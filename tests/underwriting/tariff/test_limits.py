"""Limits and retentions: advised with a reason, wished where the market sells them."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.bench.files import GUIDE, company, drawn_files, reference, visible
from tests.strategies import changed
from underwriting.assessment import PRICED
from underwriting.losses import risk_profile
from underwriting.losses.answered import answered_var_99
from underwriting.tariff import advised_limit

SIZES = GUIDE.tariff.limits.values


def advise(raw, cover, language="en"):
    applicant = visible(raw)
    return advised_limit(cover, applicant, risk_profile(applicant, GUIDE), GUIDE, language)


def demand(amount):
    return {"client_insurance_required": True, "client_required_limit_eur": amount}


@pytest.mark.parametrize(
    ("raw", "cover", "limit", "word"),
    [
        (company(revenue=100_000, persons=100), "cyber", 250_000, "smallest useful"),
        (company(revenue=100_000, persons=300_000), "cyber", 1_000_000, "€900,000"),
        (company(revenue=2_400_000, persons=1_000), "cyber", 500_000, "15% of €2,400,000"),
        (company(revenue=90_000_000, persons=1_000), "cyber", 3_000_000, "15% of €90,000,000"),
        (company(revenue=5_000_000_000, persons=1_000), "cyber", 5_000_000, "One year in a hundred"),
        (changed(company(revenue=50_000), "data", {"kinds": ["health"]}), "cyber", 500_000, "we count 100,000"),
        (company(contracts=demand(1_200_000)), "cyber", 1_500_000, "clients demand €1,200,000"),
        (company(contracts=demand(20_000_000)), "cyber", 10_000_000, "a broker places the excess"),
        (company(revenue=4_200_000), "professional_liability", 1_000_000, "20% of €4,200,000"),
        (
            company(contracts={"largest_contract_eur": 1_600_000}),
            "professional_liability",
            2_000_000,
            "largest contract",
        ),
        (
            company(contracts={"largest_contract_eur": 9_000_000}),
            "professional_liability",
            3_000_000,
            "largest contract",
        ),
        (company(contracts=demand(5_000_000)), "product_liability", 5_000_000, "clients demand"),
        (company(revenue=100_000, status="mdr"), "product_liability", 1_000_000, "smallest useful"),
        (company(revenue=100_000), "product_liability", 250_000, "smallest useful"),
        (company(directors={"funds_raised_eur": 4_000_000}), "directors_liability", 1_000_000, "20% of €4,000,000"),
        (company(directors={"funds_raised_eur": 90_000_000}), "directors_liability", 2_000_000, "funds you raised"),
    ],
)
def test_the_advised_limit_answers_the_greatest_need(raw, cover, limit, word):
    advice = advise(raw, cover)
    assert advice.limit_eur == limit
    assert word in advice.because
    assert advice.corrections == ()


@pytest.mark.parametrize(
    ("heads", "retention"),
    [(0, 7_500), (1, 2_500), (17, 2_500), (70, 7_500), (134, 10_000), (417, 20_000), (3_334, 75_000), (10**9, 100_000)],
)
def test_the_advised_retention_grows_with_the_headcount(heads, retention):
    raw = company()
    raw["company"]["headcount"] = heads
    assert advise(raw, "cyber").retention_eur == retention


def test_the_advice_says_why_this_retention_and_what_others_take():
    raw = company(revenue=4_500_000)
    advice = advise(raw, "cyber")
    assert "middling size, until you tell us your headcount" in advice.retention_because
    assert "one year in a hundred would cost more than" in advice.beside[0]
    assert advice.beside[1] == (
        "French companies of this size take a limit of €955,000 and a retention of €8,385 on average "
        "(AMRAE, LUCY 2025 study, all sectors)."
    )
    assert "follows your headcount" in advise(changed(raw, "company.headcount", 40), "cyber").retention_because
    wished = advise(company(wishes={"cyber_retention_eur": 20_000}), "cyber")
    assert wished.retention_because == "The retention you asked for."
    assert advise(raw, "professional_liability").beside == ()


@pytest.mark.parametrize(
    ("revenue", "mean"),
    [(2_000_000, "564,000"), (2_000_001, "955,000"), (50_000_001, "4,600,000"), (1_000_000_001, None)],
)
def test_the_market_is_that_of_the_size(revenue, mean):
    beside = " ".join(advise(company(revenue=revenue), "cyber").beside)
    assert mean in beside if mean else "on average" not in beside


@pytest.mark.parametrize("revenue", [0, 50_000, 5_000_000, 10**12])
def test_the_advised_retention_does_not_follow_revenue(revenue):
    # A retention that did would make a premium fall as revenue rises.
    assert advise(company(revenue=revenue), "professional_liability").retention_eur == 7_500


def test_wishes_within_the_market_are_kept_to_the_euro():
    raw = company(
        wishes={"cyber_limit_eur": 1_234_567, "cyber_retention_eur": 12_345, "professional_limit_eur": 111_111}
    )
    assert (advise(raw, "cyber").limit_eur, advise(raw, "cyber").retention_eur) == (1_234_567, 12_345)
    assert advise(raw, "professional_liability").limit_eur == 111_111
    assert advise(raw, "cyber").because == "The limit you asked for."


@pytest.mark.parametrize(
    ("wishes", "cover", "corrected"),
    [
        ({"cyber_limit_eur": 0}, "cyber", [("wishes.cyber_limit_eur", 0, 100_000)]),
        ({"cyber_limit_eur": 50_000_000}, "cyber", [("wishes.cyber_limit_eur", 50_000_000, 10_000_000)]),
        ({"cyber_retention_eur": 1_000}, "cyber", [("wishes.cyber_retention_eur", 1_000, 2_500)]),
        ({"cyber_limit_eur": 400_000, "cyber_retention_eur": 200_000}, "cyber", [("wishes.cyber_retention_eur", 200_000, 100_000)]),
        ({"cyber_limit_eur": 10**12, "cyber_retention_eur": 10**12}, "cyber",
         [("wishes.cyber_limit_eur", 10**12, 10_000_000), ("wishes.cyber_retention_eur", 10**12, 100_000)]),
        ({"directors_limit_eur": 99_999}, "directors_liability", [("wishes.directors_limit_eur", 99_999, 100_000)]),
    ],
)  # fmt: skip
def test_wishes_beyond_the_market_are_corrected_and_said(wishes, cover, corrected):
    advice = advise(company(wishes=wishes), cover)
    assert [(c.field, c.asked, c.given) for c in advice.corrections] == corrected
    assert all(c.because for c in advice.corrections)


def test_the_sensor_maker_gets_its_wish_corrected_in_french():
    applicant = reference("capteur")
    advice = advised_limit("cyber", applicant, risk_profile(applicant, GUIDE), GUIDE, "fr")
    assert advice.corrections[0].because == "Les assureurs ne descendent pas sous une franchise de 2 500 €."


@given(drawn_files(), st.sampled_from(PRICED), st.sampled_from(("fr", "en")))
@settings(max_examples=300)
def test_any_file_is_advised_within_what_the_market_sells(raw, cover, language):
    applicant = visible(raw)
    profile = risk_profile(applicant, GUIDE)
    advice, tariff = advised_limit(cover, applicant, profile, GUIDE, language), GUIDE.tariff.covers[cover]
    assert tariff.limit.smallest.value <= advice.limit_eur <= tariff.limit.largest.value
    assert tariff.retention.smallest.value <= advice.retention_eur <= tariff.retention.largest.value
    assert advice.because and "{" not in advice.because
    if applicant.get(tariff.limit_wish) is None:
        assert advice.limit_eur in SIZES
        needs = [Decimal(applicant.contracts.client_required_limit_eur or 0)]
        if cover == "cyber":
            needs += [answered_var_99(profile, GUIDE, "cyber"), Decimal(3 * profile.persons)]
        if cover == "directors_liability":
            needs = [Decimal(0)]
        assert advice.limit_eur >= min(max(needs), tariff.limit.largest.value)
        if max(needs) <= 2_000_000 and cover != "cyber":
            assert advice.limit_eur <= GUIDE.rule(tariff.automatic).numbers["limit"].value
        assert advice.floor_eur <= advice.limit_eur or advice.floor_eur > tariff.limit.largest.value


def test_covers_without_a_price_have_no_advice():
    with pytest.raises(KeyError):
        advise(company(), "public_liability")
