"""The company's year as people read it."""

import math
from decimal import Decimal
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.bench.files import GUIDE, REFERENCES, company, drawn_files, profile_of, reference, visible
from tests.strategies import changed
from underwriting.assessment import CALIBRATIONS, PRICED
from underwriting.guide.losses_schema import SCENARIOS
from underwriting.losses import loss_view, risk_profile, var_99
from underwriting.losses.aggregate import cells_along, compound
from underwriting.losses.model import model_of
from underwriting.losses.view import CURVE_POINTS, years_of
from underwriting.tariff import Terms, premium, premiums

MODEL = model_of(GUIDE)
LIMIT = 1_000_000


@pytest.mark.parametrize("name", REFERENCES)
def test_values_at_risk_of_example_companies_stand_within_one_part_in_100_000_or_one_euro(name):
    profile = risk_profile(reference(name), GUIDE)
    view, years = loss_view(profile, GUIDE, LIMIT), years_of(profile, GUIDE)
    for row, calibration in enumerate(CALIBRATIONS):
        step = years.year.reach[row : row + 1] / 2**19
        cells = cells_along(years.severity.row(row), years.frequency[row], step, 2**19)
        exact = compound(years.frequency[row].sum(keepdims=True), cells[None], step[None]).quantiles([0.95, 0.99])[0]
        figures = view.calibrations[calibration]
        for shown, value in zip((figures.var_95_eur, figures.var_99_eur), exact, strict=True):
            assert abs(float(shown) - value) <= max(1e-5 * value, 1)


def test_golden_expected_loss_of_a_scenario():
    # Reference company, software that is no device: 0.0003 × 0.05 hijacks a year, rebased; mean of one by closed form.
    view = loss_view(profile_of(company()), GUIDE, LIMIT)
    hijack = next(scenario for scenario in view.scenarios if scenario.code == "device_hijack")
    place, blended = SCENARIOS.index("device_hijack"), 4**0.3
    assert hijack.frequency == pytest.approx(MODEL.frequency[place] * 0.05 * blended)
    mean = MODEL.severity(MODEL.ln_median + math.log(blended)).mean()[place, 0]
    assert hijack.expected_annual_eur == pytest.approx(Decimal(hijack.frequency * mean), abs=Decimal("0.01"))


def test_scenarios_add_up_to_the_year():
    view = loss_view(risk_profile(reference("telesuivi"), GUIDE), GUIDE, LIMIT)
    assert tuple(scenario.code for scenario in view.scenarios) == SCENARIOS
    whole = view.calibrations["blended"]
    assert abs(sum(s.expected_annual_eur for s in view.scenarios) - whole.expected_annual_eur) <= Decimal("0.08")
    often = sum(s.frequency for s in view.scenarios)
    assert whole.probability_any == pytest.approx(1 - math.exp(-often), rel=1e-9)


@given(drawn_files(), st.sampled_from((1, 250_000, 3_000_000, 10**12)))
@settings(max_examples=200)
def test_any_file_has_a_whole_view(raw, limit):
    view = loss_view(profile_of(raw), GUIDE, limit)
    figures = [view.calibrations[calibration] for calibration in CALIBRATIONS]
    for figure in figures:
        assert figure.expected_annual_eur > 0
        assert figure.typical_loss_eur > 0
        assert 0 < figure.probability_any <= 1
        assert 0 <= figure.probability_above_limit <= figure.probability_any
        assert 0 <= figure.var_95_eur <= figure.var_99_eur
        losses, chances = zip(*figure.exceedance, strict=True)
        assert CURVE_POINTS - 4 <= len(losses) <= CURVE_POINTS
        assert list(losses) == sorted(set(losses))
        assert list(chances) == sorted(chances, reverse=True)
        assert all(0 <= chance <= figure.probability_any for chance in chances)
        assert losses[0] == 1_000 and losses[-1] > figure.var_99_eur
        assert all(math.isfinite(value) for value in (*chances, float(figure.var_99_eur)))
    for lower, higher in pairwise(figures):
        assert lower.expected_annual_eur < higher.expected_annual_eur
        assert lower.probability_any <= higher.probability_any
        assert lower.typical_loss_eur < higher.typical_loss_eur
        assert lower.var_99_eur <= higher.var_99_eur
        assert lower.probability_above_limit <= higher.probability_above_limit * (1 + 1e-6) + 1e-12
    for control in view.controls:
        assert 0 <= control.expected_saved_eur <= figures[1].expected_annual_eur
        assert 0 <= control.var_99_saved_eur <= figures[1].var_99_eur
        assert control.premium_saved_eur is None


