"""From answers to size, hazards and controls: what counts, what is never rewarded, and that nothing jumps."""

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.bench.files import GUIDE, company, drawn_files, profile_of, reference
from tests.strategies import changed
from underwriting.guide.losses_schema import SCENARIOS
from underwriting.losses import exposure_base, risk_profile
from underwriting.losses.model import model_of

MODEL = model_of(GUIDE)
BETTER = {"yes": ("partly", "no", "unknown", None), "partly": ("no", "unknown", None)}
PRODUCT, DIRECTORS, HIJACK = (SCENARIOS.index(c) for c in ("product_defect", "directors_claim", "device_hijack"))


def hazard(scenario: int, raw: dict) -> float:
    return float(profile_of(raw).hazards[scenario])


def test_the_reference_company_is_the_reference():
    profile = profile_of(company())
    assert profile.ln_base == 0
    assert profile.ln_persons == 0
    assert profile.hazards == pytest.approx(MODEL.reference_hazards)
    assert profile.frequency == pytest.approx(MODEL.frequency * MODEL.reference_hazards)


def test_frequencies_are_rebased_so_that_the_reference_layer_keeps_its_lognormal_price():
    # Ransomware, reference company: 0.54 % a year, median 44 000 €, sigma 1.9; cyber pays 85 % of a loss, so that
    # 1 M€ above 10 k€ is the layer from 11 764.71 to 1 188 235.29 of the loss. Lognormal, with z = (ln x - ln 44 000) / 1.9
    # and a mean of 44 000 e^(1.9²/2) = 267 518.74:
    #   x =    11 764.71: z = -0.694256, LEV = 267 518.74 × 0.004740 +    11 764.71 × 0.756239 =  10 164.91
    #   x = 1 188 235.29: z =  1.734755, LEV = 267 518.74 × 0.434376 + 1 188 235.29 × 0.041392 = 165 387.17
    # Price 0.0054 × 0.85 × (165 387.17 - 10 164.91) = 712.47 €.
    place = SCENARIOS.index("ransomware")
    layer = MODEL.severity(MODEL.ln_median).layer(10_000 / 0.85, 1_010_000 / 0.85)[place, 0]
    assert MODEL.frequency[place] * 0.85 * layer == pytest.approx(712.47, abs=0.01)


@pytest.mark.parametrize(
    ("told", "base"),
    [
        ({}, 50_000),
        ({"revenue_last_eur": 300_000}, 300_000),
        ({"revenue_last_eur": 300_000, "revenue_forecast_eur": 700_000}, 700_000),
        ({"revenue_last_eur": 0, "annual_spend_eur": 6_500_000}, 6_500_000),
        ({"revenue_last_eur": 500_000, "headcount": 10}, 600_000),
    ],
)
def test_size_is_the_greatest_of_what_is_told(told, base):
    assert profile_of({"company": told}).exposure_base == base


def test_size_of_an_empty_file_is_the_floor():
    assert exposure_base(reference("vide"), GUIDE) == 50_000


@pytest.mark.parametrize(
    ("raw", "product", "hijack"),
    [
        (company(), 0.25, 0.05),
        (company(status="mdr", product={"device_class": "IIa"}), 2 * 3, 1),
        (company(status="unknown"), 2 * 12, 1),
        (company(status="mdr"), 2 * 12, 1),
        (company(status="ivdr", product={"device_class": "B"}), 2 * 3, 1),
        (
            company(
                family="connected_device", status="mdr", product={"device_class": "IIb", "units_in_service": 1_000}
            ),
            18,
            3,
        ),
        (company(family="connected_device", product={"units_in_service": 1_000}), 3, 3),
        (company(family="other_health_product"), 1, 0.2),
    ],
)
def test_bodily_hazards_follow_the_product_and_its_class(raw, product, hijack):
    assert hazard(PRODUCT, raw) == pytest.approx(product)
    assert hazard(HIJACK, raw) == pytest.approx(hijack)


def test_implants_studies_and_units_add_to_it():
    plain = company(family="connected_device", status="mdr", product={"device_class": "III", "units_in_service": 1_000})
    implant = changed(plain, "product.implantable", True)
    study = changed(plain, "product.stage", "clinical_study")
    assert hazard(PRODUCT, implant) == pytest.approx(2 * hazard(PRODUCT, plain))
    assert hazard(PRODUCT, study) == pytest.approx(2 * hazard(PRODUCT, plain))
    many = changed(plain, "product.units_in_service", 16_150)
    assert hazard(PRODUCT, many) == pytest.approx(2 * hazard(PRODUCT, plain))  # (16 160 / 1 010)^0.25 = 2


