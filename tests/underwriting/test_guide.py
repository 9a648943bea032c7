"""Editions of the guide: the real one is whole; a spoilt copy says which file, which path and what would be right."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from underwriting import GuideError, editions, load_guide
from underwriting.guide.base import Numbers, Origin, Text
from underwriting.guide.loader import GUIDES, content_hash

EDITION = "2026-11"


@pytest.fixture
def copy(tmp_path):
    """A copy of the edition that a test may spoil."""
    shutil.copytree(GUIDES / EDITION, tmp_path / EDITION)
    return tmp_path / EDITION


def edit(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{file} no longer holds {old!r}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def problems(folder: Path) -> tuple[str, ...]:
    with pytest.raises(GuideError) as caught:
        load_guide(folder.name, root=folder.parent)
    return caught.value.problems


BAD = [
    ("rules.toml", 'code = "complaint"', 'code = "complaints"', ("rules.toml: complaint:", "add its entry")),
    ("rules.toml", 'code = "complaint"', 'code = "complaints"', ("rules.toml: complaints:", "no function has this name")),
    ("rules.toml", 'effect = "decline"', 'effect = "refuse"', ("rules.toml: rules.1.effect: 'refuse' is not a choice", "decline")),
    ("rules.toml", "way_back = ", "way_bak = ", ("rules.toml: rules.0.way_back: missing: give it",)),
    ("rules.toml", "way_back = ", "way_bak = ", ("rules.toml: rules.0.way_bak: unknown key", "remove it")),
    ("rules.toml", 'source = "csp_l1111_8"', 'source = "a_rumour"', ("source a_rumour is told nowhere", "add it to sources/")),
    ("rules.toml", "{count} réponse", "{total} réponse", ("rules.short_path_incomplete.text: the two languages fill different values",)),
    ("rules.toml", "value = 20_000_000", 'value = "a lot"', ("rules.toml: rules", "numbers.limit.value")),
    ("rules.toml", 'facts = ["history.refused_or_cancelled"]', 'facts = ["history.refused"]', ("history.refused is no question",)),
    ("rules.toml", 'facts = ["history.refused_or_cancelled"]', "facts = []", ("history.refused_or_cancelled: marked refers",)),
    ("states.toml", 'to = ["submitted"]', 'to = ["sent"]', ("states.toml: transitions.0.to.0: 'sent' is not a choice", "'submitted'")),
    ("covers.toml", 'code = "public_liability"', 'code = "cyber"', ("covers.toml: public_liability:", "add its entry")),
    ("guide.toml", "effective_from = 2026-11-01", "", ("guide.toml: effective_from: missing",)),
    ("guide.toml", "edition = ", "edition ", ("guide.toml: not TOML",)),
    ("questionnaire/01-company.toml", 'key = "headcount"', 'key = "head_count"', ("company.headcount", "ask it")),
    ("questionnaire/01-company.toml", 'key = "headcount"', 'key = "head_count"', ("company.head_count: the applicant file has no such key",)),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "said"), BAD)
def test_a_spoilt_guide_says_where_and_what_would_be_right(copy, file, old, new, said):
    edit(copy, file, old, new)
    lines = problems(copy)
    assert any(all(part in line for part in said) for line in lines), lines


def test_every_problem_of_an_edition_is_told_at_once(copy):
    edit(copy, "rules.toml", 'effect = "decline"', 'effect = "refuse"')
    edit(copy, "covers.toml", "name = ", "nome = ")
    edit(copy, "states.toml", 'who = ["system"]', 'who = ["nobody"]')
    assert {line.split(":")[0] for line in problems(copy)} >= {"rules.toml", "covers.toml", "states.toml"}


def test_a_missing_file_and_a_wrong_encoding_are_named(copy):
    (copy / "covers.toml").unlink()
    (copy / "states.toml").write_bytes("é".encode("latin-1"))
    assert "covers.toml: the file is missing: an edition has one" in problems(copy)
    assert "states.toml: not UTF-8: save it as UTF-8" in problems(copy)


def test_an_approved_edition_may_not_change(copy):
    edit(copy, "guide.toml", 'sha256 = "', 'sha256 = "0')
    text = (copy / "guide.toml").read_text(encoding="utf-8")
    (copy / "guide.toml").write_text(text.replace('"draft"', '"approved"'), encoding="utf-8")
    assert "approved but its content has changed" in problems(copy)[0]


def test_the_hash_covers_every_file_but_the_seal(copy):
    before = content_hash(copy)
    edit(copy, "guide.toml", "title", "# a remark\ntitle")
    assert content_hash(copy) == before
    edit(copy, "states.toml", "# States", "# The states")
    assert content_hash(copy) != before


def test_the_approved_hash_is_that_of_the_content():
    guide = load_guide(EDITION)
    assert guide.about.status == "draft" or guide.about.sha256 == content_hash(GUIDES / EDITION)


def test_the_edition_in_force_on_a_day():
    assert load_guide(on=date(2026, 11, 1)).edition == EDITION
    with pytest.raises(GuideError, match=r"no edition is in force on 2026-10-31: the first one starts on 2026-11-01"):
        load_guide(on=date(2026, 10, 31))
    with pytest.raises(GuideError, match=f"edition 1999-01: there is no such edition: one of {EDITION}"):
        load_guide("1999-01")
    assert editions() == (EDITION,)


def parts(value, found):
    """Every text and every number of a guide."""
    if isinstance(value, Text | Origin):
        found.append(value)
    if hasattr(type(value), "model_fields"):
        for name in type(value).model_fields:
            parts(getattr(value, name), found)
    elif isinstance(value, dict):
        for item in value.values():
            parts(item, found)
    elif isinstance(value, tuple | list):
        for item in value:
            parts(item, found)
    return found


def test_every_text_stands_in_two_languages_and_every_number_has_unit_source_date_and_confidence():
    guide = load_guide(EDITION)
    found = parts(guide, [])
    texts = [part for part in found if isinstance(part, Text)]
    numbers = [part for part in found if isinstance(part, Origin)]
    assert len(texts) > 900 and len(numbers) > 60
    for text in texts:
        assert text.fr.strip() and text.en.strip()
        assert "'" not in text.fr, f"a straight apostrophe in French: {text.fr}"
    for figure in numbers:
        source = guide.sources[figure.source]
        assert figure.unit and (figure.checked_on or source.checked_on) and (figure.confidence or source.confidence)
        assert not isinstance(figure, Numbers) or figure.values
