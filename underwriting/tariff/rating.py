"""From the expected insured loss of a cover to its premium.

pure = expected loss in the layer `limit` above `retention`, from the loss model's own frequencies and severities;
technical = (pure × (1 + loading) + fixed cost) / (1 - expenses - commission - margin); net = the greater of technical
and the minimum premium; then the tax.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

import numpy as np

from ..assessment import CALIBRATIONS, PRICED, Calibration, CoverCode, cents
from ..guide.base import Numbers
from ..guide.loader import Guide
from ..guide.tariff_schema import CoverTariff
from ..losses.model import Model, model_of
from ..losses.profile import ProductKind, RiskProfile
from ..losses.severity import Floats, Severity

PLACES: Mapping[CoverCode, int] = {cover: place for place, cover in enumerate(PRICED)}


@dataclass(frozen=True, slots=True)
class Terms:
    """What one cover is asked to pay: up to `limit_eur` above `retention_eur`, for each event."""

    cover: CoverCode
    limit_eur: Decimal
    retention_eur: Decimal


@dataclass(frozen=True, slots=True)
class Premium:
    """A year's price.

    `reference` and `pure` are unrounded expected losses, of the reference company and of this one; `loading` is a share
    of the pure premium; `technical` is the unrounded price before the minimum; `net`, `tax` and `total` are in cents
    and add up.
    """

    reference: float
    pure: float
    loading: float
    technical: float
    net: Decimal
    tax: Decimal
    total: Decimal


def premium(
    profile: RiskProfile,
    guide: Guide,
    cover: CoverCode,
    limit: Decimal | int,
    retention: Decimal | int,
    calibration: Calibration = "claims",
) -> Premium:
    """The price of one priced cover. KeyError for a cover that the tariff doesn't price."""
    terms = Terms(cover, Decimal(limit), Decimal(retention))
    return premiums(profile, guide, [terms], calibration)[cover]


def premiums(
    profile: RiskProfile, guide: Guide, asked: Sequence[Terms], calibration: Calibration = "claims"
) -> Mapping[CoverCode, Premium]:
    """The prices of several covers at once, in the order asked."""
    if not asked:
        return {}
    places, limits, retentions = unpack(asked)
    scale = model_of(guide).calibrations[CALIBRATIONS.index(calibration)]
    weights = layer_weights(profile, guide, places, limits, retentions, calibration)
    pure = expected(scale * profile.frequency, weights)
    reference = reference_pure(guide)[places]
    return {
        terms.cover: priced(guide, terms.cover, profile.product, float(loss), float(start))
        for terms, loss, start in zip(asked, pure, reference, strict=True)
    }


def priced(guide: Guide, cover: CoverCode, product: ProductKind, pure: float, reference: float) -> Premium:
    """Loading, costs, minimum and tax on an expected insured loss."""
    costs, tariff = guide.tariff.costs, guide.tariff.covers[cover]
    loading = tariff.loading.f
    kept = float(1 - costs.expenses.value - costs.commission.value - costs.margin.value)
    technical = (pure * (1 + loading) + costs.fixed.f) / kept
    net = max(cents(technical), cents(minimum_of(tariff, product)))
    tax = cents(net * costs.tax.value)
    return Premium(reference, pure, loading, technical, net, tax, net + tax)


def minimum_of(tariff: CoverTariff, product: ProductKind) -> Decimal:
    """The minimum net premium."""
    return by_product(tariff.minimum, product)


def by_product(numbers: Numbers, product: ProductKind) -> Decimal:
    """The figure that is the same for all, or the one for what is sold."""
    return numbers.values["all" if "all" in numbers.values else product]


def layer_weights(
    profile: RiskProfile,
    guide: Guide,
    places: Sequence[int],
    limits: Floats,
    retentions: Floats,
    calibration: Calibration = "claims",
) -> Floats:
    """What one event of each scenario costs each asked cover: (s, asked). Frequencies times these are pure premiums."""
    model = model_of(guide)
    scale = model.calibrations[CALIBRATIONS.index(calibration)]
    severity = model.severity(profile.ln_median + np.log(scale))
    return insured(model, severity, places, limits, retentions)


def insured(model: Model, severity: Severity, places: Sequence[int], limits: Floats, retentions: Floats) -> Floats:
    """The expected payment for one event: share answered × part paid × the layer that this part leaves: (…, s, asked).

    A cover that pays the part k of a loss X pays, between the amounts a and b, k times the layer of X from a/k to b/k.
    """
    part, share = model.part[:, places], model.answered[:, places]
    return np.asarray(share * part * severity.layer(retentions / part, (retentions + limits) / part))


def expected(frequency: Floats, weights: Floats) -> Floats:
    """Frequencies (…, s) times weights (s, asked), summed over scenarios in their order: (…, asked).

    Not a matrix product, whose order of summation, and last digit, would depend on how many covers are asked at once.
    """
    return np.asarray(sum(frequency[..., place, None] * weight for place, weight in enumerate(weights)))


@lru_cache(maxsize=8)
def reference_pure(guide: Guide) -> Floats:
    """The pure premiums of the reference company for the reference layer (v,)."""
    model, reference = model_of(guide), guide.losses.reference
    limits, retentions = np.full(4, reference.limit.f), np.full(4, reference.retention.f)
    weights = insured(model, model.severity(model.ln_median), range(4), limits, retentions)
    return expected(model.frequency * model.reference_hazards, weights)


def unpack(asked: Sequence[Terms]) -> tuple[list[int], Floats, Floats]:
    """Places of the covers among the priced ones, limits and retentions in euros."""
    return (
        [PLACES[terms.cover] for terms in asked],
        np.array([float(terms.limit_eur) for terms in asked]),
        np.array([float(terms.retention_eur) for terms in asked]),
    )
