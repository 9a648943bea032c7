"""Fix-to-quote: the smallest set of answers to change, as the rules themselves judge it."""

import tomllib
from datetime import date
from decimal import Decimal
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.strategies import applicants, changed
from underwriting import assess, fix_to_quote, load_guide, portable, read_applicant

ON = date(2026, 11, 22)
GUIDE = load_guide("2026-11")
APPLICANTS = Path(__file__).parents[1] / "applicants"

SPOILS = {
    "prerequisites.individual_passwords": ("no", "unknown", "not_applicable"),
    "prerequisites.data_backup_monthly_offline": ("no", "unknown"),
    "hosting.hds_certified": ("no", "partly", "unknown"),
    "hosting.hds_valid_until": ("2026-11-21",),
    "safeguards.backup_immutable": ("no", "partly", "unknown"),
    "safeguards.mfa_admin": ("no", "unknown"),
    "contracts.penalties": ("uncapped", "unknown"),
    "contracts.liability_cap": ("none", "some", "unknown"),
    "directors.cash_runway_months": (3, 8),
    "directors.negative_equity": (True,),
    "directors.equity_below_half_capital": (True,),
    "wishes.cyber_limit_eur": (5_000_000,),
    "wishes.directors_limit_eur": (3_000_000,),
    "history.incidents": ([{"year": 2025, "kind": "outage", "cost_eur": 2000, "remedied": False}],),
}
"""Answers that spoil a file which is otherwise quoted; each has a change that mends it, if it spoils anything."""


def raw(name):
    return tomllib.loads((APPLICANTS / f"{name}.toml").read_text("utf-8"))


QUOTED = {name: raw(name) for name in ("telesuivi", "modele")}


def fixes_of(file, on=ON, language="fr"):
    return fix_to_quote(read_applicant(file), GUIDE, on=on, language=language)


def mended(file, fixes):
    for fix in fixes:
        file = changed(file, fix.field, fix.then)
    return file


def outcomes(file):
    """Outcome of the file, and of each cover."""
    found = assess(read_applicant(file), GUIDE, on=ON)
    return found.decision.outcome, {cover.code: cover.outcome for cover in found.quote.covers}


@st.composite
def spoilt(draw):
    """A quoted file with up to four answers spoilt."""
    file = QUOTED[draw(st.sampled_from(sorted(QUOTED)))]
    for path in draw(st.lists(st.sampled_from(sorted(SPOILS)), min_size=1, max_size=4, unique=True)):
        file = changed(file, path, draw(st.sampled_from(SPOILS[path])))
    return file


@settings(max_examples=60)
@given(spoilt())
def test_the_changes_open_every_cover_and_none_of_them_is_too_many(file):
    found = fixes_of(file)
    whole, covers = outcomes(mended(file, found.fixes))
    assert whole == found.outcome_then == "quote"
    assert {path.cover: path.then for path in found.covers} == {
        code: covers[code] for code in covers if code in {path.cover for path in found.covers}
    }
    for size in range(len(found.fixes)):
        for fewer in combinations(found.fixes, size):
            assert outcomes(mended(file, fewer))[0] != "quote", [fix.code for fix in fewer]


@settings(max_examples=200)
@given(applicants())
def test_what_is_promised_of_any_file_is_what_the_rules_say_of_the_changed_one(file):
    found = fixes_of(file)
    stated = mended(file, found.fixes)
    whole, covers = outcomes(stated)
    assert whole == found.outcome_then
    for path in found.covers:
        assert covers[path.cover] == path.then, path.cover
        assert path.now == "quote" or not path.remaining or path.then != "quote"
    assert len({fix.code for fix in found.fixes}) == len(found.fixes)
    assert all(fix.due_on >= ON and fix.lifts for fix in found.fixes)


