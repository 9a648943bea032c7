"""The kernel, over drawn portfolios of scenarios: what holds of any year, whatever its figures.

Scenarios are drawn far wider than the guide's: 0.001 to 0.4 events a year, medians from 1 000 to 500 000 €, sigma from
1 to 2.2. Figures are compared between several grids or with closed forms, never with the code's own arithmetic.
"""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from underwriting.losses.aggregate import Year, compound, reach_of, year_of
from underwriting.losses.severity import Severity, TailShape

TAIL = TailShape(threshold=500_000.0, xi=0.4, stretch=5.2)
SCENARIO = st.tuples(st.floats(0.001, 0.4), st.floats(1e3, 5e5), st.floats(1.0, 2.2))
SCENARIOS = st.lists(SCENARIO, min_size=1, max_size=6)
LEVELS = (0.9, 0.95, 0.99, 0.995)
LAYERS = st.tuples(st.floats(0, 1e6), st.floats(1e4, 1e7))


def columns(scenarios):
    """Frequencies (s,), medians (s,) and sigmas (s,)."""
    return tuple(np.array(column) for column in zip(*scenarios, strict=True))


def curves(median, sigma, tail=TAIL) -> Severity:
    """(1, s, 1), as the year takes them."""
    return Severity(np.log(median)[None, :, None], np.asarray(sigma)[:, None], tail)


def year(frequency, median, sigma, tail=TAIL, reach=None) -> Year:
    severity, events = curves(median, sigma, tail), np.asarray(frequency)[None, :]
    return year_of(severity, events, reach_of(severity, events) if reach is None else reach)


def quantiles(*figures, **more):
    """At the four levels; never below nothing."""
    found = year(*figures, **more).quantiles(LEVELS)[0]
    assert (found >= 0).all()
    return found


def no_better(after: Year, before: Year):
    """No quantile is lower, as far as a grid tells: to two parts in 10 000, or half of its smallest cell."""
    found, was = (each.quantiles(LEVELS)[0] for each in (after, before))
    assert (found >= 0).all() and (was >= 0).all()
    slack = np.maximum(2e-4 * was, np.maximum(after.step[0, -1], before.step[0, -1]) / 2)
    return (found >= was - slack).all()


@settings(max_examples=500)
@given(SCENARIOS, LAYERS)
def test_what_is_kept_and_what_is_insured_make_the_whole_loss(scenarios, layer):
    frequency, median, sigma = columns(scenarios)
    severity, (lower, width) = curves(median, sigma).row(0), layer
    kept, insured = severity.limited(lower)[:, 0], severity.layer(lower, lower + width)[:, 0]
    excess = (severity.mean() - severity.limited(lower + width))[:, 0]
    whole = severity.mean()[:, 0]
    assert kept + insured + excess == pytest.approx(whole, rel=1e-9)
    assert frequency @ insured <= frequency @ whole * (1 + 1e-12)
    assert (insured >= 0).all() and (kept >= 0).all() and (excess >= -1e-9 * whole).all()


