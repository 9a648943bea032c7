"""Premiums: one case worked out by hand, then what must hold for any company (contract, section 5)."""

import math
from decimal import Decimal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.bench.files import GUIDE, company, drawn_files, profile_of
from tests.strategies import changed
from underwriting.assessment import PRICED
from underwriting.losses import loss_view
from underwriting.losses.model import model_of
from underwriting.tariff import Terms, premium, premium_saved, premiums, with_savings
from underwriting.tariff.rating import priced, reference_pure

MODEL = model_of(GUIDE)
LIMITS = st.integers(100_000, 10_000_000)
RETENTIONS = st.integers(2_500, 250_000)
COVER = st.sampled_from(PRICED)
CALIBRATION = st.sampled_from(("claims", "blended", "stress"))
BETTER = {"yes": ("partly", "no", "unknown", None), "partly": ("no", "unknown", None)}


def four(limit: int, retention: int) -> list[Terms]:
    return [Terms(cover, Decimal(limit), Decimal(retention)) for cover in PRICED]


def nets(raw: dict, limit: int, retention: int, calibration: str = "claims") -> dict[str, Decimal]:
    prices = premiums(profile_of(raw), GUIDE, four(limit, retention), calibration)
    return {cover: price.net for cover, price in prices.items()}


def test_golden_reference_cyber_premium():
    # The reference company, 1 M€ above 10 k€. Its price is that of pure lognormal losses, the tail notwithstanding:
    #   frequency × share × part × [LEV((1 010 000)/part) - LEV(10 000/part)], with LEV by the closed form
    #   ransomware       0.0054 × 1.0 × 0.85 × (165 387.17 - 10 164.91) = 0.004590 × 155 222.25 = 712.47
    #   data breach      0.0048 × 1.0 × 0.75 × (212 991.71 - 11 773.08) = 0.003600 × 201 218.63 = 724.39
    #   supplier outage  0.0180 × 0.8 × 0.80 × ( 24 358.68 -  7 611.60) = 0.011520 ×  16 747.08 = 192.93
    #   human error      0.0072 × 0.7 × 0.80 × ( 41 336.80 -  8 612.56) = 0.004032 ×  32 724.24 = 131.94   in all 1 761.73
    # technical = (1 761.73 × 1.25 + 90) / (1 - 0.12 - 0.20 - 0.05) = 2 292.16 / 0.63 = 3 638.35
    # tax 9 % = 327.45; total 3 965.80.
    price = premium(profile_of(company()), GUIDE, "cyber", 1_000_000, 10_000)
    assert price.pure == pytest.approx(1761.7276, abs=1e-3)
    assert price.reference == pytest.approx(price.pure, rel=1e-12)
    assert (price.net, price.tax, price.total) == (Decimal("3638.35"), Decimal("327.45"), Decimal("3965.80"))


@pytest.mark.parametrize(
    ("cover", "product", "minimum"),
    [
        ("cyber", "no_device", 450),
        ("professional_liability", "device", 350),
        ("directors_liability", "no_device", 700),
        ("product_liability", "no_device", 300),
        ("product_liability", "software_device", 1_500),
        ("product_liability", "device", 2_500),
    ],
)
def test_without_any_expected_loss_the_minimum_premium_remains(cover, product, minimum):
    price = priced(GUIDE, cover, product, pure=0.0, reference=1.0)
    assert price.net == minimum
    assert price.technical == pytest.approx(90 / 0.63)


def test_limits_cost_what_the_market_asks():
    reference = profile_of(company())
    price = {limit: premium(reference, GUIDE, "cyber", limit * 10**6, 10_000).pure for limit in (1, 2, 5)}
    assert price[2] / price[1] == pytest.approx(1.40, rel=0.03)
    assert price[5] / price[1] == pytest.approx(2.09, rel=0.03)


def test_only_the_four_priced_covers_have_a_price():
    with pytest.raises(KeyError):
        premium(profile_of({}), GUIDE, "public_liability", 1_000_000, 10_000)
    assert premiums(profile_of({}), GUIDE, []) == {}
    assert premium_saved(profile_of(company()), GUIDE, [])["safeguards.mfa_admin"] == 0


@given(drawn_files(), LIMITS, RETENTIONS, CALIBRATION)
@settings(max_examples=200)
def test_a_premium_adds_up(raw, limit, retention, calibration):
    profile = profile_of(raw)
    for cover, price in premiums(profile, GUIDE, four(limit, retention), calibration).items():
        assert math.isfinite(price.pure) and price.pure > 0
        values = GUIDE.tariff.covers[cover].minimum.values
        assert price.net >= values.get("all", values.get(profile.product))
        assert price.tax == (price.net * Decimal("0.09")).quantize(Decimal("0.01"), "ROUND_HALF_UP")
        assert price.total == price.net + price.tax
        assert price.reference == reference_pure(GUIDE)[PRICED.index(cover)]
        assert premium(profile, GUIDE, cover, limit, retention, calibration) == price


@given(drawn_files(), st.integers(0, 10**12 - 1), LIMITS, RETENTIONS)
@settings(max_examples=200)
def test_one_more_euro_of_revenue_never_lowers_a_premium_and_hardly_moves_it(raw, revenue, limit, retention):
    raw = changed(raw, "company.revenue_last_eur", revenue)
    before = nets(raw, limit, retention)
    after = nets(changed(raw, "company.revenue_last_eur", revenue + 1), limit, retention)
    for cover in PRICED:
        assert before[cover] <= after[cover] < before[cover] * Decimal("1.001")


