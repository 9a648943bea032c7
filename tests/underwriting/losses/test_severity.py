"""One event: closed forms against numbers worked out by hand, against integration, and their shape everywhere."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from underwriting.losses.severity import Severity, TailShape

TAIL = TailShape(threshold=500_000.0, xi=0.4, stretch=5.2)
MU = st.floats(math.log(300), math.log(5e7))
SIGMA = st.floats(1.0, 2.4)
AMOUNT = st.floats(1e2, 1e10)
UP = st.floats(1.0001, 50)


def one(mu: float, sigma: float, tail: TailShape = TAIL) -> Severity:
    return Severity(mu, sigma, tail)


def test_golden_lognormal_body():
    # Median 10 000 €, sigma 1, and e times the median: z = 1, so with a far threshold
    #   E[min(X, 27 182.82)] = 10 000 e^(1/2) Phi(1 - 1) + 27 182.82 (1 - Phi(1))
    #                        = 16 487.2127 × 0.5 + 27 182.8183 × 0.1586552539 = 8 243.6064 + 4 312.6969 = 12 556.3033
    curve = one(math.log(10_000), 1.0, TailShape(1e9, 0.4, 5.2))
    assert curve.limited(10_000 * math.e) == pytest.approx(12_556.3033, abs=1e-3)
    assert curve.survival(10_000 * math.e) == pytest.approx(0.1586552539, abs=1e-10)


def test_golden_pareto_tail():
    # Median 500 000 € = the threshold: z = 0, P(X > u) = 1/2, f(u) = 0.3989423 / (2 × 500 000) = 3.989423e-7,
    # beta = 4 × 0.5 / 3.989423e-7 = 5 013 256.5. One beta above u, with xi = 1/2: P = 0.5 × 1.5^-2 = 0.2222222.
    # Mean beyond u: 0.5 × beta / (1 - 0.5) = beta. The layer from u to u + beta: 0.5 × beta / 0.5 × (1 - 1/1.5) = beta/3.
    curve, beta = one(math.log(500_000), 2.0, TailShape(500_000, 0.5, 4)), 5_013_256.549
    assert curve.survival(500_000 + beta) == pytest.approx(0.2222222, abs=1e-7)
    assert curve.layer(500_000, 500_000 + beta) == pytest.approx(beta / 3, rel=1e-9)
    assert curve.mean() - curve.limited(500_000) == pytest.approx(beta, rel=1e-9)
    assert curve.median() == pytest.approx(500_000)


@given(MU, SIGMA, st.floats(1e3, 1e8))
@settings(max_examples=200)
def test_limited_value_is_the_integral_of_survival(mu, sigma, top):
    curve = one(mu, sigma)
    edges = np.concatenate([[0.0], np.geomspace(1e-3, top, 4_001)])
    if top > TAIL.threshold:
        edges = np.sort(np.append(edges, TAIL.threshold))
    nodes, weights = np.polynomial.legendre.leggauss(3)
    half, middle = np.diff(edges) / 2, (edges[1:] + edges[:-1]) / 2
    points = middle[:, None] + half[:, None] * nodes
    integral = (curve.survival(points) * weights * half[:, None]).sum()
    assert curve.limited(top) == pytest.approx(integral, rel=1e-7)


@given(MU, SIGMA)
@settings(max_examples=200)
def test_survival_is_continuous_at_the_threshold_and_halves_at_the_median(mu, sigma):
    curve = one(mu, sigma)
    u = TAIL.threshold
    assert curve.survival(u * (1 + 1e-12)) == pytest.approx(float(curve.survival(u)), rel=1e-9)
    assert curve.survival(curve.median()) == pytest.approx(0.5, abs=1e-9)


@given(MU, SIGMA, AMOUNT, AMOUNT, st.floats(0, 1e8))
@settings(max_examples=300)
def test_layers_add_to_the_whole(mu, sigma, first, second, lower):
    curve = one(mu, sigma)
    whole = curve.layer(lower, lower + first + second)
    parts = curve.layer(lower, lower + first) + curve.layer(lower + first, lower + first + second)
    assert parts == pytest.approx(float(whole), rel=1e-9)
    assert whole > 0
    assert whole == pytest.approx(
        float(curve.limited(lower + first + second) - curve.limited(lower)), rel=1e-6, abs=1e-6
    )


@given(MU, SIGMA, AMOUNT, st.floats(0, 1e7), st.floats(1.01, 3))
@settings(max_examples=300)
def test_limits_cost_ever_less_and_retentions_ever_more(mu, sigma, limit, retention, more):
    curve = one(mu, sigma)
    steps = [float(curve.layer(retention, retention + limit * factor)) for factor in (1, more, 2 * more - 1)]
    assert steps[1] - steps[0] >= steps[2] - steps[1] - 1e-9 * steps[0]
    assert curve.layer(retention * more, retention * more + limit) <= curve.layer(retention, retention + limit) * (
        1 + 1e-12
    )
    assert curve.layer(retention, retention + limit) <= limit * (1 + 1e-12)


@given(MU, SIGMA, AMOUNT, st.floats(0, 1e7), UP)
@settings(max_examples=300)
def test_a_larger_median_makes_every_layer_dearer(mu, sigma, limit, retention, up):
    below, above = one(mu, sigma), one(mu + math.log(up), sigma)
    assert above.layer(retention, retention + limit) >= below.layer(retention, retention + limit) * (1 - 1e-12)
    assert above.survival(retention) >= below.survival(retention)
    assert above.mean() > below.mean()


@given(MU, SIGMA, AMOUNT, st.floats(0, 1e7), st.floats(0.01, 100))
@settings(max_examples=200)
def test_counting_in_another_currency_changes_nothing(mu, sigma, limit, retention, rate):
    other = one(mu + math.log(rate), sigma, TailShape(TAIL.threshold * rate, TAIL.xi, TAIL.stretch))
    here, there = (
        one(mu, sigma).layer(retention, retention + limit),
        other.layer(retention * rate, (retention + limit) * rate),
    )
    assert there == pytest.approx(float(here) * rate, rel=1e-9)


def test_many_amounts_at_once_are_the_same_as_one_by_one():
    curve = Severity(np.log([[8_000.0], [400_000.0]]), np.array([[1.5], [1.6]]), TAIL)
    amounts, events = np.array([0.0, 10.0, 499_999.0, 500_000.0, 500_001.0, 3e7]), np.array([0.3, 0.02])
    for part in (slice(None), slice(4), slice(4, None)):
        assert np.allclose(
            curve.mixed_limited(events, amounts[part]), events @ curve.limited(amounts[part]), rtol=1e-13
        )


def test_one_row_of_many():
    curve = Severity(np.log([[[8_000.0]], [[400_000.0]]]), np.array([[1.5]]), TAIL)
    assert np.allclose(curve.row(1).limited(70_000.0), curve.limited(70_000.0)[1])
