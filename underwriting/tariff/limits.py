"""How much of each cover to take: the limit and the retention advised, or those wished where the market sells them."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from ..applicant import Applicant
from ..assessment import CoverCode, WishCorrection
from ..guide.base import Language, Number, Text
from ..guide.loader import Guide
from ..guide.tariff_schema import CoverTariff
from ..losses.answered import answered_var_99
from ..losses.profile import RiskProfile
from ..words import about, euros, number, percent
from .rating import by_product

FIRM = ("var_99", "per_person", "client_demand")
"""Needs that an advice follows wherever they lead; the others stop at the limit that is still automatic."""


@dataclass(frozen=True, slots=True)
class Advised:
    """A limit and a retention in euros, why this limit, what was corrected in the wishes.

    `floor_eur`: less would not serve: what clients demand, what is held today, or the smallest useful limit.
    `retention_because`: why this retention. `beside`: figures to hold the advice against, each a sentence.
    """

    limit_eur: Decimal
    retention_eur: Decimal
    because: str
    corrections: tuple[WishCorrection, ...]
    floor_eur: Decimal
    retention_because: str
    beside: tuple[str, ...]

    @property
    def beyond_the_limit(self) -> str:
        """Why this retention, and what to hold the advice against, one sentence after the other."""
        return " ".join((self.retention_because, *self.beside))


def advised_limit(
    cover: CoverCode, applicant: Applicant, profile: RiskProfile, guide: Guide, language: Language
) -> Advised:
    """The limit and retention of a priced cover. A wish is kept unless it lies beyond what the market sells.

    Reads from the loss model the blended VaR 99 of what the cover answers for. KeyError for a cover that the tariff
    doesn't price.
    """
    tariff, words = guide.tariff.covers[cover], guide.tariff.advice
    needs = _needs(cover, applicant, profile, guide)
    bounds = tariff.limit.smallest.value, tariff.limit.largest.value
    asked = applicant.get(tariff.limit_wish)
    corrections = []
    if asked is None:
        reason, limit, because = _advise(needs, profile, guide, tariff, language)
    else:
        reason, limit, because = "wish", Decimal(asked), words.wish.to(language)
        if fixed := _corrected(asked, bounds, (words.below_smallest, words.above_largest), tariff.limit_wish, language):
            corrections.append(fixed)
            limit, because = Decimal(fixed.given), fixed.because
    automatic = guide.rule(tariff.automatic).numbers["limit"].value
    held = min(needs.get("present", Decimal(0)), automatic)
    floor = max(needs["least"], needs.get("client_demand", Decimal(0)), held)
    retention, why = _retention(applicant, guide, tariff, corrections, language)
    beside = tuple(_beside(needs, reason, profile, guide, tariff, language))
    return Advised(limit, retention, because, tuple(corrections), floor, why, beside)


def _needs(cover: CoverCode, applicant: Applicant, profile: RiskProfile, guide: Guide) -> dict[str, Decimal]:
    """What the limit must reach, by reason, in euros; only the reasons that this cover counts and that are told."""
    tariff = guide.tariff.covers[cover]
    advice = tariff.advice
    figures = {
        "client_demand": applicant.contracts.client_required_limit_eur,
        "largest_contract": applicant.contracts.largest_contract_eur,
        "exposure_base": Decimal(profile.exposure_base),
        "funds_raised": applicant.directors.funds_raised_eur,
        "per_person": profile.persons,
        "present": applicant.get(tariff.present_limit),
    }
    needs = {"least": by_product(advice.least, profile.product)}
    for code, figure in figures.items():
        rule: Number | None = getattr(advice, code)
        if rule is not None and figure is not None:
            needs[code] = (rule.value * figure).quantize(Decimal(1))
    if advice.var_99 is not None:
        needs["var_99"] = (advice.var_99.value * answered_var_99(profile, guide, cover)).quantize(Decimal(1))
    return needs


def _advise(
    needs: dict[str, Decimal], profile: RiskProfile, guide: Guide, tariff: CoverTariff, language: Language
) -> tuple[str, Decimal, str]:
    """The greatest need, by its reason, the size that meets it and the sentence that says so."""
    automatic = guide.rule(tariff.automatic).numbers["limit"].value
    bounded = {code: need if code in FIRM else min(need, automatic) for code, need in needs.items()}
    code = max(bounded, key=lambda name: bounded[name])
    need, largest = bounded[code], tariff.limit.largest.value
    words = guide.tariff.advice
    if need > largest:
        return code, largest, words.most.to(language, amount=euros(need, language))
    limit = next(size for size in guide.tariff.limits.values if size >= max(need, tariff.limit.smallest.value))
    rule: Number | None = getattr(tariff.advice, code) if code != "least" else None
    text: Text = getattr(words, code if code != "per_person" or profile.persons_told else "per_person_unanswered")
    values = {
        "amount": euros(needs[code], language),
        "each": euros(rule.value, language) if rule else "",
        "share": percent(rule.value, language) if rule else "",
        "persons": number(profile.persons, language),
        "base": euros(needs[code] / rule.value, language) if rule else "",
    }
    return code, limit, text.to(language, **values)


def _retention(
    applicant: Applicant,
    guide: Guide,
    tariff: CoverTariff,
    corrections: list[WishCorrection],
    language: Language,
) -> tuple[Decimal, str]:
    """The retention with its reason; a corrected wish joins `corrections`."""
    words, rule = guide.tariff.advice, guide.tariff.retention
    bounds = tariff.retention.smallest.value, tariff.retention.largest.value
    wish = tariff.retention_wish
    asked = applicant.get(wish) if wish else None
    if wish and asked is not None:
        if fixed := _corrected(asked, bounds, (words.retention_below, words.retention_above), wish, language):
            corrections.append(fixed)
            return Decimal(fixed.given), fixed.because
        return Decimal(asked), words.retention_wish.to(language)
    # By headcount, not by revenue: a retention that followed revenue would make a premium fall as revenue rises.
    heads, per_head = applicant.company.headcount, guide.losses.exposure.revenue_per_head.f
    size = heads * per_head / guide.losses.reference.exposure_base.f if heads else 1.0
    ideal = rule.at_reference.f * size**rule.exponent.f
    sold = [size for size in guide.tariff.retentions.values if bounds[0] <= size <= bounds[1]] or [bounds[0]]
    why = words.retention_by_heads if heads else words.retention_unanswered
    return min(sold, key=lambda amount: abs(math.log(float(amount) / ideal))), why.to(language)


def _beside(
    needs: dict[str, Decimal], reason: str, profile: RiskProfile, guide: Guide, tariff: CoverTariff, language: Language
) -> Iterator[str]:
    """The year's worst of a hundred, where it isn't the reason already, and what the market takes."""
    words = guide.tariff.advice
    worst = needs.get("var_99")
    if worst and reason != "var_99":
        yield words.beside_var_99.to(language, amount=about(worst, language))
    means = guide.tariff.market.of(profile.exposure_base) if tariff.market else None
    if means:
        yield words.beside_market.to(
            language, limit=euros(means.limit, language), retention=euros(means.retention, language)
        )


def _corrected(
    asked: int, bounds: tuple[Decimal, Decimal], words: tuple[Text, Text], field: str, language: Language
) -> WishCorrection | None:
    """The wish brought within the bounds, None when it lies there."""
    for bound, text, beyond in zip(bounds, words, (asked < bounds[0], asked > bounds[1]), strict=True):
        if beyond:
            return WishCorrection(field, asked, int(bound), text.to(language, bound=euros(bound, language)))
    return None
