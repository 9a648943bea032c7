"""The largest and the smallest figures that a file may hold: a person decides, and no figure is nonsense."""

import json
import math

import pytest

from tests.bench.files import FOLDER, GUIDE, ON
from tests.strategies import changed
from underwriting import assess, read_applicant
from underwriting.applicant import read_bytes
from underwriting.assessment import PRICED, portable

HUGE, CROWD = 10**12, 10**9


def telesuivi():
    path = FOLDER / "telesuivi.toml"
    return read_bytes(path.read_bytes(), path.name).model_dump(mode="json", exclude_none=True)


def assessed(answers):
    raw = telesuivi()
    for path, value in answers.items():
        raw = changed(raw, path, value)
    return assess(read_applicant(raw), GUIDE, on=ON)


def amounts(value, key=""):
    """Every figure of a portable assessment whose key ends in _eur, and every plain number."""
    if isinstance(value, dict):
        for name, part in value.items():
            yield from amounts(part, name)
    elif isinstance(value, list):
        for part in value:
            yield from amounts(part, key)
    elif isinstance(value, str) and key.endswith("_eur"):
        yield float(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        yield float(value)


@pytest.mark.parametrize(
    ("answers", "referred"),
    [
        ({"company.revenue_last_eur": HUGE}, {"cyber", "professional_liability"}),
        ({"company.headcount": CROWD}, {"cyber", "professional_liability"}),
        ({"company.annual_spend_eur": HUGE, "company.revenue_forecast_eur": HUGE}, {"cyber", "professional_liability"}),
        ({"data.health_records": CROWD, "data.personal_records": CROWD}, {"cyber"}),
        ({"wishes.cyber_limit_eur": HUGE, "wishes.cyber_retention_eur": HUGE}, {"cyber"}),
        ({"contracts.client_required_limit_eur": HUGE}, {"professional_liability", "product_liability"}),
    ],
)
@pytest.mark.filterwarnings("error")
def test_the_largest_figures_go_to_a_person_with_finite_amounts(answers, referred):
    assessment = assessed(answers)
    outcomes = {cover.code: cover.outcome for cover in assessment.quote.covers}
    assert {outcomes[cover] for cover in referred} == {"refer"}
    written = json.loads(json.dumps(portable(assessment), allow_nan=False))
    figures = [*amounts(written["losses"]), *amounts(written["quote"])]
    assert len(figures) > 100
    assert all(math.isfinite(figure) and figure >= 0 for figure in figures)


@pytest.mark.filterwarnings("error")
def test_nothing_at_all_costs_the_minimum_and_no_less():
    zeros = {
        f"company.{key}": 0 for key in ("revenue_last_eur", "revenue_forecast_eur", "annual_spend_eur", "headcount")
    }
    assessment = assessed(zeros | {"data.health_records": 0, "data.personal_records": 0})
    figures = [*amounts(portable(assessment)["losses"]), *amounts(portable(assessment)["quote"])]
    assert all(math.isfinite(figure) and figure >= 0 for figure in figures)
    for cover in assessment.quote.covers:
        if cover.code in PRICED and cover.net_eur is not None:
            least = GUIDE.tariff.covers[cover.code].minimum.values
            assert cover.net_eur >= min(least.values())
            low, high = cover.range_eur
            assert low == cover.total_eur <= high
