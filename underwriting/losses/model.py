"""The loss model of one edition of the guide, as arrays ready for arithmetic.

Axes: s, the eight scenarios in the guide's order; v, the four priced covers in the contract's order; c, the controls.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from ..applicant.kinds import Family
from ..assessment import CALIBRATIONS, PRICED
from ..guide.loader import Guide
from ..guide.losses_schema import BODILY, SCENARIOS, ControlRules, LossesGuide
from .severity import Floats, Severity, TailShape


@dataclass(frozen=True, eq=False, slots=True)
class Model:
    """Figures of the reference company, before hazards and controls.

    `frequency` in events a year and `ln_median` are (s,); `base` and `records` hold two exponents, of frequency and of
    severity, as (2, s); `answered` and `part` are (s, v); `effects` (c, s) are the logarithms of what each control does
    to a frequency, none above 0; `calibrations` multiply frequencies and medians.
    """

    tail: TailShape
    frequency: Floats
    ln_median: Floats
    sigma: Floats
    base: Floats
    records: Floats
    answered: Floats
    part: Floats
    controls: tuple[str, ...]
    effects: Floats
    in_reference: Floats
    partly: float
    most_credit: float
    most_surcharge: float
    calibrations: Floats
    reference_hazards: Floats

    def severity(self, ln_median: Floats) -> Severity:
        """The severities of scenarios whose last axis is s: shape (…, s, 1)."""
        return Severity(ln_median[..., None], self.sigma[:, None], self.tail)

    def control_logs(self, states: Floats) -> Floats:
        """The logarithm of what controls in these states (…, c) do to each frequency (…, s).

        The effects, counted from the market-standard company, add up to y; y / (1 + |y| / most) has slope 1 at 0, rises
        for ever and never reaches `most`: every improvement still moves the price.
        """
        total = ((states - self.in_reference)[..., None] * self.effects).sum(axis=-2)
        most = np.where(total < 0, self.most_credit, self.most_surcharge)
        return np.asarray(total / (1 + np.abs(total) / most))


@lru_cache(maxsize=8)
def model_of(guide: Guide) -> Model:
    """The arrays of an edition, made once."""
    losses = guide.losses
    scenarios = losses.scenarios
    tail = TailShape(losses.tail.threshold.f, losses.tail.shape.f, losses.tail.stretch.f)
    ln_median = np.log([s.median.f for s in scenarios])
    sigma = np.array([s.sigma.f for s in scenarios])
    part = np.array([[s.part.f(cover, 1.0) for cover in PRICED] for s in scenarios])
    stress = losses.calibrations.stress.f
    multipliers = {"claims": 1.0, "blended": stress ** (1 - losses.calibrations.credibility.f), "stress": stress}
    rules = losses.control_rules
    return Model(
        tail=tail,
        frequency=np.array([s.frequency.f for s in scenarios]) * _rebasing(losses, ln_median, sigma, tail, part),
        ln_median=ln_median,
        sigma=sigma,
        base=np.array([[s.base.f(to) for s in scenarios] for to in ("frequency", "severity")]),
        records=np.array([[s.records.f(to) for s in scenarios] for to in ("frequency", "severity")]),
        answered=np.array([[s.answered.f(cover, 0.0) for cover in PRICED] for s in scenarios]),
        part=part,
        controls=tuple(losses.controls),
        effects=_effects(losses, rules),
        in_reference=np.array([float(effect.reference) for effect in losses.controls.values()]),
        partly=rules.partly.f,
        most_credit=-math.log(rules.best.f),
        most_surcharge=math.log(rules.worst.f),
        calibrations=np.array([multipliers[name] for name in CALIBRATIONS]),
        reference_hazards=family_hazards(losses, "software", "software_no_device"),
    )


def family_hazards(losses: LossesGuide, family: Family, product: str) -> Floats:
    """Multipliers of frequencies (s,) for a family; `product` is its name in the two lists of bodily injury."""
    ordinary, bodily = losses.hazards.families[family], {code: getattr(losses.hazards, code) for code in BODILY}
    return np.array([bodily[code].f(product) if code in bodily else ordinary.f(code) for code in SCENARIOS])


def _rebasing(losses: LossesGuide, ln_median: Floats, sigma: Floats, tail: TailShape, part: Floats) -> Floats:
    """What keeps the price of each scenario's reference layer, in its main cover, when the tail is spliced on (s,).

    The stated frequencies belong to pure lognormal losses; a tail far away gives those back.
    """
    main = np.array([PRICED.index(s.main) for s in losses.scenarios])
    paid = part[np.arange(len(main)), main]
    lower = losses.reference.retention.f / paid
    upper = (losses.reference.retention.f + losses.reference.limit.f) / paid
    lognormal = Severity(ln_median, sigma, TailShape(float(upper.max()), tail.xi, tail.stretch))
    return np.asarray(lognormal.layer(lower, upper) / Severity(ln_median, sigma, tail).layer(lower, upper))


def _effects(losses: LossesGuide, rules: ControlRules) -> Floats:
    strongest, shrink = math.log(rules.strongest.f), rules.shrink.f
    return np.array(
        [
            [max(strongest, -shrink * math.log(effect.values.get(code, 1))) for code in SCENARIOS]
            for effect in losses.controls.values()
        ]
    )
