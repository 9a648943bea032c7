"""The year against the package aggregate 0.24.0, on the five-scenario problem with pure lognormal losses.

Its figures, below, come from `python -m tests.bench.aggregate_figures` (`make bench-peers` installs the package). The
programs, in aggregate's language:

    agg Five 0.379 claims sev [250000 180000 40000 12000 800000] * lognorm [1.6 1.8 1.4 1.5 1.8]
        wts [0.15831134564643798 0.11873350923482849 0.31662269129287596 0.39577836411609496 0.010554089709762533] poisson

on 2^22 points of 64 €, and the same with `occurrence ceded to 2e+06 xs 10000` before `poisson`, on 2^19 points of 50 €.
The figures read off half as fine a grid differ by 2e-7 (the year) and 2e-6 (what is insured) at most: that much is
aggregate's own error.
"""

import pytest

from tests.bench import problem
from tests.bench.aggregate_figures import AMOUNTS, INSURED_AMOUNTS, INSURED_LEVELS

VAR = [383_867.0245027226, 2_322_204.223416744, 4_210_464.107770983]
MORE = [0.18955242855377002, 0.06706927875257035, 0.035629149008541305, 0.011739763620992216, 0.002144361963983654]
INSURED_VAR = [44_237.97199264251, 116_078.77648369668, 370_773.91655127227]
INSURED_MORE = [0.16928261788356352, 0.06489977503335304, 0.03500954270094281, 0.015614368152798597,
                0.0002165178166702586]  # fmt: skip
INSURED_MEAN = 72_253.00188647964


def test_values_at_risk_agree_with_aggregate():
    found = problem.total_year(problem.PLAIN).quantiles(problem.LEVELS)[0]
    assert found == pytest.approx(VAR, rel=1e-5)


def test_chances_of_exceeding_amounts_agree_with_aggregate():
    assert problem.total_year(problem.PLAIN).survival([AMOUNTS])[0] == pytest.approx(MORE, rel=1e-5)


def test_what_is_insured_agrees_with_aggregate():
    # 16 384 points over eight limits: the quantiles of the smallest payments need steps of 1 000 €.
    losses = problem.severity(problem.PLAIN).row(0)
    year = problem.insured_year(losses, points=16_384, limits=8)
    assert year.quantiles(INSURED_LEVELS)[0] == pytest.approx(INSURED_VAR, rel=1e-5)
    assert year.survival([INSURED_AMOUNTS])[0] == pytest.approx(INSURED_MORE, rel=1e-5)
    layer = losses.layer(problem.RETENTION, problem.RETENTION + problem.LIMIT)[:, 0]
    assert float(problem.FREQUENCY @ layer) == pytest.approx(INSURED_MEAN, rel=1e-5)
