"""What one cover would answer for in a year, against the formula on a fine grid and against simulated years."""

import numpy as np
import pytest

from tests.bench.files import GUIDE, REFERENCES, reference
from tests.bench.problem import draw
from underwriting.assessment import PRICED
from underwriting.losses import risk_profile, var_99
from underwriting.losses.aggregate import compound
from underwriting.losses.answered import answered_var_99
from underwriting.losses.model import model_of
from underwriting.losses.severity import Severity

MODEL = model_of(GUIDE)
CYBER = PRICED.index("cyber")
BLENDED = 4**0.3


def on_a_fine_grid(profile, reach, points=2**18):
    """The same figure from survival functions, one scenario after the other, on one grid."""
    step, cells, often = reach / points, np.zeros(points), 0.0
    for place, share in enumerate(MODEL.answered[:, CYBER]):
        if not share:
            continue
        events, part = BLENDED * profile.frequency[place] * share, MODEL.part[place, CYBER]
        severity = Severity(profile.ln_median[place] + np.log(BLENDED), MODEL.sigma[place], MODEL.tail)
        cells += events * part * np.diff(severity.limited(step * np.arange(points + 1.0) / part)) / step
        often += events
    year = compound(np.array([often]), cells[None, None, :], np.array([[step]]))
    return float(year.quantiles([0.99])[0, 0])


@pytest.mark.parametrize("name", REFERENCES)
def test_the_worst_year_of_a_hundred_of_the_cyber_cover(name):
    profile = risk_profile(reference(name), GUIDE)
    shown = float(answered_var_99(profile, GUIDE, "cyber"))
    assert shown == pytest.approx(on_a_fine_grid(profile, 8 * shown + 1_000_000), rel=1e-3)
    assert shown < float(var_99(profile, GUIDE))


def test_simulated_years_agree():
    profile, years = risk_profile(reference("telesuivi"), GUIDE), 400_000
    rng, total = np.random.default_rng(7), np.zeros(years)
    for place, share in enumerate(MODEL.answered[:, CYBER]):
        events = rng.poisson(BLENDED * profile.frequency[place] * share * years)
        losses = draw(rng, events, BLENDED * np.exp(profile.ln_median[place]), MODEL.sigma[place], MODEL.tail)
        total += np.bincount(rng.integers(0, years, events), MODEL.part[place, CYBER] * losses, years)
    # The chance of more than the figure is 1 in 100: 400 000 years give it with a standard error of 0.000157.
    beyond = (total > float(answered_var_99(profile, GUIDE, "cyber"))).mean()
    assert beyond == pytest.approx(0.01, abs=4 * 0.000157)


def test_a_cover_that_nothing_concerns_answers_for_nothing():
    # What is left of professional liability for a biotech without software or services strikes less than once a century.
    assert answered_var_99(risk_profile(reference("biotech"), GUIDE), GUIDE, "professional_liability") == 0
