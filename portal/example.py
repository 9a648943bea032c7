"""The worked example of the home page: a fictional company, assessed by the product itself like any other file."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from underwriting import Guide, Language, assess, for_prospect, read_bytes

if TYPE_CHECKING:
    from underwriting import Assessment, Option

FILE = Path(__file__).parent / "examples" / "telesuivi.toml"
GRAVE = 75  # severity, out of 100: the gap is wide, and no policy is known to close it
WIDTH, MARGIN = 336, 2


@dataclass(frozen=True)
class Tick:
    """One mark of the axis. `x` and `anchor` are SVG attributes; `amount` is in euros."""

    x: str
    anchor: str
    amount: int


@dataclass(frozen=True)
class Band:
    """A price range on an axis that starts at 0, as SVG attributes."""

    range: tuple[Decimal, Decimal]
    x: str
    width: str
    ticks: tuple[Tick, ...]


@dataclass(frozen=True)
class Example:
    """What the home page shows of the assessment. `band` is None, and `priced` 0, when nothing is priced at once."""

    company: str
    outcome: str
    conditions: int
    band: Band | None
    priced: int
    met: int
    prerequisites: int
    gaps: int
    grave: int


@lru_cache(maxsize=8)
def worked_example(guide: Guide, language: Language) -> Example:
    """The example under an edition of the guide, dated the day that edition came into force: it does not drift."""
    applicant = read_bytes(FILE.read_bytes(), FILE.name, language)
    assessment = for_prospect(assess(applicant, guide, on=guide.effective_from, language=language))
    option = _recommended(assessment)
    open_gaps = [gap for gap in assessment.gaps if gap.applies and gap.severity > 0]
    return Example(
        company=applicant.company.name or "",
        outcome=assessment.decision.outcome,
        conditions=_conditions(assessment),
        band=band(*option.range_eur) if option else None,
        priced=len(option.covers) if option else 0,
        met=sum(prerequisite.status == "met" for prerequisite in assessment.eligibility),
        prerequisites=len(assessment.eligibility),
        gaps=len(open_gaps),
        grave=sum(gap.severity >= GRAVE for gap in open_gaps),
    )


def _conditions(assessment: Assessment) -> int:
    """How many different conditions stand on the covers that are priced."""
    priced = (cover for cover in assessment.quote.covers if cover.outcome == "quote")
    return len({condition.code for cover in priced for condition in cover.subjectivities})


def _recommended(assessment: Assessment) -> Option | None:
    return next((option for option in assessment.quote.options if option.code == "recommended"), None)


def band(low: Decimal, high: Decimal, width: int = WIDTH) -> Band:
    """The range drawn on a round axis from 0, with two to six marks, `width` units wide."""
    step = _step(float(high))
    top = math.ceil(float(high) / step) * step

    def at(amount: float) -> float:
        return MARGIN + amount / top * (width - 2 * MARGIN)

    marks = range(0, round(top / step) + 1)
    ticks = tuple(
        Tick(f"{at(mark * step):.1f}", "start" if not mark else "end" if mark == marks[-1] else "middle", mark * step)
        for mark in marks
    )
    return Band((low, high), f"{at(float(low)):.1f}", f"{at(float(high)) - at(float(low)):.1f}", ticks)


def _step(highest: float) -> int:
    """A step of 1, 2 or 5 times a power of ten that cuts the axis in at most five."""
    power: int = 10 ** math.floor(math.log10(max(highest, 1)))
    for factor in (0.2, 0.5, 1, 2):
        if highest <= 5 * factor * power:
            return max(1, round(factor * power))
    return 5 * power
