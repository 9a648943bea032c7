"""The tariff, over drawn companies: what holds of any premium, at any limit and retention."""

import math
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.bench.files import GUIDE, company, drawn_files, profile_of
from tests.strategies import changed
from underwriting.assessment import CALIBRATIONS, PRICED
from underwriting.losses import loss_view
from underwriting.tariff import Terms, factors, premium, premiums

LIMITS = st.integers(100_000, 10_000_000)
RETENTIONS = st.integers(2_500, 250_000)
COVER = st.sampled_from(PRICED)
CALIBRATION = st.sampled_from(CALIBRATIONS)
COSTS = GUIDE.tariff.costs
KEPT = 1 - float(COSTS.expenses.value + COSTS.commission.value + COSTS.margin.value)


def minimum(cover, profile):
    values = GUIDE.tariff.covers[cover].minimum.values
    return values.get("all", values.get(profile.product))


def four(limit, retention):
    return [Terms(cover, Decimal(limit), Decimal(retention)) for cover in PRICED]


@settings(max_examples=400)
@given(drawn_files(), COVER, st.integers(100_000, 2_000_000), RETENTIONS, CALIBRATION)
def test_each_further_euro_of_limit_costs_no_more_than_the_one_before(raw, cover, step, retention, calibration):
    profile = profile_of(raw)
    pure = [premium(profile, GUIDE, cover, step * k, retention, calibration).pure for k in (1, 2, 3, 4, 5)]
    layers = [pure[0], *(more - less for less, more in pairwise(pure))]
    for first, second in pairwise(layers):
        assert second <= first * (1 + 1e-9) + 1e-9 * pure[-1]
        assert second >= -1e-9 * pure[-1]


@settings(max_examples=400)
@given(drawn_files(), COVER, LIMITS, RETENTIONS)
def test_what_is_kept_insured_and_left_over_make_the_whole(raw, cover, limit, retention):
    # Below the retention, the layer, and above it up to a milliard of milliards, beyond which nothing is left.
    profile, endless = profile_of(raw), 10**18
    pure = [
        premium(profile, GUIDE, cover, upper, lower).pure
        for upper, lower in ((retention, 0), (limit, retention), (endless, limit + retention), (endless, 0))
    ]
    assert sum(pure[:3]) == pytest.approx(pure[3], rel=1e-6)
    assert all(part <= pure[3] * (1 + 1e-9) for part in pure)


@settings(max_examples=300)
@given(drawn_files(), LIMITS, RETENTIONS, CALIBRATION)
def test_where_nothing_ever_happens_the_minimum_premium_remains(raw, limit, retention, calibration):
    profile = profile_of(raw)
    never = replace(profile, frequency=profile.frequency * 0)
    for cover, price in premiums(never, GUIDE, four(limit, retention), calibration).items():
        assert price.pure == 0
        assert price.net == minimum(cover, profile)


