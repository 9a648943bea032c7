"""The five-scenario problem on which the transform is held against simulation, and its twin by Monte Carlo.

Heavier than a real company: 0.38 events a year and medians up to 800 000 €, so that every quantile means something.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from underwriting.losses.aggregate import POINTS, ZOOMS, Year, cells_along, compound, reach_of, year_of
from underwriting.losses.severity import Floats, Severity, TailShape

FREQUENCY = np.array([0.060, 0.045, 0.120, 0.150, 0.004])
MEDIAN = np.array([250_000.0, 180_000.0, 40_000.0, 12_000.0, 800_000.0])
SIGMA = np.array([1.60, 1.80, 1.40, 1.50, 1.80])
TAIL = TailShape(500_000.0, 0.4, 5.2)
PLAIN = TailShape(1e12, 0.4, 5.2)
"""A tail beyond any amount in play: pure lognormals, which other packages know too."""
RETENTION, LIMIT = 10_000.0, 2_000_000.0
LEVELS = (0.95, 0.99, 0.995)
YEARS = 100_000


def severity(tail: TailShape = TAIL) -> Severity:
    """(1, scenarios, 1)."""
    return Severity(np.log(MEDIAN)[None, :, None], SIGMA[:, None], tail)


def reach() -> float:
    return float(reach_of(severity(), FREQUENCY[None, :])[0])


def total_year(tail: TailShape = TAIL) -> Year:
    """The year's total loss, laid as the loss view lays it."""
    losses, events = severity(tail), FREQUENCY[None, :]
    return year_of(losses, events, reach_of(losses, events))


def reference_year(end: float, points: int) -> Year:
    """The same on one large grid."""
    step = np.array([end / points])
    return compound(
        np.array([FREQUENCY.sum()]), cells_along(severity().row(0), FREQUENCY, step, points)[None], step[None]
    )


def insured_year(losses: Severity, points: int = POINTS, limits: int = 2) -> Year:
    """What is insured of the year, each event paying what lies in the layer, on one grid that reaches so many limits."""
    step, cells = LIMIT * limits / points, np.zeros(points)
    amounts = np.arange(points / limits + 1) * step + RETENTION
    cells[: len(amounts) - 1] = np.diff(losses.mixed_limited(FREQUENCY, amounts)) / step
    return compound(np.array([FREQUENCY.sum()]), cells[None, None, :], np.array([[step]]))


def transform(losses: Severity, end: float) -> tuple[Floats, Floats]:
    """The kernel: quantiles of the total and of the insured part, on grids that are known, all in one pass."""
    steps = np.array([*(end * zoom / POINTS for zoom in ZOOMS), 2 * LIMIT / POINTS])
    amounts = steps[:, None] * np.arange(POINTS + 1.0)
    amounts[-1] = np.minimum(amounts[-1], LIMIT) + RETENTION
    limited = losses.mixed_limited(FREQUENCY, amounts.reshape(-1)).reshape(amounts.shape)
    cells = (limited[:, 1:] - limited[:, :-1]) / steps[:, None]
    year = compound(FREQUENCY.sum(keepdims=True), cells[None], steps[None])
    total, insured = (Year(year.step[:, part], year.cells[:, part], year.quiet) for part in (slice(2), slice(2, 3)))
    paid = insured.quantiles(LEVELS)[0]
    # One full limit and nothing else is a chance of its own, on a point of the grid: a quantile in its cells is it.
    paid[np.abs(paid - LIMIT) < steps[-1]] = LIMIT
    return total.quantiles(LEVELS)[0], paid


def total_transform(losses: Severity, end: float) -> Floats:
    """The first half of it: quantiles of the total."""
    steps = end * np.array(ZOOMS) / POINTS
    cells = cells_along(losses, FREQUENCY, steps, POINTS)
    total = compound(np.array([FREQUENCY.sum()]), cells[None], steps[None])
    return total.quantiles(LEVELS)[0]


@dataclass(frozen=True, slots=True)
class Simulated:
    """Simulated years: ground-up and insured totals."""

    total: Floats
    insured: Floats


def simulate(years: int = YEARS, seed: int = 1) -> Simulated:
    """The same by Monte Carlo, one scenario after the other."""
    rng = np.random.default_rng(seed)
    total, insured = np.zeros(years), np.zeros(years)
    for frequency, median, sigma in zip(FREQUENCY, MEDIAN, SIGMA, strict=True):
        events = int(rng.poisson(frequency * years))
        losses = draw(rng, events, median, sigma)
        when = rng.integers(0, years, events)
        total += np.bincount(when, losses, years)
        insured += np.bincount(when, np.clip(losses - RETENTION, 0, LIMIT), years)
    return Simulated(total, insured)


def draw(rng: np.random.Generator, events: int, median: float, sigma: float, tail: TailShape = TAIL) -> Floats:
    """Losses of so many events: a lognormal draw, replaced beyond the threshold by a draw from the tail."""
    z = rng.standard_normal(events)
    losses = median * np.exp(sigma * z)
    far = losses > tail.threshold
    start = (np.log(tail.threshold) - np.log(median)) / sigma
    beyond = float(ndtr(-start))
    density = np.exp(-start * start / 2) / (np.sqrt(2 * np.pi) * sigma * tail.threshold)
    scale = tail.stretch * beyond / density
    losses[far] = tail.threshold + scale / tail.xi * ((ndtr(-z[far]) / beyond) ** -tail.xi - 1)
    return losses


def simulated_quantiles() -> tuple[Floats, Floats]:
    """The figures of `transform`, simulated."""
    years = simulate()
    return np.quantile(years.total, LEVELS), np.quantile(years.insured, LEVELS)
