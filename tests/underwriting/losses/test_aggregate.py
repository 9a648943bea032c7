"""The year: the transform against a huge grid, against simulation, against closed forms and against the Poisson law."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.bench import problem
from underwriting.losses.aggregate import amount_exceeded, compound, expected_above, reach_of, year_of
from underwriting.losses.severity import Severity, TailShape

LEVELS = problem.LEVELS


@pytest.fixture(scope="module")
def exact():
    """The year on one grid of 2^22 points, as far as the loss view's own."""
    return problem.reference_year(problem.reach(), 2**22)


def test_values_at_risk_stand_within_one_part_in_100_000_of_a_grid_of_2_to_the_22(exact):
    assert problem.total_year().quantiles(LEVELS)[0] == pytest.approx(exact.quantiles(LEVELS)[0], rel=1e-5)


def test_chances_of_exceeding_limits_agree_with_that_grid(exact):
    limits = np.array([[250_000.0, 750_000.0, 1_000_000.0, 2_000_000.0, 5_000_000.0]])
    assert problem.total_year().survival(limits)[0] == pytest.approx(exact.survival(limits)[0], rel=1e-5)


def test_where_the_tail_begins_chances_agree_to_five_parts_in_10_000(exact):
    # The density of one loss falls there to a fifth (stretch 5.2), and no parabola follows such a step within a cell.
    limits = np.array([[490_000.0, 500_000.0, 510_000.0]])
    assert problem.total_year().survival(limits)[0] == pytest.approx(exact.survival(limits)[0], rel=5e-4)


def test_the_insured_year_agrees_with_a_grid_of_2_to_the_22():
    # 2 M€ xs 10 k€, an event each; a limit paid in full is a step in the distribution, so the amounts stay off it.
    losses, amounts = problem.severity().row(0), np.array([[250_000.0, 600_000.0, 1_500_000.0, 3_000_000.0]])
    found, grid = (problem.insured_year(losses, points, limits=8) for points in (2**13, 2**22))
    assert found.quantiles([0.9, 0.95])[0] == pytest.approx(grid.quantiles([0.9, 0.95])[0], rel=1e-5)
    assert found.survival(amounts)[0] == pytest.approx(grid.survival(amounts)[0], rel=1e-5)


def test_simulated_years_agree_within_four_standard_errors():
    years = 400_000
    simulated, exact = problem.simulate(years, seed=20261122), problem.total_year()
    quantiles = exact.quantiles(LEVELS)[0]
    for level, amount in zip(LEVELS, quantiles, strict=True):
        error = math.sqrt(level * (1 - level) / years)
        assert abs((simulated.total > amount).mean() - (1 - level)) < 4 * error
    curves = problem.severity().row(0)
    lower, upper = problem.RETENTION, problem.RETENTION + problem.LIMIT
    insured = float(problem.FREQUENCY @ curves.layer(lower, upper)[:, 0])
    whole = float(problem.FREQUENCY @ curves.mean()[:, 0])
    for sample, mean in ((simulated.insured, insured), (simulated.total, whole)):
        assert abs(sample.mean() - mean) < 4 * sample.std() / math.sqrt(years)


def test_the_insured_year_has_the_mean_of_the_closed_form():
    year = problem.insured_year(problem.severity().row(0), points=4096, limits=8)
    mean = year.cells[0, 0].sum() * year.step[0, 0]
    curves = problem.severity().row(0)
    exact = float(problem.FREQUENCY @ curves.layer(problem.RETENTION, problem.RETENTION + problem.LIMIT)[:, 0])
    assert mean == pytest.approx(exact, rel=1e-6)


@given(st.lists(st.tuples(st.floats(0.001, 0.4), st.floats(1e3, 5e5), st.floats(1.2, 2.0)), min_size=1, max_size=6))
@settings(max_examples=200)
def test_a_year_is_a_distribution(scenarios):
    frequency, median, sigma = (np.array(column) for column in zip(*scenarios, strict=True))
    severity = Severity(np.log(median)[None, :, None], sigma[:, None], TailShape(500_000, 0.4, 5.2))
    events = frequency[None, :]
    year = year_of(severity, events, reach_of(severity, events))
    var = year.quantiles([0.5, 0.9, 0.95, 0.99, 0.995, 0.998])[0]
    assert np.isfinite(var).all()
    assert (np.diff(var) >= 0).all()
    assert year.quiet[0] == pytest.approx(math.exp(-frequency.sum()))
    # The total exceeds x at least as often as the largest event does, and no more often than any event happens.
    amounts = np.geomspace(year.reach[0] / 500, year.reach[0] * 0.99, 40)[None, :]
    chance = year.survival(amounts)[0]
    largest = 1 - np.exp(-expected_above(severity, events, amounts)[0])
    assert (chance >= largest * (1 - 1e-3) - 1e-9).all()
    assert (chance <= 1 - year.quiet[0]).all()
    for level, amount in zip((0.95, 0.99, 0.995), var[2:5], strict=True):
        if amount > year.reach[0] / 500:
            assert year.survival([[amount]])[0, 0] == pytest.approx(1 - level, rel=1e-3)


def test_fixed_losses_give_the_poisson_law():
    # Every event costs exactly 100 €, twice a year on average: P(total > 100 n) is the Poisson tail at n.
    step, points = 10.0, 256
    cells = np.where(np.arange(points) < 10, 2.0, 0.0)[None, None, :]
    year = compound(np.array([2.0]), cells, np.array([[step]]))
    tail = 1 - sum(math.exp(-2) * 2**k / math.factorial(k) for k in range(4))
    assert year.cells[0, 0, 35] == pytest.approx(tail, abs=1e-12)
    assert year.quiet[0] == pytest.approx(math.exp(-2))


def test_no_events_cost_nothing():
    year = compound(np.array([0.0]), np.zeros((1, 1, 64)), np.array([[100.0]]))
    assert year.quantiles([0.95, 0.999]).tolist() == [[0.0, 0.0]]
    assert year.survival([[0.0, 50.0, 6_000.0]]).tolist() == [[0.0, 0.0, 0.0]]


def test_what_lies_beyond_the_grid_is_missing_not_moved():
    whole, cut = problem.reference_year(problem.reach(), 2**18), problem.reference_year(problem.reach() / 8, 2**15)
    amounts = np.array([[100_000.0, 1_000_000.0, 3_000_000.0]])
    assert cut.survival(amounts)[0] == pytest.approx(whole.survival(amounts)[0], rel=1e-6)
    assert cut.quantiles([0.999])[0, 0] == math.inf


def test_the_amount_exceeded_is_found():
    severity, events = problem.severity(), problem.FREQUENCY[None, :]
    for times in (0.3, 0.01, 0.002):
        amount = amount_exceeded(severity, events, times, rounds=3)
        assert expected_above(severity, events, amount[:, None])[0, 0] == pytest.approx(times, rel=1e-5)
    assert amount_exceeded(severity, events, 5.0, rounds=1)[0] < 0.01