@settings(max_examples=400)
@given(drawn_files(), COVER, st.floats(1.0, 50.0), LIMITS, RETENTIONS)
def test_twice_as_many_events_cost_twice_as_much_apart_from_fixed_costs(raw, cover, times, limit, retention):
    profile = profile_of(raw)
    more = replace(profile, frequency=profile.frequency * times)
    one, other = (premium(each, GUIDE, cover, limit, retention) for each in (profile, more))
    fixed = COSTS.fixed.f / KEPT
    assert other.pure == pytest.approx(one.pure * times, rel=1e-9)
    assert other.technical - fixed == pytest.approx((one.technical - fixed) * times, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("rate", [0.5, 2.0, 10.0])
@settings(max_examples=150)
@given(raw=drawn_files(), cover=COVER, limit=LIMITS, retention=RETENTIONS)
def test_money_counted_otherwise_multiplies_the_premium_apart_from_fixed_costs(rate, raw, cover, limit, retention):
    # A currency worth 1/rate euros: every median, the tail's beginning and the reference layer are rate times as many.
    profile, guide = profile_of(raw), in_other_money(rate)
    abroad = replace(profile, ln_median=profile.ln_median + math.log(rate), frequency=profile.frequency)
    here, there = (
        premium(profile, GUIDE, cover, limit, retention),
        premium(abroad, guide, cover, Decimal(limit) * Decimal(rate), Decimal(retention) * Decimal(rate)),
    )
    fixed = COSTS.fixed.f / KEPT
    assert there.pure == pytest.approx(here.pure * rate, rel=1e-9)
    assert there.technical - fixed == pytest.approx((here.technical - fixed) * rate, rel=1e-9, abs=1e-9)


def in_other_money(rate):
    losses = GUIDE.losses
    tail, reference = losses.tail, losses.reference

    def times(number):
        return number.model_copy(update={"value": number.value * Decimal(rate)})

    scenarios = type(losses.scenarios)(s.model_copy(update={"median": times(s.median)}) for s in losses.scenarios)
    changes = {
        "scenarios": scenarios,
        "tail": tail.model_copy(update={"threshold": times(tail.threshold)}),
        "reference": reference.model_copy(
            update={"limit": times(reference.limit), "retention": times(reference.retention)}
        ),
    }
    update = {"losses": losses.model_copy(update=changes), "content_sha256": f"money times {rate}"}
    return GUIDE.model_copy(update=update)


@settings(max_examples=300)
@given(drawn_files(), LIMITS, RETENTIONS)
def test_the_net_premium_is_what_its_parts_make(raw, limit, retention):
    profile = profile_of(raw)
    for cover, price in premiums(profile, GUIDE, four(limit, retention)).items():
        # (pure × (1 + loading) + 90 €) / (1 - 12 % - 20 % - 5 %), the minimum at least, then the tax on whole cents.
        technical = (price.pure * (1 + GUIDE.tariff.covers[cover].loading.f) + COSTS.fixed.f) / KEPT
        assert float(price.net) == pytest.approx(
            max(technical, float(minimum(cover, profile))), abs=0.005 + 1e-9 * technical
        )
        assert abs(price.tax - price.net * COSTS.tax.value) <= Decimal("0.005")
        assert price.total - price.tax == price.net


@settings(max_examples=300)
@given(drawn_files(), LIMITS, RETENTIONS)
def test_calibrations_stand_in_order_and_the_cheapest_is_asked(raw, limit, retention):
    profile = profile_of(raw)
    claims, blended, stress = (premiums(profile, GUIDE, four(limit, retention), each) for each in CALIBRATIONS)
    assert claims == premiums(profile, GUIDE, four(limit, retention))
    for cover in PRICED:
        assert claims[cover].pure <= blended[cover].pure <= stress[cover].pure
        assert claims[cover].total <= blended[cover].total <= stress[cover].total


@settings(max_examples=300)
@given(drawn_files(), COVER, LIMITS, RETENTIONS)
def test_factors_multiply_from_the_reference_to_the_pure_premium(raw, cover, limit, retention):
    profile = profile_of(raw)
    price, found = premium(profile, GUIDE, cover, limit, retention), factors(profile, GUIDE, cover, limit, retention)
    assert price.reference * math.prod(found.values()) == pytest.approx(price.pure, rel=1e-9)
    assert all(math.isfinite(value) and value > 0 for value in found.values())


@settings(max_examples=300)
@given(st.integers(50_000, 10**8), st.integers(100, 10**7), st.integers(100, 10**7), COVER, LIMITS, RETENTIONS)
def test_more_persons_never_lower_the_factor_of_persons(revenue, persons, more, cover, limit, retention):
    small, large = (profile_of(company(revenue=revenue, persons=count)) for count in (persons, persons + more))
    one, other = (factors(each, GUIDE, cover, limit, retention) for each in (small, large))
    assert other["records"] >= one["records"] * (1 - 1e-9)


@settings(max_examples=300)
@given(drawn_files(), st.integers(0, 10**8), LIMITS, RETENTIONS)
def test_a_premium_is_continuous_where_the_smallest_company_begins(raw, more, limit, retention):
    # Below 50 000 € of revenue, and below 100 persons, a company counts as that size: nothing moves there.
    raw = changed(raw, "company", {"revenue_last_eur": 49_999})
    floor = premiums(profile_of(raw), GUIDE, four(limit, retention))
    none = premiums(profile_of(changed(raw, "company.revenue_last_eur", 0)), GUIDE, four(limit, retention))
    large = changed(raw, "company.revenue_last_eur", 50_000 + more)
    assert floor == none
    for cover, price in premiums(profile_of(large), GUIDE, four(limit, retention)).items():
        assert price.net >= floor[cover].net


@settings(max_examples=200)
@given(drawn_files(), st.integers(1, 10**7), LIMITS)
def test_the_chance_above_a_limit_falls_as_the_limit_rises(raw, more, limit):
    profile = profile_of(raw)
    low, high = (loss_view(profile, GUIDE, amount) for amount in (limit, limit + more))
    for calibration in CALIBRATIONS:
        near, far = (view.calibrations[calibration].probability_above_limit for view in (low, high))
        assert far <= near * (1 + 1e-6) + 1e-12
        assert low.calibrations[calibration].var_99_eur == high.calibrations[calibration].var_99_eur


@settings(max_examples=200)
@given(drawn_files(), st.lists(COVER, min_size=1, max_size=4, unique=True), LIMITS, RETENTIONS)
def test_a_price_does_not_depend_on_what_else_is_asked(raw, covers, limit, retention):
    profile, asked = profile_of(raw), four(limit, retention)
    some = premiums(profile, GUIDE, [terms for terms in asked if terms.cover in covers])
    whole = premiums(profile, GUIDE, asked)
    assert some == {cover: whole[cover] for cover in PRICED if cover in covers}
    assert np.isfinite([price.technical for price in some.values()]).all()
