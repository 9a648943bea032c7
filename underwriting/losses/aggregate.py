"""The year's total loss: a compound Poisson distribution, by one pair of fast Fourier transforms.

Independent scenarios that each strike a Poisson number of times add up to one compound Poisson process whose events are
drawn from the mixture of their severities. On a grid of step h the mixture is replaced by masses that keep its mean:
with s_k the average of its survival function over the cell from kh to (k+1)h (a difference of limited expected values),
point k receives s_(k-1) - s_k. What lies beyond the grid is left missing, which keeps every probability within the grid
right; spread over the grid it would move the tail by tens of per cent.

The sums of those masses are in their turn the average survival of the year's total over each cell; a parabola through
three neighbouring averages gives survival and quantiles between the points.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .severity import Floats, Severity

Places = NDArray[np.int64]

POINTS = 768
ZOOMS = (1.0, 1 / 12)
"""A year is laid on two grids of 768 points, the whole reach and its first twelfth; an amount is read on the finest
one that holds it. So laid, VaR 95, 99 and 99.5 stand within 1e-5, or 1 €, of one grid of 2^22 points. One grid of 2 048
would do for VaR 99 and 99.5, but a VaR 95 of some thousand euros falls into its first few cells. Less exact, up to
5e-4: a quantile within a cell of the tail's threshold, where the density jumps, and up to 3e-3 the years of giants
(beyond 5 bn€ of activity), whose many small events share few cells; nothing is priced from either."""

RARE = 0.002
"""The reach ends a quarter beyond the loss of which fewer than this number are expected in a year (VaR 99.8)."""

MARGIN = 1.25
TILT = 16.0
"""A transform as long as the grid folds a total beyond its end back upon its start. Masses that fade by e^-16 on the
way make that negligible (1e-7 of what lies beyond) without a transform twice as long, and cost some 1e-8 in the last
cells, where rounding is multiplied by e^16."""

TINY = 1e-12
SECTIONS = 64
SMALLEST, LARGEST = 1e-3, 1e18


@dataclass(frozen=True, slots=True)
class Year:
    """The distribution of the year's total for several rows (calibrations, variants of a company).

    `step` (rows, grids) in euros, the widest grid first; `cells` (rows, grids, points): average survival over each
    cell; `quiet` (rows,): the probability of a year without any event.
    """

    step: Floats
    cells: Floats
    quiet: Floats

    @property
    def reach(self) -> Floats:
        """The end of each row's widest grid, in euros."""
        return np.asarray(self.step[:, 0] * self.cells.shape[2])

    def survival(self, amounts: ArrayLike) -> Floats:
        """P(total > amount) for amounts (rows, m) within the grid."""
        wanted = np.asarray(amounts, float)
        ends = self.step * self.cells.shape[2]
        grid = (wanted[:, None, :] < ends[:, 1:, None]).sum(axis=1)
        places = wanted / self.step[np.arange(len(wanted))[:, None], grid]
        centre, here, slope, bend = self._parabola(self._start(grid), places.astype(np.int64))
        offset = places - centre - 0.5
        value = here + offset * slope + (offset * offset - 1 / 12) * bend
        return np.asarray(np.minimum(np.maximum(value, 0.0), 1 - self.quiet[:, None]))

    def quantiles(self, probabilities: ArrayLike) -> Floats:
        """The amounts not exceeded with each probability (m,), as (rows, m): 0 where a year without any event is
        likelier than that, infinite where the amount lies beyond the grid."""
        wanted = np.asarray(probabilities, float)
        target, (rows, _, points) = 1 - wanted, self.cells.shape
        above = (self.cells[..., None, :] > target[:, None]).sum(axis=-1)
        grid = (above[:, 1:] < points).sum(axis=1)
        row = np.arange(rows)[:, None]
        above = above[row, grid, np.arange(len(wanted))]
        centre, here, slope, bend = self._parabola(self._start(grid), above)
        lack = target - here + bend / 12
        root = slope - np.sqrt(np.maximum(slope * slope + 4 * bend * lack, 0))
        places = centre + 0.5 + 2 * lack / np.minimum(root, -TINY)
        places = np.minimum(np.maximum(places, np.maximum(above - 1, 0)), above + 1)
        found = np.where(above < points, places * self.step[row, grid], np.inf)
        return np.where(self.quiet[:, None] >= wanted, 0.0, found)

    def _start(self, grid: Places) -> Places:
        """Where the first cell of a row's grid stands among all cells, for grids (rows, m)."""
        rows, grids, points = self.cells.shape
        return np.asarray((np.arange(0, rows * grids, grids)[:, None] + grid) * points)

    def _parabola(self, start: Places, near: Places) -> tuple[Places, Floats, Floats, Floats]:
        """Through three neighbouring cells, the middle one as near as can be: that cell c and a, b, d such that
        survival at c + 1/2 + t is a + b t + d (t² - 1/12); its averages over the three cells are then exact."""
        centre = np.minimum(np.maximum(near, 1), self.cells.shape[2] - 2)
        flat, middle = self.cells.reshape(-1), start + centre
        before, here, after = flat[middle - 1], flat[middle], flat[middle + 1]
        return centre, here, (after - before) / 2, (after - 2 * here + before) / 2


