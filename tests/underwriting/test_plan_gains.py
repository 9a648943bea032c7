"""What each action changes, in words, and the order that follows: by priority, then by worth for the work."""

import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings

from tests.strategies import applicants, changed
from underwriting import assess, load_guide, read_applicant

ON = date(2026, 11, 22)
GUIDE = load_guide("2026-11")
APPLICANTS = Path(__file__).parents[1] / "applicants"


def raw(name):
    return tomllib.loads((APPLICANTS / f"{name}.toml").read_text("utf-8"))


def actions_of(file, language="fr"):
    """Every action of the four steps by its code, in order."""
    plan = assess(read_applicant(file), GUIDE, on=ON, language=language).plan
    return {action.code: action for step in plan for action in step.actions}


def test_the_only_reason_left_opens_the_cover():
    """modele is quoted; with 7 months of cash the directors' cover is referred for that alone."""
    file = changed(raw("modele"), "directors.cash_runway_months", 7)
    action = actions_of(file)["lift_reason_directors_runway"]
    assert action.gains == ("du renvoi au prix immédiat : responsabilité des dirigeants",)
    assert actions_of(file, "en")["lift_reason_directors_runway"].gains == (
        "from referral to an immediate price: directors’ liability",
    )


def test_one_reason_of_two_only_lifts_it():
    file = changed(changed(raw("modele"), "directors.cash_runway_months", 7), "directors.litigation", True)
    assert actions_of(file)["lift_reason_directors_runway"].gains == ("lève une des raisons du renvoi",)


def test_a_missing_prerequisite_holds_back_every_cover():
    file = changed(raw("modele"), "prerequisites.antivirus_weekly", "no")
    (gain, *_) = actions_of(file)["meet_prerequisite_antivirus_weekly"].gains
    assert gain.startswith("du renvoi au prix immédiat : cyber, responsabilité civile professionnelle")


def test_a_safeguard_says_what_it_takes_off_the_premium():
    """telesuivi's recommended covers cost 88.13 € less with a tested restore: shown as whole euros."""
    action = actions_of(raw("telesuivi"))["improve_safeguard_restore_tested"]
    assert action.effect["premium_saved_eur"] == "88.13"
    assert action.gains == ("−88 € de prime par an",)


def test_what_saves_more_for_the_work_comes_first():
    """A tested restore: 88.13 € of premium and its average loss for 4 hours; a warranty limited to the law takes 20."""
    found = actions_of(raw("telesuivi"))
    codes = list(found)
    assert codes.index("improve_safeguard_restore_tested") < codes.index("improve_safeguard_acceptance_signed")


def test_what_the_law_compels_comes_before_the_papers():
    """telesuivi sells a class IIa software on the market and reports no product liability."""
    first, second = list(actions_of(raw("telesuivi")))[:2]
    assert (first, second) == ("take_product_liability", "gather_policies")


@pytest.mark.parametrize("name", ["telesuivi", "capteur", "biotech", "modele"])
def test_an_action_without_effect_promises_nothing(name):
    for action in actions_of(raw(name)).values():
        told = set(action.effect) - {"owner"}
        assert action.gains or not told & {"closes_gap", "closes_gaps", "meets_duty", "takes_cover"}
        if not told:
            assert action.gains == ()


@settings(max_examples=200)
@given(applicants())
def test_priorities_rise_within_a_step_and_every_gain_is_whole(file):
    for step in assess(read_applicant(file), GUIDE, on=ON).plan:
        priorities = [action.priority for action in step.actions]
        assert priorities == sorted(priorities)
        assert all(gain and "{" not in gain for action in step.actions for gain in action.gains)
