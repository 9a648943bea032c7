"""Maturity of the safeguards: worked examples, and what must hold for any file."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from tests.strategies import applicants, changed
from underwriting.applicant import CONTROL_PATHS, Applicant, read_applicant, read_bytes
from underwriting.editions import load_guide
from underwriting.guide.maturity_schema import MaturityGuide
from underwriting.maturity import assess_maturity
from underwriting.visibility import reduce_to_visible

FILES = Path(__file__).parents[1] / "applicants"
GUIDE = load_guide("2026-11")
COUNTED = [path for theme in GUIDE.maturity.themes for path in theme.points.values]
ORDER = ("no", "partly", "yes")


def maturity(applicant, language="fr"):
    return assess_maturity(reduce_to_visible(applicant, GUIDE)[0], GUIDE, language)


def of(raw, language="fr"):
    return maturity(read_applicant(raw), language)


def reference(name):
    return maturity(read_bytes((FILES / f"{name}.toml").read_bytes(), name))


def test_telesuivi_point_by_point():
    # prerequisites 20 - half of the data backup's 5                                                  = 17.5
    # access        5 + 4 + half of 4 (administrators) + 0 (backups) + half of 2 (least access) + 3   = 15
    # protection    all                                                                               = 16
    # recovery      0 (no restore tried) + half of 4 (immutable) + 0                                  =  2
    # response      half of 5 (plan) + 0 (logs) + 2 + 2 + 0 (disclosure)                              =  6.5
    # development   3 + 3 + half of 2 (inventory) + 2                                                 =  9
    # people        4 + half of 2 (board) + 1 + 1 + 1 + half of 1 (retention)                         =  8.5
    # bonuses       HDS 1 + ISO 27001 2; patches in 14 days earn none                                 =  3
    found = reference("telesuivi")
    assert [theme.score for theme in found.themes] == [17.5, 15, 16, 2, 6.5, 9, 8.5]
    assert found.score == 77.5
    assert found.grade == "B"


def test_capteur_point_by_point():
    # prerequisites 4 + 3 + half of 4; access 5 (e-mail); protection 2 + 2 (encryption); development half of 2
    found = reference("capteur")
    assert [theme.score for theme in found.themes] == [9, 5, 4, 0, 0, 1, 0]
    assert (found.score, found.grade) == (19, "E")


def test_a_perfect_file_is_capped_and_says_so():
    # 100 + HDS 1 + ISO 27001 2 + patches within 5 days 2 = 105, brought back by 5
    found = reference("modele")
    assert (found.score, found.grade) == (100, "A")
    assert [(driver.field, driver.points) for driver in found.drivers if driver.points < 0] == [("cap", -5)]


@pytest.mark.parametrize(
    ("name", "score", "grade"), [("biotech", 41, "D"), ("logiciel-court", 15, "E"), ("vide", 0, "E")]
)
def test_other_reference_companies(name, score, grade):
    # biotech: prerequisites 20, access 5 + 4, encryption 2, restore 4, plan 5, data officer 1.
    # logiciel-court: two prerequisites 4 + 4, e-mail 5, remote access that doesn't apply: half of 4.
    found = reference(name)
    assert (found.score, found.grade) == (score, grade)


@pytest.mark.parametrize(
    ("score", "grade"),
    [
        (100, "A"),
        (85, "A"),
        (84.5, "B"),
        (70, "B"),
        (69.5, "C"),
        (50, "C"),
        (49.5, "D"),
        (30, "D"),
        (29.5, "E"),
        (0, "E"),
    ],
)
def test_grades_begin_where_the_guide_says(score, grade):
    table = {}
    left = Decimal(str(score))
    for theme in GUIDE.maturity.themes:
        for path, worth in theme.points.values.items():
            answer = "yes" if worth <= left else "partly" if worth / 2 <= left else "no"
            left -= {"yes": worth, "partly": worth / 2, "no": Decimal(0)}[answer]
            table = changed(table, path, answer)
    found = of(table)
    assert (found.score, found.grade) == (score, grade)


def test_only_questions_put_to_everyone_are_counted():
    assert set(COUNTED) <= set(CONTROL_PATHS)
    assert not [path for path in COUNTED if GUIDE.question(path).visible_when]
    assert {path for path in CONTROL_PATHS if path.startswith(("prerequisites.", "safeguards."))} <= set(COUNTED)


def test_every_counted_field_has_a_driver_that_names_its_question():
    found = maturity(Applicant(), "en")
    assert [driver.field for driver in found.drivers[: len(COUNTED)]] == COUNTED
    for driver in found.drivers[: len(COUNTED)]:
        assert GUIDE.question(driver.field).name.en[1:] in driver.text


def test_a_partly_names_its_scope():
    found = of({"safeguards": {"mfa_admin": {"answer": "partly", "where": ["cloud_console"]}}}, "en")
    driver = next(driver for driver in found.drivers if driver.field == "safeguards.mfa_admin")
    assert "cloud" in driver.text.lower()
    assert driver.points == 2


@pytest.mark.parametrize(("days", "points"), [(0, 2), (7, 2), (8, 0), (None, 0)])
def test_quick_patching_is_a_bonus(days, points):
    safeguards = {} if days is None else {"critical_patch_days": days}
    assert of({"safeguards": safeguards}).score == points


def test_certificates_add_up_and_none_is_no_fault():
    every = ["iso27001", "hds", "iso13485", "iec62304", "soc2", "none"]
    assert of({"safeguards": {"certifications": every}}).score == 2 + 1 + 1 + 1 + 2
    assert of({"safeguards": {"certifications": ["none"]}}).score == 0


@given(applicants())
def test_a_score_is_the_exact_sum_of_its_drivers(raw):
    found = of(raw)
    assert found.score == sum(driver.points for driver in found.drivers)
    assert 0 <= found.score <= 100
    assert sum(theme.weight for theme in found.themes) == 100
    bonus_and_cap = [driver.points for driver in found.drivers if driver.field not in COUNTED]
    assert sum(theme.score for theme in found.themes) + sum(bonus_and_cap) == found.score
    assert all(0 <= theme.score <= theme.weight for theme in found.themes)
    assert all(driver.points * 4 == int(driver.points * 4) for driver in found.drivers)


@given(applicants(), st.sampled_from(CONTROL_PATHS), st.integers(0, 1))
def test_improving_a_control_never_lowers_it(raw, path, step):
    before, after = (of(changed(raw, path, answer)) for answer in ORDER[step : step + 2])
    assert after.score >= before.score
    assert after.grade <= before.grade


@given(applicants(), st.sampled_from(CONTROL_PATHS))
def test_unknown_and_unanswered_score_like_no(raw, path):
    no, unknown, unanswered = (of(changed(raw, path, answer)).score for answer in ("no", "unknown", None))
    assert no == unknown == unanswered


@given(applicants(), st.sampled_from(COUNTED))
def test_what_does_not_apply_scores_like_partly(raw, path):
    assert of(changed(raw, path, "not_applicable")).score == of(changed(raw, path, "partly")).score


@given(applicants())
def test_both_languages_say_the_same_of_different_words(raw):
    french, english = of(raw), of(raw, "en")
    assert (french.score, french.themes) == (english.score, english.themes)
    for here, there in zip(french.drivers, english.drivers, strict=True):
        assert (here.field, here.points) == (there.field, there.points)
        assert here.text != there.text


def _table():
    return GUIDE.maturity.model_dump()


def _weigh(value):
    table = _table()
    table["themes"][0]["points"]["values"]["prerequisites.antivirus_weekly"] = value
    return table


def _grades(**floors):
    table = _table()
    table["grades"]["values"] = floors
    return table


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (_weigh(4), "weigh 101"),
        (_weigh(3.25), "multiples of 0.5"),
        (_grades(A=85, B=70, D=30, C=50, E=0), "in this order"),
        (_grades(A=85, B=90, C=50, D=30, E=0), "below the one before"),
        (_grades(A=85, B=70, C=50, D=30, E=5), "E at 0"),
    ],
)
def test_a_guide_that_does_not_add_up_is_refused(table, message):
    with pytest.raises(ValidationError, match=message):
        MaturityGuide.model_validate(table)
