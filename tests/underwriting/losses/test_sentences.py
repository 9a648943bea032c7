"""What the figures mean in words: one sentence on the year, an honest one on what controls are worth on average."""

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest

from tests.bench.files import GUIDE, company, profile_of
from tests.strategies import changed
from underwriting.assessment import CALIBRATIONS
from underwriting.losses import loss_view
from underwriting.losses.sentences import controls_in_words, year_in_words
from underwriting.words import about

VIEW = loss_view(profile_of(company()), GUIDE, 1_000_000)
YEAR = replace(
    VIEW.calibrations["blended"],
    probability_any=0.0478,
    typical_loss_eur=Decimal("28684.31"),
    var_99_eur=Decimal("362301.55"),
)


def test_the_year_is_a_chance_a_loss_and_a_bad_year():
    # 1 / 0.0478 = 20.9; amounts to two significant figures.
    assert year_in_words(YEAR, GUIDE, "fr") == (
        "1 chance sur 21 par an ; si cela arrive, environ 29 000 € ; une année sur cent, plus de 360 000 €"
    )
    assert year_in_words(YEAR, GUIDE, "en") == (
        "1 chance in 21 a year; if it happens, about €29,000; one year in a hundred, more than €360,000"
    )


def test_losses_rarer_than_once_a_century_have_no_bad_year_of_a_hundred():
    rare = replace(YEAR, probability_any=0.004, var_99_eur=Decimal(0))
    assert year_in_words(rare, GUIDE, "fr") == "1 chance sur 250 par an ; si cela arrive, environ 29 000 €"


def test_the_view_carries_its_sentences_in_its_language():
    english = loss_view(profile_of(company()), GUIDE, 1_000_000, "en")
    assert english.text == year_in_words(english.calibrations["blended"], GUIDE, "en")
    assert "paid claims" in english.controls_text
    assert "sinistres payés" in VIEW.controls_text


def test_a_control_pays_when_what_it_avoids_in_three_years_is_worth_its_hours():
    # Only the administrators' second factor is missing: its hours × 60 € over three years is the least it must avoid.
    answers = dict.fromkeys((path for path in GUIDE.losses.controls), "yes") | {"safeguards.mfa_admin": "no"}
    raw = company()
    for path, answer in answers.items():
        raw = changed(raw, path, answer)
    profile = profile_of(raw)
    assert profile.improvable == ("safeguards.mfa_admin",)
    plan = GUIDE.plan
    effort = plan.control_efforts.get("safeguards.mfa_admin", plan.control_effort)
    enough = plan.efforts[effort].hours.f * 60 / 3
    assert "1 out of 1" in controls_in_words(profile, np.array([enough]), GUIDE, "en")
    assert "none of the missing controls (1) pays" in controls_in_words(profile, np.array([enough - 1]), GUIDE, "en")
    complete = profile_of(changed(raw, "safeguards.mfa_admin", "yes"))
    assert controls_in_words(complete, np.array([]), GUIDE, "en") == ""


@pytest.mark.parametrize(
    ("amount", "said"), [(0, "€0"), (0.4, "€0"), (7.36, "€7"), (43_573, "€44,000"), (995, "€1,000")]
)
def test_amounts_are_told_to_two_figures(amount, said):
    assert about(amount, "en") == said


def test_the_sentence_on_the_year_is_that_of_the_blended_calibration():
    others = {year_in_words(VIEW.calibrations[name], GUIDE, "fr") for name in CALIBRATIONS if name != "blended"}
    assert VIEW.text not in others
