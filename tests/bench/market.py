"""Prices held against the market: what a specialist finds credible, France's averages, the price of limits."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

from underwriting import assess, read_applicant
from underwriting.assessment import CoverCode
from underwriting.losses import risk_profile
from underwriting.tariff import advised_limit, premium

from .companies import company as drawn_company
from .files import GUIDE, ON, company, profile_of, reference

CREDIBLE: dict[tuple[str, CoverCode], tuple[int, int]] = {
    ("telesuivi", "cyber"): (2_000, 3_000),
    ("telesuivi", "professional_liability"): (5_000, 10_000),
    ("telesuivi", "product_liability"): (2_000, 4_000),
    ("telesuivi", "directors_liability"): (1_000, 2_000),
    ("capteur", "product_liability"): (6_000, 15_000),
    ("capteur", "professional_liability"): (3_000, 6_000),
    ("capteur", "directors_liability"): (3_000, 6_000),
    ("biotech", "cyber"): (2_500, 4_000),
    ("biotech", "directors_liability"): (5_000, 12_000),
    ("modele", "cyber"): (3_000, 3_000),
    ("modele", "professional_liability"): (10_000, 18_000),
    ("modele", "directors_liability"): (2_000, 3_000),
}
"""Net premiums a year that a French specialist would find credible: professional judgement, no source."""

PERSONS_PER_EURO = 0.01
"""Persons held for each euro of turnover in the size classes below: our guess for an ordinary publisher."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """A price of ours beside the market's; `ratio` is ours over the middle of theirs."""

    name: str
    terms: str
    ours: float
    market: str
    ratio: float


def specialist() -> list[Comparison]:
    """The example companies, at the limits advised or wished."""
    rows = []
    for (name, cover), (low, high) in CREDIBLE.items():
        applicant = reference(name)
        profile = risk_profile(applicant, GUIDE)
        advice = advised_limit(cover, applicant, profile, GUIDE, "en")
        net = float(premium(profile, GUIDE, cover, advice.limit_eur, advice.retention_eur).net)
        terms = f"{advice.limit_eur:,} xs {advice.retention_eur:,}"
        rows.append(Comparison(f"{name} {cover}", terms, net, f"{low:,} to {high:,}", net / ((low + high) / 2)))
    return rows


LUCY = (
    ("below 2 M€", 1_000_000, 0.0013, 564_000, 2_648),
    ("2 to 10 M€", 4_500_000, 0.0016, 955_000, 8_385),
    ("10 to 50 M€", 22_000_000, 0.0038, 1_800_000, 17_900),
    ("50 M€ to 1 bn€", 220_000_000, 0.0105, 4_600_000, 110_000),
)
"""AMRAE LUCY 2025: class, a turnover in its middle, mean rate on line, mean limit, mean retention."""


def france() -> list[Comparison]:
    """Cyber for a software publisher in the middle of each size class, at the mean limit and retention of the class."""
    rows = []
    for name, turnover, rate, limit, retention in LUCY:
        profile = profile_of(company(turnover, int(turnover * PERSONS_PER_EURO)))
        net = float(premium(profile, GUIDE, "cyber", limit, retention).net)
        market = rate * limit
        rows.append(Comparison(name, f"{limit:,} xs {retention:,}", net, f"{market:,.0f}", net / market))
    return rows


LIMIT_CURVE = ((250_000, 0.47), (500_000, 0.72), (1_000_000, 1.0), (2_000_000, 1.40), (5_000_000, 2.09))
"""Cyber limit factors: AdvisorSmith 2021 (up to 1 M€), extrapolated with its exponent 0.47 beyond."""


def limits() -> list[Comparison]:
    """What a cyber limit costs beside 1 M€, above 10 k€, for the reference company: pure premiums."""
    profile = profile_of(company())
    base = premium(profile, GUIDE, "cyber", 1_000_000, 10_000).pure
    rows = []
    for limit, factor in LIMIT_CURVE:
        ours = premium(profile, GUIDE, "cyber", limit, 10_000).pure / base
        rows.append(Comparison(f"{limit:,}", "xs 10,000", ours, f"{factor}", ours / factor))
    return rows


def automatic_shares(count: int = 1_000) -> dict[str, float]:
    """How many of `count` drawn companies get each outcome, of the file and of each cover that they need.

    Keys are `file.<outcome>` and `<cover>.<outcome>`; shares of all files, or of those that need the cover.
    """
    found: Counter[str] = Counter()
    needing: Counter[str] = Counter()
    for number in range(count):
        assessment = assess(read_applicant(drawn_company(number)), GUIDE, on=ON)
        found[f"file.{assessment.decision.outcome}"] += 1
        needing["file"] += 1
        for cover in assessment.quote.covers:
            if cover.needed:
                found[f"{cover.code}.{cover.outcome}"] += 1
                needing[cover.code] += 1
    return {key: times / needing[key.split(".")[0]] for key, times in sorted(found.items())}


def money(amount: Decimal | float) -> str:
    return f"{float(amount):,.0f}" if amount >= 10 else f"{float(amount):.2f}"
