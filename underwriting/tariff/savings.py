"""What each control would save on the premiums, and the loss view completed with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

import numpy as np

from ..assessment import Losses
from ..guide.loader import Guide
from ..losses.model import model_of
from ..losses.profile import RiskProfile
from ..losses.view import improved
from .rating import Terms, expected, layer_weights, priced, unpack


def premium_saved(profile: RiskProfile, guide: Guide, asked: Sequence[Terms]) -> Mapping[str, Decimal]:
    """For each improvable control: how much less a year, tax included, these covers would cost with it in place."""
    if not asked:
        return {path: Decimal("0.00") for path in profile.improvable}
    places, limits, retentions = unpack(asked)
    weights = layer_weights(profile, guide, places, limits, retentions)
    rows = np.vstack([profile.frequency, improved(profile, model_of(guide))])
    pure = expected(rows, weights).T.tolist()
    now, *after = (sum(column, Decimal("0.00")) for column in zip(*_totals(pure, profile, guide, asked), strict=True))
    return {path: now - total for path, total in zip(profile.improvable, after, strict=True)}


def with_savings(losses: Losses, saved: Mapping[str, Decimal]) -> Losses:
    """The loss view with the premiums saved filled in."""
    controls = tuple(replace(control, premium_saved_eur=saved.get(control.code)) for control in losses.controls)
    return replace(losses, controls=controls)


def _totals(
    pure: Sequence[Sequence[float]], profile: RiskProfile, guide: Guide, asked: Sequence[Terms]
) -> Iterator[list[Decimal]]:
    """The totals of each cover, for each of its pure premiums; most controls leave most covers alone."""
    for terms, losses in zip(asked, pure, strict=True):
        each = {loss: priced(guide, terms.cover, profile.product, loss, 0.0).total for loss in set(losses)}
        yield [each[loss] for loss in losses]
