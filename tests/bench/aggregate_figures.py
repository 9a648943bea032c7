"""`python -m tests.bench.aggregate_figures`: what the package aggregate makes of the five-scenario problem.

Prints the figures that tests/underwriting/losses/test_aggregate_package.py keeps, computed with aggregate 0.24.0
(`make bench-peers` installs it). Its own figures stand on the points of a grid, whose step is 0.02 % of a VaR 95 even
on 2^22 points; masses are rounded to the nearest point, so that P(year > x) is exact to second order half-way between
two points. Quantiles are therefore read on straight lines between those half-way points. Two grids, one twice as fine
as the other, show what error is left: it is printed beside each figure, and is below 2e-6.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from underwriting.losses.severity import Floats

from .problem import FREQUENCY, LEVELS, LIMIT, MEDIAN, RETENTION, SIGMA

AMOUNTS = (30_000.0, 250_000.0, 600_000.0, 2_000_000.0, 8_000_000.0)
INSURED_AMOUNTS = (30_000.0, 250_000.0, 600_000.0, 1_500_000.0, 3_000_000.0)
"""Not the limit itself: one year in a hundred pays exactly that, and no grid reads a chance across such a step."""
INSURED_LEVELS = (0.85, 0.90, 0.95)
GRIDS = ((21, 128.0), (22, 64.0))
INSURED_GRIDS = ((18, 100.0), (19, 50.0))


def program(layer: str = "") -> str:
    """The five scenarios as pure lognormals, in aggregate's language."""
    median, sigma = (" ".join(f"{value:g}" for value in values) for values in (MEDIAN, SIGMA))
    often = FREQUENCY.sum()
    weights = " ".join(repr(float(share)) for share in FREQUENCY / often)
    return f"agg Five {often:g} claims sev [{median}] * lognorm [{sigma}] wts [{weights}]{layer} poisson"


INSURED = program(f" occurrence ceded to {LIMIT:g} xs {RETENTION:g}")
"""Each event pays what lies in the layer. (Written as `claims … xs …`, aggregate reweights a mixture's parts.)"""


class Figures:
    """The year by aggregate, on a grid of 2^log2 points with this step in euros."""

    def __init__(self, text: str, log2: int, step: float) -> None:
        from aggregate import build  # type: ignore[import-not-found]

        made: Any = build(text, log2=log2, bs=step, normalize=False, padding=1)
        self.above: Floats = 1 - np.cumsum(np.asarray(made.agg_density))
        self.half: Floats = (np.arange(len(self.above)) + 0.5) * step
        self.mean = float(self.above.sum() * step)

    def survival(self, amounts: tuple[float, ...]) -> Floats:
        return np.interp(amounts, self.half, self.above)

    def quantiles(self, levels: tuple[float, ...]) -> Floats:
        return np.interp(1 - np.array(levels), self.above[::-1], self.half[::-1])


def main() -> None:
    for name, text, grids, levels, amounts in (
        ("the year", program(), GRIDS, LEVELS, AMOUNTS),
        ("what is insured", INSURED, INSURED_GRIDS, INSURED_LEVELS, INSURED_AMOUNTS),
    ):
        coarse, fine = (Figures(text, *grid) for grid in grids)
        print(f"\n{name}: {text}")
        for label, one, other in (
            ("VaR", coarse.quantiles(levels), fine.quantiles(levels)),
            ("P(more)", coarse.survival(amounts), fine.survival(amounts)),
            ("mean within the grid", np.array([coarse.mean]), np.array([fine.mean])),
        ):
            with np.errstate(invalid="ignore"):
                print(label, [float(value) for value in other], "error left", np.abs(one / other - 1).max())


if __name__ == "__main__":
    main()
