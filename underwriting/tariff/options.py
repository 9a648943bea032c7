"""Three ways of taking the same covers: essential, recommended, extended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from ..assessment import CoverCode, Option, OptionCode, OptionCover
from ..guide.base import Language
from ..guide.loader import Guide
from ..losses.profile import RiskProfile
from ..words import euros
from .rating import Terms, premiums


def build_options(
    quoted: Sequence[Terms],
    profile: RiskProfile,
    guide: Guide,
    floors: Mapping[CoverCode, Decimal] | None = None,
    language: Language = "fr",
) -> tuple[Option, ...]:
    """The three options over the quoted covers, at the terms recommended for them; none without any cover.

    Essential takes the market's next smaller limit, though never below what would still serve (`floors`, by cover), and
    its next larger retention. Extended takes the next larger limit that is still automatic. Totals therefore never fall
    from one option to the next; where they are equal `text` says why. `range_eur` goes from the claims calibration to
    the blended one, tax included.
    """
    if not quoted:
        return ()
    least = floors or {}
    terms: dict[OptionCode, list[Terms]] = {
        "essential": [_essential(cover, guide, least.get(cover.cover, Decimal(0))) for cover in quoted],
        "recommended": list(quoted),
        "extended": [_extended(cover, guide) for cover in quoted],
    }
    options = [_option(code, covers, profile, guide) for code, covers in terms.items()]
    advised = options[1]
    return tuple(replace(option, text=_text(option, advised, guide, language)) for option in options)


def _text(option: Option, advised: Option, guide: Guide, language: Language) -> str:
    """What the option changes beside the advised one: cheaper or dearer, other terms at one price, or nothing."""
    words = guide.tariff.options
    if option.code == "recommended":
        return words["recommended"].to(language)
    same = all(
        (mine.limit_eur, mine.retention_eur) == (theirs.limit_eur, theirs.retention_eur)
        for mine, theirs in zip(option.covers, advised.covers, strict=True)
    )
    difference = abs(option.total_eur - advised.total_eur)
    kind = "same_terms" if same else "same_price" if not difference else "other_price"
    return words[f"{option.code}_{kind}"].to(language, difference=euros(difference, language))


def _option(code: OptionCode, covers: Sequence[Terms], profile: RiskProfile, guide: Guide) -> Option:
    prices, blended = premiums(profile, guide, covers), premiums(profile, guide, covers, "blended")
    lines = tuple(
        OptionCover(
            cover.cover, cover.limit_eur, cover.retention_eur, prices[cover.cover].net, prices[cover.cover].total
        )
        for cover in covers
    )
    net, tax, total = (sum((getattr(p, name) for p in prices.values()), Decimal(0)) for name in ("net", "tax", "total"))
    return Option(code, lines, net, tax, total, (total, sum((p.total for p in blended.values()), Decimal(0))))


def _essential(terms: Terms, guide: Guide, floor: Decimal) -> Terms:
    tariff = guide.tariff.covers[terms.cover]
    least = max(tariff.limit.smallest.value, floor)
    smaller = (size for size in guide.tariff.limits.values if least <= size < terms.limit_eur)
    limit = max(smaller, default=terms.limit_eur)
    most = tariff.retention.largest.value
    larger = (size for size in guide.tariff.retentions.values if terms.retention_eur < size <= most)
    return Terms(terms.cover, limit, min(larger, default=terms.retention_eur))


def _extended(terms: Terms, guide: Guide) -> Terms:
    tariff = guide.tariff.covers[terms.cover]
    most = min(tariff.limit.largest.value, guide.rule(tariff.automatic).numbers["limit"].value)
    larger = (size for size in guide.tariff.limits.values if terms.limit_eur < size <= most)
    return Terms(terms.cover, min(larger, default=terms.limit_eur), terms.retention_eur)
