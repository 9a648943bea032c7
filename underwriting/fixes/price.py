"""What the changes do to the premiums, at the limits and retentions that stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ..assessment import CoverCode
from ..losses import risk_profile
from ..quotation import Standing
from ..tariff import Terms, premium_saved, premiums
from .changes import YES, Change, changed
from .search import effort_of

Range = tuple[Decimal, Decimal]


@dataclass(frozen=True, slots=True)
class Bill:
    """A year's premiums of the covers quoted, tax included: each from the claims to the blended calibration."""

    covers: Mapping[CoverCode, Range]

    @property
    def range_eur(self) -> Range | None:
        """The sum of all covers; None when there is none."""
        if not self.covers:
            return None
        lows, highs = zip(*self.covers.values(), strict=True)
        return sum(lows, Decimal(0)), sum(highs, Decimal(0))

    @property
    def low(self) -> Decimal | None:
        return self.range_eur[0] if self.range_eur else None


@dataclass(frozen=True, slots=True)
class Cheaper:
    """Safeguards worth their work once a price can be given, each with what it saves alone, and the bill with all."""

    changes: tuple[tuple[Change, Decimal], ...]
    bill: Bill


def quoted_terms(standing: Standing) -> list[Terms]:
    """Terms of the covers that get an immediate price; none while the file as a whole gets no indication."""
    published = standing.outcome in ("quote", "partial")
    return [terms for terms in standing.terms() if published and standing.outcomes[terms.cover] == "quote"]


def bill_of(standing: Standing) -> Bill:
    """What the covers quoted cost."""
    terms, guide = quoted_terms(standing), standing.case.guide
    low, high = (premiums(standing.profile, guide, terms, calibration) for calibration in ("claims", "blended"))
    return Bill({cover: (low[cover].total, high[cover].total) for cover in low})


def saved_by(change: Change, chosen: Sequence[Change], now: Standing, then: Standing) -> Decimal | None:
    """What this change takes off the premiums quoted in the end, against all the others without it.

    None for a change of terms, whose price can't be compared, and where nothing is quoted.
    """
    terms, guide = quoted_terms(then), now.case.guide
    if change.limit is not None or not terms:
        return None
    others = [item for item in chosen if item is not change]
    without = premiums(risk_profile(changed(now.case.applicant, others), guide), guide, terms)
    final = premiums(then.profile, guide, terms)
    return sum((without[cover].total - final[cover].total for cover in final), Decimal("0.00"))


def cheaper_safeguards(standing: Standing) -> Cheaper:
    """The safeguards that save most premium for the work, and the bill once they are all in place."""
    terms, guide = quoted_terms(standing), standing.case.guide
    if not terms:
        return Cheaper((), Bill({}))
    saved = premium_saved(standing.profile, guide, terms)
    found = [(Change("put_in_place", path, YES), amount) for path, amount in saved.items() if amount > 0]
    found.sort(key=lambda item: -item[1] / guide.plan.efforts[effort_of(item[0], guide)].hours.value)
    best = tuple(found[: int(guide.fixes.together.value)])
    if not best:
        return Cheaper((), Bill({}))
    profile = risk_profile(changed(standing.case.applicant, [change for change, _ in best]), guide)
    low, high = (premiums(profile, guide, terms, calibration) for calibration in ("claims", "blended"))
    return Cheaper(best, Bill({cover: (low[cover].total, high[cover].total) for cover in low}))