@settings(max_examples=60)
@given(spoilt())
def test_a_change_never_makes_a_premium_rise(file):
    found = fixes_of(file)
    assert all(fix.saved_eur is None or fix.saved_eur >= 0 for fix in found.fixes)
    for path in found.covers:
        if path.total_now_eur is not None and path.range_then_eur is not None:
            assert path.range_then_eur[0] <= path.total_now_eur
    assert found.range_then_eur is None or found.range_then_eur[0] <= found.range_then_eur[1]
    if found.range_cheaper_eur:
        assert found.range_cheaper_eur[0] < found.range_then_eur[0]


def test_a_quoted_file_needs_nothing_and_hears_what_makes_it_cheaper():
    found = fixes_of(QUOTED["telesuivi"])
    quote = assess(read_applicant(QUOTED["telesuivi"]), GUIDE, on=ON).quote
    assert found.outcome_now == found.outcome_then == "quote"
    assert found.fixes == () and found.ready_on is None and found.answer_first == ()
    # The four covers cost what the recommended option costs.
    assert found.total_now_eur == quote.options[1].total_eur == found.range_then_eur[0]
    assert 0 < len(found.cheaper) <= 3
    # Several safeguards together save at most what each would save alone: their effect saturates, minimums hold.
    alone = sum((fix.saved_eur for fix in found.cheaper), Decimal(0))
    assert Decimal(0) < found.range_then_eur[0] - found.range_cheaper_eur[0] <= alone * Decimal("1.01")


def test_a_device_maker_reads_the_shortest_way_to_two_covers():
    """capteur: two prerequisites, the host's certificate and a wish of 5 M€ hold back cyber; equity and cash besides
    hold back the directors' cover. Class IIb and a dose leave liability to a broker whatever it does."""
    found = fixes_of(raw("capteur"))
    assert {fix.field for fix in found.fixes} == {
        "prerequisites.data_backup_monthly_offline",
        "prerequisites.system_backup_on_change",
        "hosting.hds_certified",
        "wishes.cyber_limit_eur",
        "directors.negative_equity",
        "directors.cash_runway_months",
    }
    by_cover = {path.cover: path for path in found.covers}
    assert by_cover["cyber"].then == by_cover["directors_liability"].then == "quote"
    assert "professional_device_class" in by_cover["professional_liability"].remaining
    assert by_cover["product_liability"].then == "refer"
    # An unknown prerequisite is to be found out, a missing one to be met.
    kinds = {fix.field: fix.kind for fix in found.fixes}
    assert kinds["prerequisites.system_backup_on_change"] == "find_out"
    assert kinds["prerequisites.data_backup_monthly_offline"] == "do"
    assert kinds["wishes.cyber_limit_eur"] == "choose"


def test_sanctions_leave_nothing_to_change():
    found = fixes_of(raw("sanctions"))
    assert found.outcome_now == found.outcome_then == "decline"
    assert found.fixes == () and found.range_then_eur is None
    assert all("sanctioned_countries" in path.remaining for path in found.covers)


def test_an_empty_file_is_told_to_answer_first():
    found = fixes_of({})
    assert found.outcome_then == "incomplete"
    assert "company.name" in found.answer_first and "prerequisites.antivirus_weekly" not in found.answer_first
    assert found.range_then_eur is None


def test_both_conditions_of_a_certificate_are_mended_together():
    """An ended certificate refers, whatever is said of the chain: one date to change, not the answer."""
    file = changed(QUOTED["telesuivi"], "hosting.hds_valid_until", "2026-11-21")
    assert [fix.code for fix in fixes_of(file).fixes] == ["renew_hds_certificate_hds_valid_until"]
    file = changed(file, "hosting.hds_certified", "partly")
    assert {fix.field for fix in fixes_of(file).fixes} == {"hosting.hds_certified", "hosting.hds_valid_until"}


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", sorted(path.stem for path in APPLICANTS.glob("*.toml")))
def test_the_words_are_whole_and_the_result_is_json(name, language):
    found = portable(fixes_of(raw(name), language=language))
    for text in [found["text"], *(fix["text"] for fix in found["fixes"]), *(fix["effort"] for fix in found["fixes"])]:
        assert text and "{" not in text and "None" not in text and not text.endswith(" ")
