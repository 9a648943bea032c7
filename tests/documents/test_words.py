"""The documents' own words: whole in both languages, drawable, and never silently missing."""

from __future__ import annotations

import re
import string
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.template import Context, Template

from portal import typography
from portal.documents import pdf
from portal.documents.errors import DocumentError
from portal.documents.words import FOLDER, Words, read_tables


def _texts(table: Any, where: str = "") -> Iterator[tuple[str, str, str]]:
    if isinstance(table, list):
        for rank, entry in enumerate(table):
            yield from _texts(entry, f"{where}[{rank}]")
    elif isinstance(table, dict) and "fr" in table:
        yield where, table["fr"], table["en"]
    elif isinstance(table, dict):
        for key, entry in table.items():
            yield from _texts(entry, f"{where}.{key}")


ALL = [item for path in sorted(FOLDER.glob("*.toml")) for item in _texts(tomllib.loads(path.read_text()), path.stem)]


def test_placeholders_are_the_same_in_both_languages() -> None:
    assert len(ALL) > 200
    for where, french, english in ALL:
        found = [
            {name for _, name, _, _ in string.Formatter().parse(text) if name is not None} for text in (french, english)
        ]
        assert found[0] == found[1], where


def test_words_are_typed_plainly() -> None:
    """Typographic apostrophes, ordinary spaces: the filter sets the others."""
    for where, french, english in ALL:
        for text in (french, english):
            assert not re.search(r"\w'\w", text), where
            assert not re.search("[\u202f\u00a0\u2011]", text), where


def test_french_and_english_differ() -> None:
    """A text left untranslated would be the same on both sides; only names and numbers are."""
    same = {
        french
        for _, french, english in ALL
        if french == english and re.search(r"[A-Za-z]{4}", re.sub(r"\{\w*\}", "", french))
    }
    assert same <= {"Cyber", "cyber", "Question", "Prod.", "SIREN {number}", "{reference}, version {version}",
                    "Clients", "Effort", "{count} dates", "version {version}", "Signature", "Clause, page"}  # fmt: skip


@pytest.mark.needs("pango")
def test_every_letter_can_be_drawn() -> None:
    letters = pdf.letters()
    for where, french, english in ALL:
        for text in (french, english):
            assert typography.drawable(typography.spaced(text, "fr"), letters) == typography.spaced(text, "fr"), where


def test_unknown_words_stop_a_template() -> None:
    words = Words("fr")
    with pytest.raises(DocumentError, match="nowhere"):
        words("frame.cover.nowhere")
    with pytest.raises(DocumentError, match="nowhere"):
        Template("{{ t.frame.nowhere }}").render(Context({"t": words.table}))
    with pytest.raises(DocumentError, match="a table"):
        words("frame.cover")
    with pytest.raises(DocumentError, match="not 'de'"):
        Words("de")


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ('a = { fr = "x" }', "exactly fr and en"),
        ('a = { fr = "x", en = " " }', "exactly fr and en"),
        ('a = { fr = "x", en = "y", de = "z" }', "exactly fr and en"),
        ('a = "x"', "both languages"),
        ("a = ", "bad.toml"),
    ],
)
def test_a_word_list_that_is_not_whole_is_named(content: str, complaint: str, tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_text(content)
    with pytest.raises(DocumentError, match=complaint):
        read_tables(tmp_path)


def test_a_code_without_words_is_still_shown() -> None:
    assert Words("fr").label("gaps", "some_new_gap") == "Some new gap"