def test_a_device_sold_beside_the_main_product_still_counts():
    raw = company(product={"families": ["software", "connected_device"], "units_in_service": 1_000})
    alone = company(family="connected_device", product={"units_in_service": 1_000})
    assert hazard(PRODUCT, raw) == hazard(PRODUCT, alone)
    assert hazard(HIJACK, raw) == hazard(HIJACK, alone)
    assert hazard(0, raw) == hazard(0, company())


def test_the_board_situation_multiplies_up_to_six():
    assert hazard(DIRECTORS, company(directors={"external_investors": True})) == 1.5
    both = {"external_investors": True, "negative_equity": True}
    assert hazard(DIRECTORS, company(directors=both)) == 3
    distress = both | {"cash_runway_months": 8}
    assert hazard(DIRECTORS, company(directors=distress)) == pytest.approx(5.4)  # 1.5 × 2 × 1.8
    assert hazard(DIRECTORS, company(directors=distress | {"litigation": True})) == 6  # × 1.5 would be 8.1
    assert hazard(DIRECTORS, company(directors={"cash_runway_months": 9})) == 1


@pytest.mark.parametrize(
    ("data", "headcount", "counted", "told"),
    [
        ({"kinds": ["identity"]}, None, 25_000, False),
        ({"kinds": ["identity"], "personal_records": 300}, None, 300, True),
        ({"kinds": ["identity"], "personal_records": 0}, None, 100, True),
        ({"kinds": ["staff"]}, 12, 1_000, False),
        ({"kinds": ["staff"]}, 4_000, 4_000, False),
        ({"kinds": ["staff", "payment"]}, 12, 25_000, False),
        ({"kinds": ["health"]}, None, 100_000, False),
        ({"kinds": ["health"], "personal_records": 700}, None, 100_000, False),
        ({"kinds": ["health"], "health_records": 900}, None, 900, True),
        ({"kinds": []}, 12, 100, True),
        ({}, None, 100_000, False),
    ],
)
def test_a_number_of_persons_left_unanswered_is_counted_high_and_one_told_is_kept(data, headcount, counted, told):
    raw = {"data": data, "company": {"headcount": headcount} if headcount else {}}
    profile = profile_of(raw)
    assert (profile.persons, profile.persons_told) == (counted, told)


@pytest.mark.parametrize("told", [0, 500, 24_000])
def test_silence_on_the_number_of_persons_never_pays(told):
    silent = changed(company(), "data", {"kinds": ["identity", "staff"]})
    before, after = profile_of(silent), profile_of(changed(silent, "data.personal_records", told))
    assert (before.frequency >= after.frequency).all()
    assert (before.ln_median >= after.ln_median).all()
    assert before.ln_median.sum() > after.ln_median.sum()


def happens(raw):
    return {code for code, often in zip(SCENARIOS, profile_of(raw).frequency, strict=True) if often}


def test_what_cannot_happen_does_not_weigh():
    # A biotech with nothing digital can't have its product taken over; without services it errs for no client.
    molecule = {"other_kind": "biotech", "attached_digital_service": False}
    biotech = company(family="other_health_product", product=molecule)
    assert happens(biotech) == set(SCENARIOS) - {"device_hijack", "professional_error"}
    assert happens(changed(biotech, "contracts.projects_share", 0.1)) == set(SCENARIOS) - {"device_hijack"}
    assert happens(changed(biotech, "product.attached_digital_service", True)) == set(SCENARIOS)
    assert happens(changed(biotech, "product.attached_digital_service", None)) == set(SCENARIOS)
    assert happens(company()) == happens({}) == set(SCENARIOS)


@pytest.mark.parametrize("fact", ["external_investors", "negative_equity", "litigation"])
def test_silence_about_the_board_is_never_rewarded(fact):
    silent = changed(company(), f"directors.{fact}", None)
    assert hazard(DIRECTORS, silent) == hazard(DIRECTORS, changed(silent, f"directors.{fact}", True))
    assert f"{fact}_unanswered" in profile_of(silent).situation


