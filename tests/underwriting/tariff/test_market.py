"""Prices stay where the market would find them; a price outside is a fault of the parameters, mended in the guide."""

import pytest

from tests.bench import market


@pytest.mark.parametrize("row", market.specialist(), ids=lambda row: row.name)
def test_premiums_lie_within_half_and_double_what_a_specialist_finds_credible(row):
    print(row)
    assert 0.5 <= row.ratio <= 2


@pytest.mark.parametrize("row", market.france(), ids=lambda row: row.name)
def test_cyber_lies_between_once_and_twice_the_french_averages(row):
    print(row)
    assert 1 <= row.ratio <= 2


@pytest.mark.parametrize("row", market.limits()[2:], ids=lambda row: row.name)
def test_limits_from_one_million_cost_what_the_market_asks(row):
    assert row.ratio == pytest.approx(1, abs=0.03)
