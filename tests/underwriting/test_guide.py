"""Editions of the guide: the real one is whole; a spoilt copy says which file, which path and what would be right."""

import shutil
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from underwriting import GuideError, editions, load_guide
from underwriting.guide.base import Numbers, Origin, Text
from underwriting.guide.loader import GUIDES, content_hash

EDITION = "2026-11"
BAD_GUIDES = sorted((Path(__file__).resolve().parent.parent / "bad_guides").glob("*.toml"))
"""Each a small spoiling of this edition (`changes`), and the words that one line of the error must hold (`says`)."""


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


def spoil(folder: Path, change: dict[str, Any]) -> None:
    """Do to a file what a bad guide of the corpus says."""
    path = folder / change["file"]
    if change.get("remove"):
        path.unlink()
    elif "encoding" in change:
        path.write_bytes(path.read_text(encoding="utf-8").encode(change["encoding"], "replace"))
    else:
        edit(folder, change["file"], change["old"], change["new"])


@pytest.mark.parametrize("file", BAD_GUIDES, ids=lambda file: file.stem)
def test_a_spoilt_guide_says_where_and_what_would_be_right(copy, file):
    bad = tomllib.loads(file.read_text(encoding="utf-8"))
    for change in bad["changes"]:
        spoil(copy, change)
    lines = problems(copy)
    assert any(all(part in line for part in bad["says"]) for line in lines), lines


def test_the_corpus_of_bad_guides_is_large():
    assert len(BAD_GUIDES) >= 25


def test_every_problem_of_an_edition_is_told_at_once(copy):
    edit(copy, "rules.toml", 'effect = "decline"', 'effect = "refuse"')
    edit(copy, "covers.toml", "name = ", "nome = ")
    edit(copy, "states.toml", 'who = ["system"]', 'who = ["nobody"]')
    assert {line.split(":")[0] for line in problems(copy)} >= {"rules.toml", "covers.toml", "states.toml"}


def test_a_file_that_cannot_be_read_hides_no_mistake_between_the_others(copy):
    (copy / "covers.toml").unlink()
    edit(copy, "rules.toml", 'code = "complaint"', 'code = "complaints"')
    edit(copy, "tariff.toml", "low = 50, high = 150", "low = 150, high = 50")
    lines = problems(copy)
    assert "covers.toml: the file is missing: an edition has one" in lines
    assert "rules.toml: complaints: no function has this name: remove the entry, or write the function" in lines
    assert any(line.startswith("tariff.toml: costs.fixed: 150 then 90 then 50") for line in lines)
    # What can't be known without the lost file is not guessed at.
    assert not any(line.startswith("sources: ") for line in lines)


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
