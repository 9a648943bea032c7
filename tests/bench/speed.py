"""Speed of the model and the tariff, each alternative measured in turn with the other so that noise hits both."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

import underwriting
from underwriting import assess
from underwriting.assessment import PRICED
from underwriting.losses import loss_view, risk_profile
from underwriting.losses.view import years_of
from underwriting.tariff import Terms, premium_saved, premiums, trace

from . import peers, problem
from .files import GUIDE, ON, reference


@dataclass(frozen=True, slots=True)
class Timing:
    """Milliseconds of one piece of work, and the goal for its 95th percentile where there is one."""

    name: str
    median: float
    p95: float
    goal: float | None


def measure(work: Callable[[], object], rounds: int) -> list[float]:
    """Milliseconds of each of so many rounds, after one to warm up."""
    work()
    spent = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        spent.append(1e3 * (time.perf_counter() - start))
    return spent


def timing(name: str, work: Callable[[], object], goal: float | None = None, rounds: int = 200) -> Timing:
    spent = measure(work, rounds)
    return Timing(name, float(np.median(spent)), float(np.quantile(spent, 0.95)), goal)


def model() -> list[Timing]:
    """The parts of an assessment that the loss model and the tariff make, for a company with every control to gain."""
    applicant = reference("capteur")
    profile = risk_profile(applicant, GUIDE)
    terms = [Terms(cover, Decimal(1_000_000), Decimal(10_000)) for cover in PRICED]

    def view() -> None:
        years_of.cache_clear()
        loss_view(profile, GUIDE, 1_000_000)

    def traces() -> None:
        for line in terms:
            trace(profile, GUIDE, line.cover, line.limit_eur, line.retention_eur, "fr")

    def whole() -> None:
        assess(applicant, GUIDE, on=ON)

    # A search over the rules themselves, for files that no cover is quoted for as they stand.
    fix = getattr(underwriting, "fix_to_quote", None)
    fixes = [
        timing(f"fix-to-quote ({name})", lambda name=name: fix(reference(name), GUIDE, on=ON), 60.0, rounds=40)
        for name in (("biotech", "capteur", "logiciel-court") if fix else ())
    ]
    return [
        timing("risk profile", lambda: risk_profile(applicant, GUIDE)),
        timing(f"loss view with {len(profile.improvable)} controls", view, 6.0),
        timing("four-cover quote", lambda: premiums(profile, GUIDE, terms), 0.5),
        timing("four traces", traces, 3.0),
        timing("premiums saved by each control", lambda: premium_saved(profile, GUIDE, terms)),
        timing("the whole assessment", whole, 15.0),
        *fixes,
    ]


@dataclass(frozen=True, slots=True)
class Race:
    """The transform against simulated years on the five-scenario problem (milliseconds; ratios of medians of turns).

    `whole` prepares the severities and finds the grid besides; `error` is that of the worst of three VaR.
    """

    transform: float
    whole: float
    simulation: float
    ratio: float
    ratio_whole: float
    error: float


def race(rounds: int = 15) -> Race:
    """Total and insured layer by transform and by 100 000 simulated years, in turns."""
    losses, end = problem.severity().row(0), problem.reach()
    work: list[Callable[[], object]] = [
        lambda: problem.transform(losses, end),
        lambda: problem.transform(problem.severity().row(0), problem.reach()),
        problem.simulated_quantiles,
    ]
    turns = np.array([[min(measure(each, 5)) for each in work] for _ in range(rounds)])
    exact = problem.reference_year(end, 2**22).quantiles(problem.LEVELS)[0]
    error = float(np.abs(problem.transform(losses, end)[0] / exact - 1).max())
    spent, ratios = np.median(turns, axis=0), np.median(turns[:, 2:] / turns, axis=0)
    return Race(float(spent[0]), float(spent[1]), float(spent[2]), float(ratios[0]), float(ratios[1]), error)


@dataclass(frozen=True, slots=True)
class Peer:
    """Another package on the same problem: milliseconds and how many times the kernel's; None where it is missing."""

    name: str
    spent: float | None
    ratio: float | None
    goal: float


PEER_GOALS = {"aggregate": 100.0, "pyfair": 5_000.0}


def peer_race(rounds: int = 3) -> list[Peer]:
    """The kernel and each installed package in turns, at the same task; ratios are medians of turns."""
    losses, end = problem.severity().row(0), problem.reach()
    same: dict[str, Callable[[], object]] = {
        "aggregate": lambda: problem.transform(losses, end),
        "pyfair": lambda: problem.total_transform(losses, end),
    }
    found = []
    for name, work in peers.installed().items():
        if work is None:
            found.append(Peer(name, None, None, PEER_GOALS[name]))
            continue
        turns = [(min(measure(same[name], 20)), min(measure(work, 1))) for _ in range(rounds)]
        ours, theirs = np.array(turns).T
        found.append(Peer(name, float(np.median(theirs)), float(np.median(theirs / ours)), PEER_GOALS[name]))
    return found
