"""The arithmetic shown to people is the arithmetic done."""

import math
from decimal import Decimal
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.bench.files import GUIDE, REFERENCES, company, drawn_files, profile_of, reference
from tests.strategies import changed
from underwriting.assessment import PRICED, cents
from underwriting.guide.tariff_schema import FACTORS
from underwriting.losses import risk_profile
from underwriting.tariff import factors, premium, trace

LIMITS = st.integers(100_000, 10_000_000)
RETENTIONS = st.integers(2_500, 250_000)
STEPS = ("loading", "expenses", "minimum", "net", "tax", "total")


@given(drawn_files(), st.sampled_from(PRICED), LIMITS, RETENTIONS, st.sampled_from(("fr", "en")))
@settings(max_examples=300)
def test_factors_multiply_to_the_pure_premium_and_steps_add_up(raw, cover, limit, retention, language):
    profile = profile_of(raw)
    price, lines = (
        premium(profile, GUIDE, cover, limit, retention),
        trace(profile, GUIDE, cover, limit, retention, language),
    )
    assert [line.kind for line in lines] == ["reference"] + ["factor"] * 5 + ["step"] * 6
    assert tuple(line.factor for line in lines[1:6]) == FACTORS
    assert tuple(line.factor for line in lines[6:]) == STEPS
    assert math.prod(line.value for line in lines[:6]) == pytest.approx(price.pure, rel=1e-9)
    step = {line.factor: line.value for line in lines[6:]}
    assert cents(price.pure) + step["loading"] + step["expenses"] + step["minimum"] == step["net"] == price.net
    assert step["net"] + step["tax"] == step["total"] == price.total
    assert step["minimum"] >= 0
    assert all(line.source in GUIDE.sources for line in lines)
    assert not any("{" in line.because for line in lines)


def test_the_reference_company_has_factors_of_one():
    found = factors(profile_of(company()), GUIDE, "cyber", 1_000_000, 10_000)
    assert found == pytest.approx({name: 1.0 for name in FACTORS})


def test_a_factor_is_the_average_over_every_order():
    # Two features differ from the reference, size (s) and limit (l): of the two orders in which one can change them,
    # each comes first in half. Factor of size = sqrt[ p(s)/p(0) × p(s,l)/p(l) ], and likewise for the limit.
    small, same = profile_of(company(revenue=1_000_000)), profile_of(company())
    p = {(a, b): premium(a, GUIDE, "cyber", b, 10_000).pure for a in (small, same) for b in (500_000, 1_000_000)}
    size = math.sqrt(p[small, 1_000_000] / p[same, 1_000_000] * p[small, 500_000] / p[same, 500_000])
    limit = math.sqrt(p[same, 500_000] / p[same, 1_000_000] * p[small, 500_000] / p[small, 1_000_000])
    found = factors(small, GUIDE, "cyber", 500_000, 10_000)
    assert found["exposure_base"] == pytest.approx(size)
    assert found["limit_and_retention"] == pytest.approx(limit)
    assert [found[name] for name in ("records", "activity_and_class", "controls")] == pytest.approx([1, 1, 1])
    assert len(list(permutations("sl"))) == 2


@pytest.mark.parametrize("name", REFERENCES)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_line_of_the_examples_has_its_words(name, language):
    profile = risk_profile(reference(name), GUIDE)
    for cover in PRICED:
        for line in trace(profile, GUIDE, cover, 1_000_000, 10_000, language):
            assert len(line.because) > 20 and line.because.endswith(".")


def test_sentences_name_the_figures():
    profile = risk_profile(reference("capteur"), GUIDE)
    said = {line.factor: line.because for line in trace(profile, GUIDE, "product_liability", 5_000_000, 2_500, "fr")}
    assert "1 600 000 €" in said["exposure_base"]
    assert "classe IIb" in said["activity_and_class"] and "4 300 appareils" in said["activity_and_class"]
    assert "5 000 000 €" in said["limit_and_retention"]
    board = {line.factor: line.because for line in trace(profile, GUIDE, "directors_liability", 500_000, 2_500, "en")}
    assert "negative equity" in board["activity_and_class"]
    assert "counted as present" in board["activity_and_class"]


def test_the_minimum_is_said_when_it_applies():
    small = profile_of(company(revenue=50_000, persons=100))
    lines = {line.factor: line for line in trace(small, GUIDE, "directors_liability", 100_000, 25_000, "en")}
    assert lines["minimum"].value > 0 and lines["minimum"].because.startswith("Top-up")
    assert lines["net"].value == Decimal(700)
    rich = {line.factor: line for line in trace(profile_of(company()), GUIDE, "cyber", 1_000_000, 10_000, "en")}
    assert rich["minimum"].value == 0 and "reached already" in rich["minimum"].because


def test_a_number_of_persons_left_unanswered_is_said_to_be_counted():
    silent = profile_of(changed(company(), "data", {"kinds": ["identity"]}))
    lines = {entry.factor: entry for entry in trace(silent, GUIDE, "cyber", 1_000_000, 10_000, "fr")}
    said = "Nombre de personnes non précisé : compté comme 25 000 tant que vous ne l’avez pas dit, contre 100 000."
    assert lines["records"].because == said
    told = profile_of(company(persons=25_000))
    assert "Les données de 25 000 personnes" in trace(told, GUIDE, "cyber", 1_000_000, 10_000, "fr")[2].because


def test_the_product_of_the_factors_is_exact_where_a_scenario_cannot_happen():
    molecule = {"other_kind": "biotech", "attached_digital_service": False}
    profile = profile_of(company(family="other_health_product", product=molecule))
    for cover in PRICED:
        price = premium(profile, GUIDE, cover, 2_000_000, 5_000)
        product = price.reference * math.prod(factors(profile, GUIDE, cover, 2_000_000, 5_000).values())
        assert product == pytest.approx(price.pure, rel=1e-9)
        assert price.pure > 0
