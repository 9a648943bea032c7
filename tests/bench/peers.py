"""The five-scenario problem by the packages aggregate and pyfair, when `make bench-peers` has installed them.

What each is asked is never harder than what the kernel does: the kernel gives quantiles of the year's total and of what
is insured of it, with a Pareto tail. aggregate gives both with pure lognormals, each on 2^16 points, its usual
size, from programs already read; pyfair knows no layer and gives the total alone (its time is held against that half of
the kernel's), from arrays of 100 000 simulated years that it is handed.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from importlib.util import find_spec

import numpy as np

from . import problem
from .aggregate_figures import INSURED, program

Work = Callable[[], object]
NAMES = ("aggregate", "pyfair")


def installed() -> dict[str, Work | None]:
    """For each package, the piece of work to be measured; None where it isn't installed."""
    makers: dict[str, Callable[[], Work]] = {"aggregate": _aggregate, "pyfair": _pyfair}
    return {name: makers[name]() if find_spec(name) else None for name in NAMES}


def _aggregate() -> Work:
    from aggregate import build  # type: ignore[import-not-found]

    logging.getLogger("aggregate").setLevel(logging.ERROR)

    years = [(build(text, update=False), step) for text, step in ((program(), 512), (INSURED, 100))]

    def work() -> None:
        for year, step in years:
            year.update(log2=16, bs=step, normalize=False)
            np.searchsorted(np.cumsum(year.agg_density), problem.LEVELS)

    return work


def _pyfair() -> Work:
    from pyfair import FairMetaModel, FairModel  # type: ignore[import-not-found]

    def work() -> None:
        rng = np.random.default_rng(1)
        models = []
        for place, (often, median, sigma) in enumerate(
            zip(problem.FREQUENCY, problem.MEDIAN, problem.SIGMA, strict=True)
        ):
            events = rng.poisson(often, problem.YEARS)
            when = np.repeat(np.arange(problem.YEARS), events)
            losses = np.bincount(when, problem.draw(rng, int(events.sum()), median, sigma), problem.YEARS)
            model = FairModel(name=f"scenario {place}", n_simulations=problem.YEARS)
            model.input_raw_data("Loss Event Frequency", events.astype(float).tolist())
            model.input_raw_data("Loss Magnitude", (losses / np.maximum(events, 1)).tolist())
            models.append(model)
        whole = FairMetaModel("year", models).calculate_all()
        np.quantile(whole.export_results()["Risk"], problem.LEVELS)

    return work
