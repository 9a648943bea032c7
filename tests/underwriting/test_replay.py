"""Two editions held side by side: what a changed guide does to a company, no more and no less."""

import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from underwriting import assess, compare, load_guide, read_bytes
from underwriting.guide.loader import GUIDES

EDITION, NEXT = "2026-11", "2027-01"
ON = date(2026, 11, 22)
APPLICANTS = Path(__file__).resolve().parent.parent / "applicants"


@pytest.fixture
def edition(tmp_path):
    """Makes the next edition from this one, with each `(file, old, new)` replaced once."""

    def make(*edits):
        folder = tmp_path / NEXT
        shutil.copytree(GUIDES / EDITION, folder)
        for file, old, new in (("guide.toml", EDITION, NEXT), *edits):
            text = (folder / file).read_text(encoding="utf-8")
            assert old in text, f"{file} no longer holds {old!r}"
            (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
        return load_guide(NEXT, root=tmp_path)

    return make


def applicant(name="telesuivi"):
    file = APPLICANTS / f"{name}.toml"
    return read_bytes(file.read_bytes(), file.name)


def both(guide, name="telesuivi", language="fr"):
    file = applicant(name)
    return [assess(file, each, on=ON, language=language) for each in (load_guide(EDITION), guide)]


def changes(guide, name="telesuivi"):
    return {(c.part, c.code): (c.before, c.after) for c in compare(*both(guide, name))}


DIRECTORS_MINIMUM = ("tariff.toml", "minimum = { values = { all = 700 }", "minimum = { values = { all = 10_000 }")


def with_size(limit):
    """The edit that puts the size above which a broker places cyber cover at `limit` euros."""
    text = (GUIDES / EDITION / "rules.toml").read_text(encoding="utf-8")
    entry = text[text.index('code = "cyber_size"') :].partition("[[rules]]")[0]
    assert "value = 20_000_000" in entry
    return "rules.toml", entry, entry.replace("value = 20_000_000", f"value = {limit}")


def test_the_same_rules_under_another_name_change_nothing(edition):
    guide = edition()
    for file in sorted(APPLICANTS.glob("*.toml")):
        assert compare(*both(guide, file.stem)) == ()


def test_better_words_are_no_difference(edition):
    guide = edition(("rules.toml", "Réclamation reçue", "Une réclamation reçue"))
    assert compare(*both(guide)) == ()


def test_a_lower_threshold_refers_the_cover_and_says_what_it_takes_away(edition):
    # Télésuivi forecasts 4 200 000 €: below the 20 M€ of the edition, above the 3 M€ of the next one.
    found = changes(edition(with_size("3_000_000")))
    assert found["outcome", "file"] == ("quote", "partial")
    assert found["cover", "cyber"] == ("quote", "refer")
    assert found["reason", "cyber_size"] == (None, "refer")
    # Nothing else is decided anew, and technical prices stay: only what is published, and what to do, follow.
    assert {part for part, _ in found} == {"outcome", "cover", "reason", "option", "action"}
    assert ("action", "2.lift_reason_cyber_size") in found


def test_the_threshold_itself_is_still_automatic(edition):
    assert changes(edition(with_size("4_200_000"))) == {}


def test_a_higher_minimum_raises_one_premium_to_the_cent(edition):
    before, after = both(edition(DIRECTORS_MINIMUM))
    found = {(c.part, c.code): c for c in compare(before, after)}
    premium = found["premium", "directors_liability"]
    # 10 000 € net, 9 % of tax: 10 900 €.
    assert premium.after == Decimal("10900.00")
    assert premium.before == next(c.total_eur for c in before.quote.covers if c.code == "directors_liability")
    assert premium.share == (Decimal("10900.00") - premium.before) / premium.before and premium.share > 0
    assert premium.kind == "changed"
    # Each option that holds the cover costs that much more; the others cost what they did.
    held = {o.code: [c for c in o.covers if c.code == "directors_liability"] for o in before.quote.options}
    for code, covers in held.items():
        if covers:
            option = found["option", code]
            assert option.after - option.before == Decimal("10900.00") - covers[0].total_eur
    assert {code for part, code in found if part == "option"} == {code for code, covers in held.items() if covers}
    assert {part for part, _ in found} == {"premium", "option"}


def test_a_company_without_the_cover_pays_nothing_more(edition):
    assert changes(edition(DIRECTORS_MINIMUM), "logiciel-court") == {}


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        # Two points more at the start of a situation that applies, none for those that do not.
        (("situations.toml", "base = { value = 12", "base = { value = 14"), {("situation", "software"): 2}),
        # Télésuivi holds ISO 27001 and is below the cap: the bonus for it goes from 2 points to 3.5.
        (("maturity.toml", "iso27001 = 2", "iso27001 = 3.5"), {("maturity", "score"): 1.5}),
    ],
    ids=["situation", "maturity"],
)  # fmt: skip
def test_scores_move_by_the_points_changed(edition, edit, expected):
    found = compare(*both(edition(edit)))
    assert {(c.part, c.code): c.after - c.before for c in found} == expected


@pytest.mark.parametrize(
    ("edit", "part", "code", "values"),
    [
        (("conditions.toml", '[conditions.covers]\ncyber = "bind"', '[conditions.covers]\ncyber = "quote"'), "condition", "cyber.signed_proposal", ("bind", "quote")),
        (("guarantees.toml", 'code = "monitoring"\nincluded = "yes"', 'code = "monitoring"\nincluded = "option"'), "guarantee", "cyber.monitoring", ("yes", "option")),
    ],
    ids=["condition", "guarantee"],
)  # fmt: skip
def test_one_change_of_a_cover_is_told_alone(edition, edit, part, code, values):
    # What there is to do may follow; nothing else does.
    (change,) = (c for c in compare(*both(edition(edit))) if c.part != "action")
    assert (change.part, change.code, (change.before, change.after)) == (part, code, values)


def test_a_gap_weighs_as_its_clause_is_judged(edition):
    # Severity = exposure × 25 × weight of the answer: a lower scale lowers every open gap, and none that is closed.
    before, after = both(
        edition(("gaps.toml", "points_per_exposure = { value = 25", "points_per_exposure = { value = 20"))
    )
    severities = {gap.code: gap.severity for gap in before.gaps}
    changed = {c.code: c for c in compare(before, after) if c.part == "gap"}
    assert set(changed) == {code for code, severity in severities.items() if severity}
    assert all(c.after < c.before for c in changed.values())


def test_a_duty_appears_once_its_threshold_is_crossed(edition):
    # NIS 2 binds from 50 persons; Télésuivi has 34. At 30 it comes into view, and with it what there is to do.
    found = changes(edition(("obligations.toml", "numbers.staff = { value = 50", "numbers.staff = { value = 30")))
    before, after = found["obligation", "nis2"]
    assert before is None and after in ("yes", "to_confirm")


def test_both_languages_find_the_same_changes(edition):
    guide = edition(with_size("3_000_000"), DIRECTORS_MINIMUM)
    assert compare(*both(guide, language="fr")) == compare(*both(guide, language="en"))