@given(drawn_files(), st.one_of(st.integers(0, 300), st.integers(0, 10**9 - 1)), LIMITS, RETENTIONS)
@settings(max_examples=200)
def test_one_more_person_never_lowers_a_premium_and_hardly_moves_it(raw, persons, limit, retention):
    raw = changed(changed(raw, "data.kinds", ["health"]), "data.health_records", persons)
    before = nets(raw, limit, retention)
    after = nets(changed(raw, "data.health_records", persons + 1), limit, retention)
    for cover in PRICED:
        assert before[cover] <= after[cover] < before[cover] * Decimal("1.001")


@given(drawn_files(), st.floats(1, 1000), LIMITS, RETENTIONS)
@settings(max_examples=200)
def test_a_larger_company_never_pays_less(raw, times, limit, retention):
    told = raw.get("company", {}).get("revenue_last_eur") or 100_000
    small, large = (changed(raw, "company.revenue_last_eur", min(int(told * k), 10**12)) for k in (1, times))
    assert all(nets(small, limit, retention)[cover] <= nets(large, limit, retention)[cover] for cover in PRICED)


@given(drawn_files(), LIMITS, RETENTIONS, st.floats(1, 10))
@settings(max_examples=200)
def test_a_larger_limit_costs_more_a_larger_retention_less(raw, limit, retention, times):
    now = nets(raw, limit, retention)
    more, less = nets(raw, int(limit * times), retention), nets(raw, limit, int(retention * times))
    assert all(less[cover] <= now[cover] <= more[cover] for cover in PRICED)


@given(
    drawn_files(), st.sampled_from(MODEL.controls), st.sampled_from(("yes", "partly")), st.data(), LIMITS, RETENTIONS
)
@settings(max_examples=300)
def test_a_better_control_never_raises_a_premium(raw, path, answer, data, limit, retention):
    worse = changed(raw, path, data.draw(st.sampled_from(BETTER[answer])))
    before, after = nets(worse, limit, retention), nets(changed(raw, path, answer), limit, retention)
    assert all(after[cover] <= before[cover] for cover in PRICED)


@given(drawn_files(), st.sampled_from(MODEL.controls), LIMITS, RETENTIONS)
@settings(max_examples=200)
def test_unknown_costs_what_no_costs(raw, path, limit, retention):
    prices = [nets(changed(raw, path, answer), limit, retention) for answer in ("no", "unknown", None)]
    assert prices[0] == prices[1] == prices[2]


@given(drawn_files(), COVER, LIMITS, LIMITS, RETENTIONS)
@settings(max_examples=200)
def test_layers_add_to_the_whole(raw, cover, first, second, retention):
    profile = profile_of(raw)
    whole = premium(profile, GUIDE, cover, first + second, retention).pure
    parts = [premium(profile, GUIDE, cover, *layer).pure for layer in ((first, retention), (second, retention + first))]
    assert sum(parts) == pytest.approx(whole, rel=1e-9)


@given(drawn_files(), COVER, LIMITS, RETENTIONS)
@settings(max_examples=200)
def test_the_premium_insures_the_loss_view(raw, cover, limit, retention):
    """The pure premium is the loss view's frequencies times the layer of its severities: nothing else comes in."""
    profile, place = profile_of(raw), PRICED.index(cover)
    curves = MODEL.severity(profile.ln_median)
    part, answered = MODEL.part[:, place], MODEL.answered[:, place]
    layers = [float(curves.layer(retention / k, (retention + limit) / k)[row, 0]) for row, k in enumerate(part)]
    expected = sum(f * a * k * x for f, a, k, x in zip(profile.frequency, answered, part, layers, strict=True))
    assert premium(profile, GUIDE, cover, limit, retention).pure == pytest.approx(expected, rel=1e-12)


@given(drawn_files(), LIMITS, RETENTIONS)
@settings(max_examples=200)
def test_what_a_control_saves_is_the_difference_it_makes(raw, limit, retention):
    profile = profile_of(raw)
    asked = four(limit, retention)
    saved = premium_saved(profile, GUIDE, asked)
    assert set(saved) == set(profile.improvable)
    assume(saved)
    assert min(saved.values()) >= 0
    path = max(saved, key=lambda name: (saved[name], name))
    after = profile_of(changed(raw, path, "yes"))
    if set(profile.asked) == set(after.asked):
        before, then = (premiums(each, GUIDE, asked) for each in (profile, after))
        assert abs(saved[path] - sum(before[c].total - then[c].total for c in PRICED)) <= Decimal("0.08")


def test_the_loss_view_is_completed_with_the_premiums_saved():
    profile = profile_of(company(safeguards={"endpoint_detection": "no"}))
    saved = premium_saved(profile, GUIDE, four(1_000_000, 10_000))
    view = with_savings(loss_view(profile, GUIDE, 1_000_000), saved)
    assert {control.code: control.premium_saved_eur for control in view.controls} == saved
    assert saved["safeguards.endpoint_detection"] > 100