@settings(max_examples=500)
@given(SCENARIOS, LAYERS)
def test_the_transform_expects_the_insured_loss_of_the_closed_form(scenarios, layer):
    # Payments never exceed the limit and 2.4 events a year are the most drawn: 24 limits hold the year's total but for
    # P(more than 24 events | 2.4 a year) < 1e-16.
    frequency, median, sigma = columns(scenarios)
    severity, (lower, width) = curves(median, sigma).row(0), layer
    points, limits = 24 * 64, 24
    step = width * limits / points
    cells = np.zeros(points)
    edges = lower + step * np.arange(points // limits + 1)
    cells[: points // limits] = frequency @ severity.layer(edges[:-1], edges[1:]) / step
    found = compound(frequency.sum(keepdims=True), cells[None, None, :], np.array([[step]]))
    exact = float(frequency @ severity.layer(lower, lower + width)[:, 0])
    # Where almost nothing is expected, the transform's own rounding is left: a cent in a limit of 10 M€.
    assert found.cells[0, 0].sum() * step == pytest.approx(exact, rel=1e-6, abs=1e-9 * width)


@settings(max_examples=500)
@given(SCENARIOS, st.floats(1.0, 3.0))
def test_more_events_never_make_a_better_year(scenarios, times):
    frequency, median, sigma = columns(scenarios)
    assert no_better(year(frequency * times, median, sigma), year(frequency, median, sigma))


@settings(max_examples=500)
@given(SCENARIOS, st.floats(1.0, 20.0))
def test_larger_events_never_make_a_better_year(scenarios, times):
    frequency, median, sigma = columns(scenarios)
    assert no_better(year(frequency, median * times, sigma), year(frequency, median, sigma))


@settings(max_examples=500)
@given(SCENARIOS, st.floats(0.01, 100))
def test_a_year_counted_in_another_currency_is_the_same_year(scenarios, rate):
    frequency, median, sigma = columns(scenarios)
    here, tail = year(frequency, median, sigma), TailShape(TAIL.threshold * rate, TAIL.xi, TAIL.stretch)
    # The grid is laid rate times as far: whatever the search for its end gives, both years must agree on any other.
    there = year(frequency, median * rate, sigma, tail, here.reach * rate)
    assert there.quantiles(LEVELS)[0] == pytest.approx(here.quantiles(LEVELS)[0] * rate, rel=1e-6)
    assert there.quiet == pytest.approx(here.quiet)


@settings(max_examples=500)
@given(SCENARIOS, st.floats(0.01, 0.99))
def test_a_scenario_told_as_two_is_the_same_scenario(scenarios, share):
    # Two independent Poisson processes with one severity are one process with the sum of their frequencies.
    frequency, median, sigma = columns(scenarios)
    parts = np.append(frequency, frequency[0] * (1 - share))
    parts[0] *= share
    split = year(parts, np.append(median, median[0]), np.append(sigma, sigma[0]))
    assert split.quantiles(LEVELS)[0] == pytest.approx(quantiles(frequency, median, sigma), rel=1e-6, abs=1e-6)


@settings(max_examples=500)
@given(SCENARIOS, SCENARIO)
def test_what_never_happens_weighs_nothing(scenarios, other):
    frequency, median, sigma = columns(scenarios)
    more = year(np.append(frequency, 0.0), np.append(median, other[1]), np.append(sigma, other[2]))
    assert more.quantiles(LEVELS)[0] == pytest.approx(quantiles(frequency, median, sigma), rel=1e-6, abs=1e-6)


@settings(max_examples=500)
@given(SCENARIOS, st.randoms(use_true_random=False))
def test_the_order_of_scenarios_does_not_matter(scenarios, random):
    shuffled = scenarios[:]
    random.shuffle(shuffled)
    found, other = quantiles(*columns(scenarios)), quantiles(*columns(shuffled))
    assert found == pytest.approx(other, rel=1e-6, abs=1e-6)


@settings(max_examples=500)
@given(SCENARIOS)
def test_quantiles_and_chances_of_exceeding_answer_each_other(scenarios):
    found = year(*columns(scenarios))
    amounts = found.quantiles(LEVELS)
    # Where a year without any event is likelier than the level, the quantile is 0 and there is nothing to read back.
    # An amount within the grid's first sixteen cells is read less finely.
    fine = amounts[0] > found.step[0, -1] * 16
    back = found.survival(amounts)[0]
    assert back[fine] == pytest.approx((1 - np.array(LEVELS))[fine], rel=1e-3)


@settings(max_examples=200)
@given(SCENARIOS)
def test_a_year_on_a_much_finer_grid_is_the_same_year(scenarios):
    frequency, median, sigma = columns(scenarios)
    severity, events = curves(median, sigma), frequency[None, :]
    coarse, points = year(frequency, median, sigma), 2**17
    step = coarse.reach / points
    edges = np.arange(points + 1) * step[0]
    limited = frequency @ severity.row(0).limited(edges)
    fine = compound(events.sum(axis=1), (np.diff(limited) / step)[None, None, :], step[:, None])
    near, far = coarse.quantiles(LEVELS)[0], fine.quantiles(LEVELS)[0]
    # Near the tail’s threshold the density jumps to a fifth, and no parabola follows: up to 5e-3 there, 2e-4 elsewhere.
    large = near > coarse.step[0, -1] * 32
    jump = np.abs(near - TAIL.threshold) < coarse.step[0, 0] * 3
    assert near[large & ~jump] == pytest.approx(far[large & ~jump], rel=2e-4)
    assert near[large & jump] == pytest.approx(far[large & jump], rel=5e-3)


@settings(max_examples=300)
@given(st.floats(0.0, 5.0), st.floats(1.0, 1e6))
def test_fixed_losses_follow_the_poisson_law(often, size):
    # Each event costs exactly `size`: 8 cells of size/8. P(more than k events) is read in the middle of the k-th loss.
    points, step = 1024, size / 8
    cells = np.where(np.arange(points) < 8, often, 0.0)[None, None, :]
    found = compound(np.array([often]), cells, np.array([[step]]))
    chance = 1.0
    for k in range(4):
        chance -= math.exp(-often) * often**k / math.factorial(k)
        assert found.cells[0, 0, 8 * k + 4] == pytest.approx(chance, abs=1e-9)


@settings(max_examples=500)
@given(SCENARIO, st.floats(1e4, 5e6), st.floats(0, 1e6), st.floats(0.05, 1.0))
def test_limit_factors_are_concave_and_start_at_nothing(scenario, limit, retention, share):
    _, median, sigma = scenario
    curve = Severity(math.log(median), sigma, TAIL)
    layers = [float(curve.layer(retention, retention + part * limit)) for part in (0.0, share / 2, share, 1.0)]
    assert layers[0] == 0
    assert all(more >= less * (1 - 1e-12) for less, more in pairwise(layers))
    # Half the way costs at least half the price, and the price of each further euro never rises.
    assert layers[1] >= layers[2] / 2 * (1 - 1e-9)
    assert layers[2] >= layers[3] * share * (1 - 1e-9)


@settings(max_examples=500)
@given(SCENARIO, st.floats(1.0, 1e9))
def test_the_loss_elimination_ratio_lies_between_nothing_and_everything(scenario, retention):
    _, median, sigma = scenario
    curve = Severity(math.log(median), sigma, TAIL)
    kept = float(curve.limited(retention) / curve.mean())
    assert 0 < kept <= 1
    assert kept <= float(curve.limited(retention * 2) / curve.mean())
    assert curve.limited(retention) <= retention * (1 + 1e-12)


@settings(max_examples=200, derandomize=True)
@given(SCENARIOS)
def test_simulated_years_stay_within_four_standard_errors(scenarios):
    # Events are counted and drawn without the transform, and capped at 1 M€ so that a sample shows their variance. One
    # mean in 16 000 lies beyond four standard errors: the examples are always the same, so that none fails by chance.
    frequency, median, sigma = columns(scenarios)
    years, cap = 20_000, 1e6
    rng = np.random.default_rng(20261122)
    total = np.zeros(years)
    for often, middle, spread in zip(frequency, median, sigma, strict=True):
        count = int(rng.poisson(often * years))
        losses = np.minimum(middle * np.exp(spread * rng.standard_normal(count)), cap)
        total += np.bincount(rng.integers(0, years, count), losses, years)
    plain = TailShape(1e12, TAIL.xi, TAIL.stretch)  # a pure lognormal, below any amount in play
    exact = float(frequency @ curves(median, sigma, plain).row(0).limited(cap)[:, 0])
    second = 2 * sum(  # E[min(X, cap)²] = 2 ∫ x P(X > x) dx
        often * np.trapezoid(grid * Severity(math.log(middle), spread, plain).survival(grid), grid)
        for often, middle, spread in zip(frequency, median, sigma, strict=True)
        for grid in (np.linspace(0, cap, 4_001),)
    )
    assert abs(total.mean() - exact) < 4 * math.sqrt(second / years) + 1e-9
    quiet = math.exp(-frequency.sum())
    assert abs((total == 0).mean() - quiet) < 4 * math.sqrt(quiet * (1 - quiet) / years) + 1e-9
