"""How much of each cover to take: the limit and the retention advised, or those wished where the market sells them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal

from ..applicant import Applicant
from ..assessment import CoverCode, WishCorrection
from ..guide.base import Language, Number, Text
from ..guide.loader import Guide
from ..guide.tariff_schema import CoverTariff
from ..losses.profile import RiskProfile
from ..losses.view import var_99
from ..words import euros, percent
from .rating import by_product

FIRM = ("var_99", "per_person", "client_demand")
"""Needs that an advice follows wherever they lead; the others stop at the limit that is still automatic."""


@dataclass(frozen=True, slots=True)
class Advised:
    """A limit and a retention in euros, why this limit, what was corrected in the wishes.

    `floor_eur`: less would not serve: what clients demand, what is held today, or the smallest useful limit.
    """

    limit_eur: Decimal
    retention_eur: Decimal
    because: str
    corrections: tuple[WishCorrection, ...]
    floor_eur: Decimal


def advised_limit(
    cover: CoverCode, applicant: Applicant, profile: RiskProfile, guide: Guide, language: Language
) -> Advised:
    """The limit and retention of a priced cover. A wish is kept unless it lies beyond what the market sells.

    Reads the blended VaR 99 from the loss model. KeyError for a cover that the tariff doesn't price.
    """
    tariff, words = guide.tariff.covers[cover], guide.tariff.advice
    needs = _needs(applicant, profile, guide, tariff)
    bounds = tariff.limit.smallest.value, tariff.limit.largest.value
    asked = applicant.get(tariff.limit_wish)
    corrections = []
    if asked is None:
        limit, because = _advise(needs, profile, guide, tariff, language)
    else:
        limit, because = Decimal(asked), words.wish.to(language)
        if fixed := _corrected(asked, bounds, (words.below_smallest, words.above_largest), tariff.limit_wish, language):
            corrections.append(fixed)
            limit, because = Decimal(fixed.given), fixed.because
    automatic = guide.rule(tariff.automatic).numbers["limit"].value
    held = min(needs.get("present", Decimal(0)), automatic)
    floor = max(needs["least"], needs.get("client_demand", Decimal(0)), held)
    retention = _retention(applicant, guide, tariff, corrections, language)
    return Advised(limit, retention, because, tuple(corrections), floor)


def _needs(applicant: Applicant, profile: RiskProfile, guide: Guide, tariff: CoverTariff) -> dict[str, Decimal]:
    """What the limit must reach, by reason, in euros; only the reasons that this cover counts and that are told."""
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
        needs["var_99"] = (advice.var_99.value * var_99(profile, guide)).quantize(Decimal(1))
    return needs


def _advise(
    needs: dict[str, Decimal], profile: RiskProfile, guide: Guide, tariff: CoverTariff, language: Language
) -> tuple[Decimal, str]:
    automatic = guide.rule(tariff.automatic).numbers["limit"].value
    bounded = {code: need if code in FIRM else min(need, automatic) for code, need in needs.items()}
    code = max(bounded, key=lambda name: bounded[name])
    need, largest = bounded[code], tariff.limit.largest.value
    words = guide.tariff.advice
    if need > largest:
        return largest, words.most.to(language, amount=euros(need, language))
    limit = next(size for size in guide.tariff.limits.values if size >= max(need, tariff.limit.smallest.value))
    rule: Number | None = getattr(tariff.advice, code) if code != "least" else None
    text: Text = getattr(words, code)
    values = {
        "amount": euros(needs[code], language),
        "each": euros(rule.value, language) if rule else "",
        "share": percent(rule.value, language) if rule else "",
        "base": euros(needs[code] / rule.value, language) if rule else "",
    }
    return limit, text.to(language, **values)


def _retention(
    applicant: Applicant,
    guide: Guide,
    tariff: CoverTariff,
    corrections: list[WishCorrection],
    language: Language,
) -> Decimal:
    words, rule = guide.tariff.advice, guide.tariff.retention
    bounds = tariff.retention.smallest.value, tariff.retention.largest.value
    wish = tariff.retention_wish
    asked = applicant.get(wish) if wish else None
    if wish and asked is not None:
        if fixed := _corrected(asked, bounds, (words.retention_below, words.retention_above), wish, language):
            corrections.append(fixed)
            return Decimal(fixed.given)
        return Decimal(asked)
    # By headcount, not by revenue: a retention that followed revenue would make a premium fall as revenue rises.
    heads, per_head = applicant.company.headcount, guide.losses.exposure.revenue_per_head.f
    size = heads * per_head / guide.losses.reference.exposure_base.f if heads else 1.0
    ideal = rule.at_reference.f * size**rule.exponent.f
    sold = [size for size in guide.tariff.retentions.values if bounds[0] <= size <= bounds[1]] or [bounds[0]]
    return min(sold, key=lambda amount: abs(math.log(float(amount) / ideal)))


def _corrected(
    asked: int, bounds: tuple[Decimal, Decimal], words: tuple[Text, Text], field: str, language: Language
) -> WishCorrection | None:
    """The wish brought within the bounds, None when it lies there."""
    for bound, text, beyond in zip(bounds, words, (asked < bounds[0], asked > bounds[1]), strict=True):
        if beyond:
            return WishCorrection(field, asked, int(bound), text.to(language, bound=euros(bound, language)))
    return None
