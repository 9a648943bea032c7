"""What each control would save on the premiums, and the loss view completed with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from ..assessment import Losses
from ..guide.loader import Guide
from ..losses.model import model_of
from ..losses.profile import RiskProfile
from ..losses.severity import Floats
from ..losses.view import improved
from .rating import Terms, expected, layer_weights, priced, reference_pure, unpack


def premium_saved(profile: RiskProfile, guide: Guide, asked: Sequence[Terms]) -> Mapping[str, Decimal]:
    """For each improvable control: how much less a year, tax included, these covers would cost with it in place."""
    if not asked:
        return {path: Decimal("0.00") for path in profile.improvable}
    places, limits, retentions = unpack(asked)
    weights = layer_weights(profile, guide, places, limits, retentions)
    reference = reference_pure(guide)[places]
    model = model_of(guide)
    now = _total(expected(profile.frequency, weights), reference, profile, guide, asked)
    after = expected(improved(profile, model), weights)
    return {
        path: now - _total(row, reference, profile, guide, asked)
        for path, row in zip(profile.improvable, after, strict=True)
    }


def with_savings(losses: Losses, saved: Mapping[str, Decimal]) -> Losses:
    """The loss view with the premiums saved filled in."""
    controls = tuple(replace(control, premium_saved_eur=saved.get(control.code)) for control in losses.controls)
    return replace(losses, controls=controls)


def _total(pure: Floats, reference: Floats, profile: RiskProfile, guide: Guide, asked: Sequence[Terms]) -> Decimal:
    return sum(
        (
            priced(guide, terms.cover, profile.product, float(loss), float(start)).total
            for terms, loss, start in zip(asked, pure, reference, strict=True)
        ),
        Decimal("0.00"),
    )
