"""What a company may lose in a year: three calibrations side by side, each scenario, and what each control is worth."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

import numpy as np

from ..assessment import CALIBRATIONS, Calibration, ControlWorth, Losses, LossFigures, Scenario, cents
from ..guide.base import Language
from ..guide.loader import Guide
from ..guide.losses_schema import SCENARIOS
from .aggregate import Year, amount_exceeded, cells_along, compound, expected_above, reach_of, year_of
from .model import Model, model_of
from .profile import RiskProfile
from .sentences import controls_in_words, year_in_words
from .severity import Floats, Severity

CLAIMS, BLENDED = CALIBRATIONS.index("claims"), CALIBRATIONS.index("blended")
CONTROL_POINTS, CONTROL_MARGIN = 256, 1.25
"""Grid on which controls are compared; it ends somewhat beyond the VaR 99 of the company as it is."""

CURVE_START, CURVE_POINTS = 1_000.0, 28


@dataclass(frozen=True, eq=False, slots=True)
class Years:
    """The year under each calibration; `frequency` and `ln_median` are (calibrations, s)."""

    frequency: Floats
    ln_median: Floats
    severity: Severity
    year: Year

    def exceedance(self, amounts: Floats) -> Floats:
        """P(year's loss > amount) for amounts (calibrations, m) of any size.

        Beyond the grid one large loss makes the year: the curve goes on in proportion to what such losses expect.
        """
        end = self.year.reach[:, None]
        beyond = expected_above(self.severity, self.frequency, np.maximum(amounts, end))
        share = np.minimum(beyond / expected_above(self.severity, self.frequency, end), 1)
        return np.asarray(self.year.survival(np.minimum(amounts, end)) * share)


@lru_cache(maxsize=32)
def years_of(profile: RiskProfile, guide: Guide) -> Years:
    """The distributions of a profile's year, computed once for each profile object."""
    model = model_of(guide)
    frequency = model.calibrations[:, None] * profile.frequency
    ln_median = np.log(model.calibrations)[:, None] + profile.ln_median
    severity = model.severity(ln_median)
    return Years(frequency, ln_median, severity, year_of(severity, frequency, reach_of(severity, frequency)))


def var_99(profile: RiskProfile, guide: Guide, calibration: Calibration = "blended") -> Decimal:
    """The year's loss exceeded once in a hundred years, in euros."""
    return cents(float(years_of(profile, guide).year.quantiles([0.99])[CALIBRATIONS.index(calibration), 0]))


def loss_view(profile: RiskProfile, guide: Guide, limit: Decimal | int, language: Language = "fr") -> Losses:
    """The company's losses before any insurance; `limit` is the one held against the year's loss.

    A scenario that can't happen to this company is left out. `typical_loss_eur` is the median of one event, whichever
    scenario it comes from. Scenarios and controls stand under the blended calibration. Premiums saved are left open:
    they belong to the tariff.
    """
    model, years = model_of(guide), years_of(profile, guide)
    mean = years.severity.mean()[..., 0]
    expected = years.frequency * mean
    quantiles = years.year.quantiles([0.95, 0.99])
    typical = _median_event(years)
    curves = _curves(years)
    above = years.exceedance(np.full((len(CALIBRATIONS), 1), float(limit)))[:, 0]
    figures = {
        calibration: LossFigures(
            expected_annual_eur=cents(float(expected[row].sum())),
            probability_any=float(1 - years.year.quiet[row]),
            typical_loss_eur=cents(float(typical[row])),
            var_95_eur=cents(float(quantiles[row, 0])),
            var_99_eur=cents(float(quantiles[row, 1])),
            exceedance=curves[row],
            probability_above_limit=float(above[row]),
        )
        for row, calibration in enumerate(CALIBRATIONS)
    }
    median = years.severity.median()[BLENDED, :, 0]
    scenarios = tuple(
        Scenario(code, float(often), cents(float(middle)), cents(float(loss)))
        for code, often, middle, loss in zip(
            SCENARIOS, years.frequency[BLENDED], median, expected[BLENDED], strict=True
        )
        if often > 0
    )
    after = improved(profile, model)
    return Losses(
        figures,
        scenarios,
        _worth_of_controls(profile, model, years, after, mean[BLENDED], quantiles[BLENDED, 1]),
        text=year_in_words(figures["blended"], guide, language),
        controls_text=controls_in_words(profile, (profile.frequency - after) @ mean[CLAIMS], guide, language),
    )


def improved(profile: RiskProfile, model: Model) -> Floats:
    """Frequencies, under the claims calibration, if each improvable control in turn became "yes": (improvable, s)."""
    places = [model.controls.index(path) for path in profile.improvable]
    states = np.repeat(profile.states[None, :], len(places), axis=0)
    states[np.arange(len(places)), places] = 1.0
    change = model.control_logs(states) - model.control_logs(profile.states)
    return np.asarray(profile.frequency * np.exp(change))


def _median_event(years: Years) -> Floats:
    """The size that one event of two exceeds, all scenarios together (calibrations,)."""
    shares = years.frequency / years.frequency.sum(axis=1, keepdims=True)
    return amount_exceeded(years.severity, shares, 0.5, rounds=3)


def _curves(years: Years) -> list[tuple[tuple[Decimal, float], ...]]:
    """Exceedance curves, from 1 000 € to the end of each grid, at amounts of two significant figures."""
    spread = np.linspace(0, 1, CURVE_POINTS)
    amounts = CURVE_START * (np.maximum(years.year.reach, 2 * CURVE_START)[:, None] / CURVE_START) ** spread
    scale = 10 ** (np.floor(np.log10(amounts)) - 1)
    amounts = np.round(amounts / scale) * scale
    chances = np.minimum.accumulate(years.exceedance(amounts), axis=1)
    return [
        tuple({Decimal(round(x)): p for x, p in zip(row, chance, strict=True)}.items())
        for row, chance in zip(amounts.tolist(), chances.tolist(), strict=True)
    ]


def _worth_of_controls(
    profile: RiskProfile, model: Model, years: Years, after: Floats, mean: Floats, var: float
) -> tuple[ControlWorth, ...]:
    """What each control not yet in place would save, blended: on average in closed form, at VaR 99 on one grid."""
    often = model.calibrations[BLENDED] * after
    now = years.frequency[BLENDED]
    saved = (now - often) @ mean
    at_risk = np.zeros(len(often))
    if var > 0:
        step = CONTROL_MARGIN * var / CONTROL_POINTS
        rows = np.vstack([now, often])
        cells = cells_along(model.severity(years.ln_median[BLENDED]), rows, np.array([step]), CONTROL_POINTS)
        year = compound(rows.sum(axis=1), cells, np.full((len(rows), 1), step))
        worst = year.quantiles([0.99])[:, 0]
        at_risk = np.maximum(worst[0] - worst[1:], 0.0)
    return tuple(
        ControlWorth(path, cents(float(mean_saved)), cents(float(var_saved)), None)
        for path, mean_saved, var_saved in zip(profile.improvable, saved, at_risk, strict=True)
    )