def year_of(severity: Severity, events: Floats, reach: Floats) -> Year:
    """The year's total: `severity` is (rows, scenarios, 1), `events` (rows, scenarios), `reach` (rows,) in euros."""
    step = reach[:, None] * np.array(ZOOMS) / POINTS
    cells = [cells_along(severity.row(row), events[row], widths, POINTS) for row, widths in enumerate(step)]
    return compound(events.sum(axis=1), np.stack(cells), step)


def compound(events: Floats, cells: Floats, step: Floats) -> Year:
    """The year's total of rows of compound Poisson processes.

    `events` (rows,): expected number of events; `cells` (rows, grids, points): expected number of events above an
    amount, averaged over each cell; `step` (rows, grids) in euros.
    """
    points, often = cells.shape[2], events[:, None, None]
    fading, growing = _fading(points)
    masses = np.empty_like(cells)
    np.subtract(often[..., 0], cells[..., 0], out=masses[..., 0])
    np.subtract(cells[..., :-1], cells[..., 1:], out=masses[..., 1:])
    masses *= fading
    spectrum = np.fft.rfft(masses)
    spectrum -= often
    total = np.fft.irfft(np.exp(spectrum, out=spectrum), points)
    total *= growing
    np.cumsum(total, axis=-1, out=total)
    return Year(step, np.subtract(1, total, out=total), np.exp(-events))


@lru_cache(maxsize=8)
def _fading(points: int) -> tuple[Floats, Floats]:
    """How a mass fades from cell to cell, and what undoes it: (points,) each."""
    along = TILT / points * np.arange(points)
    return np.exp(-along), np.exp(along)


def cells_along(severity: Severity, events: Floats, steps: Floats, points: int) -> Floats:
    """Expected number of events above an amount, averaged over each cell of grids with these steps (grids,).

    `severity` is (scenarios, 1), `events` (…, scenarios); the outcome (…, grids, points).
    """
    amounts = np.multiply.outer(steps, _counting(points + 1))
    limited = severity.mixed_limited(events, amounts.reshape(-1)).reshape(*events.shape[:-1], *amounts.shape)
    cells = limited[..., 1:] - limited[..., :-1]
    cells /= steps[:, None]
    return np.asarray(cells)


@lru_cache(maxsize=8)
def _counting(count: int) -> Floats:
    return np.arange(float(count))


def expected_above(severity: Severity, events: Floats, amounts: Floats) -> Floats:
    """Events a year above amounts (rows, m): `severity` is (rows, scenarios, 1), `events` (rows, scenarios)."""
    survival = severity.survival(amounts[:, None, :])
    return np.asarray((events[:, None, :] @ survival)[:, 0])


def amount_exceeded(severity: Severity, events: Floats, times: float, rounds: int) -> Floats:
    """The amount that an event exceeds `times` a year (rows,); shapes as for `expected_above`.

    Each round cuts the bracket into 64 parts; a straight line between logarithms ends the search. Three rounds give the
    amount to one part in 10^6, one to a few in 100. Where events are rarer than `times`, the smallest amount.
    """
    low, width = np.full(len(events), np.log(SMALLEST)), np.log(LARGEST / SMALLEST)
    rows = np.arange(len(events))
    for _ in range(rounds):
        width /= SECTIONS
        amounts = low[:, None] + width * np.arange(SECTIONS + 1)
        above = np.log(np.maximum(expected_above(severity, events, np.exp(amounts)), np.finfo(float).tiny))
        place = np.clip((above > np.log(times)).sum(axis=1) - 1, 0, SECTIONS - 1)
        low = amounts[rows, place]
    left, right = above[rows, place], above[rows, place + 1]
    share = (left - np.log(times)) / np.maximum(left - right, TINY)
    return np.asarray(np.exp(low + width * np.clip(share, 0, 1)))


def reach_of(severity: Severity, events: Floats) -> Floats:
    """How far the grid of each row must go (rows,): a rare loss, and the rest of an ordinary year on top of it."""
    rare = amount_exceeded(severity, events, RARE, rounds=1)
    rest = (events[:, None, :] @ severity.limited(rare[:, None, None]))[:, 0, 0]
    return np.asarray(MARGIN * (rare + rest))
