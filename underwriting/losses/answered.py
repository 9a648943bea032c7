"""The year of one cover: what it would answer for without a retention or a limit. Its limit is advised from it."""

from __future__ import annotations

from decimal import Decimal

import numpy as np

from ..assessment import CALIBRATIONS, PRICED, Calibration, CoverCode, cents
from ..guide.loader import Guide
from .aggregate import POINTS, Year, compound, reach_of
from .model import model_of
from .profile import RiskProfile
from .severity import Severity


def answered_var_99(
    profile: RiskProfile, guide: Guide, cover: CoverCode, calibration: Calibration = "blended"
) -> Decimal:
    """What one priced cover would answer for in the worst year of a hundred, in euros."""
    return cents(float(answered_year(profile, guide, cover, calibration).quantiles([0.99])[0, 0]))


def answered_year(profile: RiskProfile, guide: Guide, cover: CoverCode, calibration: Calibration = "blended") -> Year:
    """One row, one grid: of each scenario the share of events that the cover answers, of each loss the part it pays."""
    model, place = model_of(guide), PRICED.index(cover)
    scale = model.calibrations[CALIBRATIONS.index(calibration)]
    mine = model.answered[:, place] * profile.frequency > 0
    events = scale * profile.frequency[mine] * model.answered[mine, place]
    severity = Severity(np.log(scale) + profile.ln_median[None, mine, None], model.sigma[mine, None], model.tail)
    part = model.part[mine, place, None]
    # A part of a loss is no more than the loss: a grid that would hold the losses holds the parts.
    step = reach_of(severity, events[None, :]) / POINTS
    limited = events @ (part * severity.row(0).limited(step * np.arange(POINTS + 1.0) / part))
    return compound(events.sum(keepdims=True), np.diff(limited)[None, None, :] / step, step[:, None])