def test_a_silent_device_maker_counts_as_a_large_one():
    raw = company(family="connected_device")
    assert profile_of(raw).units == 10_000
    assert "units_unanswered" in profile_of(raw).situation
    assert hazard(PRODUCT, raw) == hazard(PRODUCT, changed(raw, "product.units_in_service", 10_000))


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (company(), "no_device"),
        (company(status="mdr"), "software_device"),
        (company(status="unknown"), "software_device"),
        ({}, "software_device"),
        (company(family="connected_device"), "device"),
        (company(family="other_health_product", status="mdr"), "device"),
        (company(family="other_health_product", product={"other_kind": "pharma"}), "device"),
        (company(family="other_health_product", product={"other_kind": "laboratory"}), "no_device"),
    ],
)
def test_what_the_product_cover_insures(raw, kind):
    assert profile_of(raw).product == kind


def test_control_states():
    safeguards = {"mfa_email": "yes", "mfa_admin": "partly", "mfa_backup": "unknown", "restore_tested": "not_applicable",
                  "least_privilege": "not_applicable"}  # fmt: skip
    profile = profile_of({"safeguards": safeguards})
    state = dict(zip(MODEL.controls, profile.states, strict=True))
    assert state["safeguards.mfa_email"] == 1
    assert state["safeguards.mfa_admin"] == 0.5
    assert state["safeguards.mfa_backup"] == state["safeguards.logs_reviewed"] == 0
    assert state["safeguards.restore_tested"] == 1  # what the market-standard company has
    assert state["safeguards.least_privilege"] == 0
    assert {"safeguards.mfa_email", "safeguards.restore_tested"}.isdisjoint(profile.improvable)
    assert {"safeguards.mfa_admin", "safeguards.logs_reviewed"} <= set(profile.improvable)
    assert "product.safe_offline" not in profile.asked


def test_all_controls_together_stay_within_their_limits():
    best, worst = (np.exp(MODEL.control_logs(np.full(len(MODEL.controls), state))) for state in (1.0, 0.0))
    assert (best > 0.60).all() and (best < 1).all()
    assert (worst > 1).all() or (worst[worst <= 1] == 1).all()
    assert (worst < 1.70).all()


@given(drawn_files(), st.sampled_from(MODEL.controls), st.sampled_from(["yes", "partly"]), st.data())
@settings(max_examples=200)
def test_a_better_control_never_raises_a_frequency(raw, path, answer, data):
    worse = changed(raw, path, data.draw(st.sampled_from(BETTER[answer])))
    better = changed(raw, path, answer)
    before, after = profile_of(worse), profile_of(better)
    assume(path in before.asked)
    assert (after.frequency <= before.frequency).all()
    moved = (MODEL.effects[MODEL.controls.index(path)] < 0) & (before.frequency > 0)
    assert (after.frequency[moved] < before.frequency[moved]).all()


@given(drawn_files(), st.sampled_from(MODEL.controls))
@settings(max_examples=200)
def test_unknown_is_no_and_so_is_silence(raw, path):
    no, unknown, silent = (profile_of(changed(raw, path, answer)) for answer in ("no", "unknown", None))
    assert (no.frequency == unknown.frequency).all()
    assert (no.frequency == silent.frequency).all()


@given(drawn_files())
@settings(max_examples=200)
def test_any_file_has_a_finite_profile(raw):
    profile = profile_of(raw)
    for figures in (profile.frequency, profile.ln_median, profile.hazards):
        assert np.isfinite(figures).all()
    assert (profile.frequency >= 0).all()
    assert (profile.frequency > 0).sum() >= len(SCENARIOS) - 2
    assert 50_000 <= profile.exposure_base <= 1e14
    assert math.isfinite(profile.ln_persons)


@given(drawn_files(), st.integers(0, 10**9 - 1), st.integers(0, 10**12 - 1))
@settings(max_examples=200)
def test_more_persons_or_revenue_never_lower_anything(raw, persons, revenue):
    raw = changed(changed(raw, "data.kinds", ["health"]), "data.health_records", persons)
    raw = changed(raw, "company.revenue_last_eur", revenue)
    before = profile_of(raw)
    for more in (
        changed(raw, "data.health_records", persons + 1),
        changed(raw, "company.revenue_last_eur", revenue + 1),
    ):
        after = profile_of(more)
        assert (after.frequency >= before.frequency).all()
        assert (after.ln_median >= before.ln_median).all()


def test_profiles_are_deterministic():
    first, second = (risk_profile(reference("telesuivi"), GUIDE) for _ in range(2))
    assert (first.frequency == second.frequency).all()
