"""Residual risk by lever: a worked example, and what must hold for any file."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from tests.strategies import applicants, changed
from underwriting import CONTROL_PATHS, assess, for_prospect, load_guide, portable, read_applicant, read_bytes
from underwriting.coherence import problems_of
from underwriting.guide.residual_schema import LEVERS, REMAINS, ResidualGuide
from underwriting.losses import risk_profile
from underwriting.losses.model import model_of
from underwriting.visibility import reduce_to_visible

FILES = Path(__file__).parents[1] / "applicants"
GUIDE = load_guide("2026-11")
ON = date(2026, 11, 22)
ORDER = ("no", "partly", "yes")


def reference(name):
    return read_bytes((FILES / f"{name}.toml").read_bytes(), name=f"{name}.toml")


def residual(raw, language="fr"):
    applicant = read_applicant(raw) if isinstance(raw, dict) else raw
    return assess(applicant, GUIDE, on=ON, language=language).residual


def by_code(found):
    return {part.code: part for part in (*found.levers, *found.remains)}


def remaining(found, stage="today_eur"):
    return sum(getattr(part, stage) for part in found.remains)


def test_five_levers_and_three_remains_in_order():
    found = residual(reference("telesuivi"))
    assert tuple(lever.code for lever in found.levers) == LEVERS
    assert tuple(part.code for part in found.remains) == REMAINS


def test_the_loss_of_today_is_that_of_the_loss_view():
    # Exposed less what the four levers of prevention take is the year's expected loss as the loss view gives it: the
    # two come from different code.
    assessment = assess(reference("telesuivi"), GUIDE, on=ON)
    found = assessment.residual
    prevented = sum(lever.today_eur for lever in found.levers[:-1])
    assert found.exposed_eur - prevented == assessment.losses.calibrations["blended"].expected_annual_eur


def test_a_lever_taken_by_hand():
    # The first lever, contracts, by the formula itself: each scenario's frequency goes from its multiplier with no
    # control to the one with the contractual controls as they stand; y / (1 + |y| / most) saturates the sum of logs.
    applicant = reduce_to_visible(reference("telesuivi"), GUIDE)[0]
    profile, model = risk_profile(applicant, GUIDE), model_of(GUIDE)
    own = GUIDE.residual.levers[0].controls
    none = {path: 0.0 for path in profile.asked}
    held = none | {path: {"yes": 1.0, "partly": 0.5}.get(applicant.control(path), 0.0) for path in own}

    def multiplier(states, scenario):
        total = sum(
            (states.get(path, profile.states[place]) - model.in_reference[place]) * model.effects[place, scenario]
            for place, path in enumerate(model.controls)
        )
        most = model.most_credit if total < 0 else model.most_surcharge
        return np.exp(total / (1 + abs(total) / most))

    scale = model.calibrations[1]
    mean = model.severity(profile.ln_median + np.log(scale)).mean()[:, 0]
    now = {path: profile.states[model.controls.index(path)] for path in model.controls}
    saved = sum(
        scale * profile.frequency[s] / multiplier(now, s) * (multiplier(none, s) - multiplier(held, s)) * mean[s]
        for s in range(len(mean))
    )
    assert float(by_code(residual(reference("telesuivi")))["contractual_limits"].today_eur) == pytest.approx(
        saved, abs=0.02
    )


def test_insurance_counts_only_what_is_known_of_the_policies():
    raw = reference("telesuivi").tables()
    policy = raw["cover"]["professional_liability"]

    def paid(**change):
        held = {k: v for k, v in (policy | change).items() if v is not None}
        return by_code(residual(changed(raw, "cover.professional_liability", held)))["insurance"].today_eur

    assert paid() > 0
    assert paid(limit_eur=None) == paid(retention_eur=None) == paid(clauses=None) == 0
    assert paid(expires_on="2026-11-21") == 0
    covered = policy["clauses"] | {"pure_financial_loss": "covered"}
    # A larger non-material limit isn't read here: the clause is; covered counts twice what a reduced amount does, for
    # the scenarios that read it.
    assert paid(clauses=covered) > paid()


def test_a_directors_policy_needs_a_limit_only_and_a_product_policy_a_certificate():
    raw = changed(reference("telesuivi").tables(), "cover.professional_liability", {"held": "no"})
    directors = changed(raw, "cover.directors", {"held": "yes", "limit_eur": 1_000_000})
    assert by_code(residual(directors))["insurance"].today_eur > 0
    product = {"held": "yes", "limit_eur": 1_000_000, "retention_eur": 10_000}
    assert by_code(residual(changed(raw, "cover.product_liability", product)))["insurance"].today_eur == 0
    product["certificate"] = True
    assert by_code(residual(changed(raw, "cover.product_liability", product)))["insurance"].today_eur > 0


def test_without_an_immediate_offer_insurance_takes_no_more_after_the_plan():
    assessment = assess(reference("capteur"), GUIDE, on=ON)
    assert not assessment.quote.published
    insurance = by_code(assessment.residual)["insurance"]
    assert insurance.today_eur == insurance.after_eur == 0


def test_the_words_say_the_figures_in_both_languages():
    found = residual(reference("telesuivi"))
    assert f"{round(found.exposed_eur):,}".replace(",", " ") + " €" in found.text
    assert "une mauvaise année coûte bien plus" in found.text
    english = residual(reference("telesuivi"), "en")
    assert f"€{round(english.exposed_eur):,}" in english.text
    assert english.exposed_eur == found.exposed_eur
    gain = by_code(found)["insurance"].after_eur - by_code(found)["insurance"].today_eur
    assert f"{round(gain):,}".replace(",", " ") + " €" in by_code(found)["insurance"].text


def test_a_prospect_reads_the_same_residual_risk_and_no_cover_that_is_not_offered_is_in_it():
    for name in ("telesuivi", "capteur", "biotech", "sanctions"):
        assessment = assess(reference(name), GUIDE, on=ON)
        assert portable(for_prospect(assessment).residual) == portable(assessment.residual)
        if not assessment.quote.published:
            # Technical limits of unpublished covers would have shown here.
            insurance = by_code(assessment.residual)["insurance"]
            assert insurance.after_eur <= insurance.today_eur


@settings(max_examples=200)
@given(applicants())
def test_the_parts_add_up_exactly_and_stay_within_bounds(raw):
    found = residual(raw)
    parts = (*found.levers, *found.remains)
    for stage in ("today", "after"):
        assert sum(getattr(part, f"{stage}_eur") for part in parts) == found.exposed_eur
        assert sum(getattr(part, f"{stage}_per_thousand") for part in parts) == 1000
        assert all(0 <= getattr(part, f"{stage}_per_thousand") <= 1000 for part in parts)
        assert all(0 <= getattr(part, f"{stage}_eur") <= found.exposed_eur for part in parts)
    # The plan takes nothing away from prevention, and never leaves the company with more than today.
    assert all(lever.after_eur >= lever.today_eur for lever in found.levers[:-1])
    assert remaining(found, "after_eur") <= remaining(found)


@settings(max_examples=100)
@given(applicants(), st.sampled_from(CONTROL_PATHS), st.data())
def test_improving_a_control_never_raises_the_remaining_loss(raw, path, data):
    worse, better = data.draw(st.sampled_from((("no", "partly"), ("partly", "yes"), ("unknown", "yes"), (None, "yes"))))
    before, after = residual(changed(raw, path, worse)), residual(changed(raw, path, better))
    # The company without any lever is the same one.
    assert before.exposed_eur == after.exposed_eur
    assert remaining(after) <= remaining(before)


def test_a_control_without_lever_or_a_lever_without_control_is_a_problem_named():
    first = GUIDE.residual.levers[0]
    moved = first.model_copy(update={"controls": (*first.controls[1:], "contracts.nowhere"), "fields": ("a.b",)})
    rules = GUIDE.residual.model_copy(update={"levers": (moved, *GUIDE.residual.levers[1:])})
    found = problems_of(GUIDE.model_copy(update={"residual": rules}))
    assert f"residual.toml: levers: {first.controls[0]}: losses.toml measures this control: give it to a lever" in found
    assert any("contracts.nowhere: losses.toml doesn't measure this" in line for line in found)
    assert any("no question is called a.b" in line for line in found)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda g: g["levers"].reverse(), "levers: each once, in this order"),
        (lambda g: g["remains"].reverse(), "remains: each once, in this order"),
        (lambda g: g["remains"][0]["scenarios"].append("ransomware"), "exactly one part"),
        (lambda g: g["read_in"].update(ransomware="nowhere"), "no clause called nowhere"),
        (lambda g: g["levers"][0]["controls"].append(g["levers"][1]["controls"][0]), "each belongs to one lever"),
        (lambda g: g["sublimited"].update(value=Decimal("1.5")), "between 0 and 1"),
    ],
)
def test_a_guide_that_does_not_hold_together_is_refused(change, words):
    raw = GUIDE.residual.model_dump(mode="json")
    change(raw)
    with pytest.raises(ValidationError, match=words):
        ResidualGuide.model_validate(raw)