def test_a_control_is_worth_what_putting_it_in_place_changes():
    raw = company(safeguards={"endpoint_detection": "no"})
    before, after = profile_of(raw), profile_of(changed(raw, "safeguards.endpoint_detection", "yes"))
    view, then = loss_view(before, GUIDE, LIMIT), loss_view(after, GUIDE, LIMIT)
    worth = next(control for control in view.controls if control.code == "safeguards.endpoint_detection")
    now, later = view.calibrations["blended"], then.calibrations["blended"]
    assert worth.expected_saved_eur == pytest.approx(
        now.expected_annual_eur - later.expected_annual_eur, abs=Decimal("0.02")
    )
    saved = now.var_99_eur - later.var_99_eur
    assert worth.var_99_saved_eur == pytest.approx(saved, rel=Decimal("0.002"), abs=Decimal(1))
    assert "safeguards.endpoint_detection" not in {control.code for control in then.controls}


@given(drawn_files(), st.sampled_from(CALIBRATIONS), st.integers(100_000, 10**7), st.integers(2_500, 250_000))
@settings(max_examples=200)
def test_what_is_insured_is_part_of_what_is_lost(raw, calibration, limit, retention):
    profile = profile_of(raw)
    row = CALIBRATIONS.index(calibration)
    years = years_of(profile, GUIDE)
    lost = years.frequency[row] @ years.severity.mean()[row, :, 0]
    terms = [Terms(cover, Decimal(limit), Decimal(retention)) for cover in PRICED]
    insured = sum(price.pure for price in premiums(profile, GUIDE, terms, calibration).values())
    assert 0 < insured <= lost


def test_the_chance_above_a_limit_joins_without_a_step_where_the_grid_ends():
    years = years_of(risk_profile(reference("modele"), GUIDE), GUIDE)
    end = years.year.reach[:, None]
    chances = years.exceedance(end * np.array([0.98, 0.999, 1.0, 1.001, 1.02, 10, 1e6]))
    assert (np.diff(chances, axis=1) < 0).all()
    assert chances[:, 1] == pytest.approx(chances[:, 3], rel=0.01)


def test_where_losses_are_almost_unheard_of_there_is_nothing_to_save_in_the_worst_year_of_a_hundred():
    rare = [s.model_copy(update={"frequency": s.frequency.model_copy(update={"value": Decimal("0.000001")})})
            for s in GUIDE.losses.scenarios]  # fmt: skip
    losses = GUIDE.losses.model_copy(update={"scenarios": tuple(rare)})
    guide = GUIDE.model_copy(update={"losses": losses, "content_sha256": "rare"})
    profile = risk_profile(visible(company(safeguards={"mfa_email": "no"})), guide)
    view = loss_view(profile, guide, LIMIT)
    assert [view.calibrations[calibration].var_99_eur for calibration in CALIBRATIONS] == [0, 0, 0]
    assert {control.var_99_saved_eur for control in view.controls} == {0}
    assert premium(profile, guide, "cyber", 1_000_000, 10_000).net == 450


def test_the_year_of_a_profile_is_computed_once():
    profile = risk_profile(reference("telesuivi"), GUIDE)
    assert years_of(profile, GUIDE) is years_of(profile, GUIDE)
    assert var_99(profile, GUIDE) == loss_view(profile, GUIDE, LIMIT).calibrations["blended"].var_99_eur
    assert var_99(profile, GUIDE, "claims") < var_99(profile, GUIDE) < var_99(profile, GUIDE, "stress")
