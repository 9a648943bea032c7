"""The drawings: they say their data, escape what people wrote, and hold at the extremes."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.conf import settings

from portal.documents import charts
from portal.documents.errors import DocumentError
from portal.documents.palette import Palette, load_palette

TITLE = "Ce que dit le dessin : « A & B » <b>"


@pytest.fixture(scope="module")
def colours() -> Palette:
    return load_palette(Path(settings.BASE_DIR) / "static" / "tokens.css")


def checked(markup: str) -> ElementTree.Element:
    """A drawing that parses, has its alternative text and no number gone wrong."""
    tree = ElementTree.fromstring(markup)
    title = tree.find("{http://www.w3.org/2000/svg}title")
    assert title is not None and title.text == TITLE
    assert not re.search(r"\b(nan|inf)\b", markup)
    for x in re.findall(r' x="(-?[\d.]+)"', markup):
        assert -1 <= float(x) <= 173
    return tree


def texts(tree: ElementTree.Element) -> list[str]:
    return [element.text or "" for element in tree.iter("{http://www.w3.org/2000/svg}text")]


@pytest.mark.parametrize(
    "statuses", [["met"] * 5, ["unknown"] * 5, ["partly", "not_met", "met", "not_applicable", "unknown"]]
)
def test_shield_opens_where_something_is_missing(statuses: list[str], colours: Palette) -> None:
    markup = charts.shield([{"status": status} for status in statuses], colours, TITLE)
    tree = ElementTree.fromstring(markup)
    dotted = [path for path in tree.iter("{http://www.w3.org/2000/svg}path") if path.get("stroke-dasharray")]
    assert len(dotted) == sum(status in ("unknown", "not_met", "partly") for status in statuses)


@pytest.mark.parametrize("top", ["450.00", "12900.00", "999999999999.00"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_price_band(top: str, language: str, colours: Palette) -> None:
    options = [
        {"code": code, "label": f"<{code}>", "range_eur": ["400.00", top]} for code in ("essential", "recommended")
    ]
    said = texts(checked(charts.price_band(options, "recommended", colours, language, TITLE)))
    assert "<recommended>" in said and "0" in said


@pytest.mark.parametrize(
    "drivers", [[], [("a", 58.5)], [("a", 60), ("b", 70), ("cap", -30)], [("a", 12), ("b", -5)], [("a", 0.25)] * 80]
)
def test_situations(drivers: list[tuple[str, float]], colours: Palette) -> None:
    score = sum(points for _, points in drivers)
    item = {"short": "Logiciel", "applies": True, "score": score, "coupling_label": "inséparables", "drivers": drivers}
    other = {**item, "short": "Objet", "applies": False}
    said = texts(checked(charts.situations([item, other], colours, "fr", "sans objet", TITLE)))
    assert "inséparables" in said and "sans objet" in said


@pytest.mark.parametrize(
    "curves",
    [
        {"claims": [[10_000, 0.03], [100_000, 0.006], [1_000_000, 0.0005]]},
        {"claims": [[1, 0.9], [10, 0.5]], "stress": [["5000000000.00", 0.4], ["900000000000.00", 0.0001]]},
        {"claims": [["1000.00", 0.0000001], ["2000.00", 0.00000001]], "blended": [[1000, 0.2], [2000, 0.1]]},
        {"claims": [[0, 0.5], [0, 0.0]], "blended": [[500, 0.01], [700, 0.01]]},
    ],
)
def test_exceedance(curves: dict[str, list[list[float]]], colours: Palette) -> None:
    calibrations = {
        code: {"exceedance": points, "var_99_eur": str(points[-1][0]), "label": code} for code, points in curves.items()
    }
    words = {"year": "1 an sur {n}", "axis": "perte", "limit": "limite"}
    checked(charts.exceedance(calibrations, 1_000_000, colours, "fr", words, TITLE))


def test_calendar_points_to_what_is_far(colours: Palette) -> None:
    steps = [
        {"step": 1, "short": "RC", "dues": [date(2026, 11, 29), date(2026, 11, 30), date(2028, 1, 31)]},
        {"step": 2, "short": "Cyber", "dues": []},
    ]
    said = texts(checked(charts.calendar(steps, date(2026, 11, 22), colours, "fr", TITLE, (date(2027, 1, 1), "effet"))))
    assert "→" in said and "effet" in said and "29" in said
    assert "30" not in said, "two days side by side share one figure"
    checked(charts.calendar([{"step": 1, "short": "RC", "dues": []}], date(2026, 11, 22), colours, "en", TITLE))


def test_qr(colours: Palette) -> None:
    assert "M0 0h7v1h-7z" in charts.qr("https://egide.example/v/1", colours, TITLE)


def test_colours_are_the_portals_own(colours: Palette, tmp_path: Path) -> None:
    assert re.fullmatch("#[0-9a-f]{6}", colours["accent"])
    assert colours.applied("a { color: var(--accent) }") == f"a {{ color: {colours['accent']} }}"
    with pytest.raises(DocumentError, match="--nowhere"):
        colours.applied("a { color: var(--nowhere) }")
    with pytest.raises(DocumentError, match="cannot be read"):
        load_palette(tmp_path / "absent.css")
    (tmp_path / "empty.css").write_text("a{}")
    with pytest.raises(DocumentError, match="no light-dark"):
        load_palette(tmp_path / "empty.css")
