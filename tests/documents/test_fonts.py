"""The two families are there, complete, renamed, and made again the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from fontTools.ttLib import TTFont

from portal import fonts


@pytest.fixture(scope="module")
def built() -> Path:
    target = Path(settings.BASE_DIR) / "static" / "built" / "fonts"
    fonts.build(target)
    return target


def test_every_face_is_made_once(built: Path) -> None:
    assert fonts.fonts_ready(built) == []
    before = {path: path.stat().st_mtime_ns for path in built.rglob("*") if path.is_file()}
    paths = fonts.build(built)
    assert [path.relative_to(built).as_posix() for path in paths] == [face.path for face in fonts.FACES]
    assert {path: path.stat().st_mtime_ns for path in built.rglob("*") if path.is_file()} == before


def test_what_is_missing_is_named(built: Path, tmp_path: Path) -> None:
    assert "print/sans-400.ttf" in fonts.fonts_ready(tmp_path)
    (tmp_path / "web").mkdir()
    (tmp_path / "web" / "sans.woff2").write_bytes(b"")
    assert "web/sans.woff2" in fonts.fonts_ready(tmp_path), "an empty file is a missing one"


@pytest.mark.parametrize("face", fonts.FACES, ids=lambda face: face.path)
def test_a_face(built: Path, face: fonts.Face) -> None:
    font = TTFont(built / face.path)
    letters, widths = font.getBestCmap(), font["hmtx"]
    assert font["name"].getDebugName(1) == face.family
    reserved = [str(record) for record in font["name"].names if record.nameID not in (0, 7) and "Source" in str(record)]
    assert reserved == [], "the licence reserves the upstream name"
    if face.adds:
        assert {ord(letter) for letter in "łšžőğ"} <= set(letters) and ord("a") not in letters
        return
    assert {ord(letter) for letter in "Éœ€«»‰✓→½×−"} <= set(letters)
    assert letters[0x2011] == letters[0x2D], "the no-break hyphen is drawn, as a hyphen"
    assert widths[letters[0x202F]][0] == round(font["head"].unitsPerEm * fonts.NARROW_WIDTH)
    assert widths[letters[0x20]][0] == widths[letters[0xA0]][0], "the ordinary spaces keep their width"
    digits = [widths[letters[ord(digit)]][0] for digit in "0123456789"]
    assert max(digits) - min(digits) <= 1, "figures stand in columns"


def test_print_letters_are_those_of_all_six_faces(built: Path) -> None:
    shared = set.intersection(
        *(set(TTFont(built / face.path).getBestCmap()) for face in fonts.FACES if face.path.startswith("print/"))
    )
    listed = (built / "print" / fonts.LETTERS).read_text(encoding="utf-8")
    assert set(map(ord, listed)) == shared
    assert fonts.MISSING_MARK in listed


def test_a_missing_package_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(fonts.FontError, match="fontpkg-source-sans-3 is not installed"):
        fonts.build(tmp_path)


def test_a_missing_letter_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "_REQUIRED", frozenset({ord("a"), ord("漢")}))
    face = next(face for face in fonts.FACES if face.path == "web/serif-italic.woff2")
    with pytest.raises(fonts.FontError, match="U\\+6F22"):
        fonts._cut(face)
