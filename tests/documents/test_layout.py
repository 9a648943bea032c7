"""A check on the text boxes of every page: nothing outside, nothing over anything, no lonely heading, no empty page.

It does not replace eyes: it keeps what eyes have seen once.
"""

from __future__ import annotations

import re
import subprocess
from itertools import pairwise, takewhile
from pathlib import Path
from typing import NamedTuple

import pytest

from .samples import NAMES, assessed, flat, printed, render

pytestmark = [pytest.mark.needs("pango"), pytest.mark.needs("poppler")]

MILLIMETRE = 72 / 25.4
_PIXELS = 1.5  # of pdftohtml, in a point
LEFT, RIGHT, TOP, BOTTOM = 19.0, 193.5, 24.0, 277.0


_ELLIPSES = {
    "fr": ("Chance, chaque année, de perdre plus que…", "Si l’on en croit…"),
    "en": ("Chance, each year, of losing more than…", "If you believe…"),
}


class Word(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float
    text: str


def _pages(path: Path) -> list[list[Word]]:
    found = subprocess.run(["pdftotext", "-bbox", path, "-"], capture_output=True, text=True, check=True).stdout
    pattern = r'xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>'
    return [
        [Word(*(float(edge) / MILLIMETRE for edge in word[:4]), word[4]) for word in re.findall(pattern, page)]
        for page in found.split("<page ")[1:]
    ]


def _hidden(words: list[Word]) -> list[tuple[Word, Word]]:
    """Pairs of words one of which stands on the other."""
    found, downwards = [], sorted((word for word in words if word.text.strip()), key=lambda word: word.top)
    for rank, word in enumerate(downwards):
        under = takewhile(lambda other, end=word.bottom: other.top < end, downwards[rank + 1 :])  # type: ignore[misc]
        found += [(word, other) for other in under if _hides(word, other)]
    return found


def _hides(a: Word, b: Word) -> bool:
    """Whether two words share a third of the smaller one's box, which no leading explains."""
    across = min(a.right, b.right) - max(a.left, b.left)
    down = min(a.bottom, b.bottom) - max(a.top, b.top)
    if across <= 0 or down <= 0:
        return False
    smaller = min((word.right - word.left) * (word.bottom - word.top) for word in (a, b))
    return across * down > smaller / 3


def _lonely_titles(path: Path) -> list[str]:
    """Pages whose last line is a title: letters of nine points or more, in bold or larger than the text."""
    listed = subprocess.run(
        ["pdftohtml", "-xml", "-stdout", "-i", "-nodrm", path], capture_output=True, text=True, check=True
    ).stdout
    sizes = {found[0]: int(found[1]) / _PIXELS for found in re.findall(r'<fontspec id="(\d+)" size="(\d+)"', listed)}
    found = []
    for number, page in enumerate(listed.split("<page ")[2:], 2):
        lines = [
            (int(top), sizes[font], text) for top, font, text in re.findall(
                r'<text top="(\d+)"[^>]* font="(\d+)">(.*?)</text>', page
            ) if text.strip() and TOP < int(top) / _PIXELS / MILLIMETRE < BOTTOM
        ]  # fmt: skip
        lowest = max((top for top, _, _ in lines), default=0)
        last = [(size, text) for top, size, text in lines if top > lowest - 6]
        if last and all(size > 14 or (size >= 9 and text.startswith("<b>")) for size, text in last):
            found.append(f"p{number} ends with a title: {last[0][1]}")
    return found


def faults(path: Path) -> list[str]:
    """What is wrong on the pages of a PDF, in words."""
    found = []
    pages = _pages(path)
    for number, words in enumerate(pages, 1):
        if number == 1:
            continue
        body = [word for word in words if TOP < word.top < BOTTOM]
        found += [
            f"p{number} outside: {word.text} {word.left:.0f}-{word.right:.0f} mm"
            for word in words if word.text.strip() and (word.left < LEFT or word.right > RIGHT)
        ]  # fmt: skip
        depth = max((word.bottom for word in body), default=TOP)
        if number < len(pages) and depth < TOP + 0.3 * (BOTTOM - TOP):
            found.append(f"p{number} nearly empty")
        large = [word for word in body if 6.2 < word.bottom - word.top < 12 and word.left > 50]
        lowest = max((word.bottom for word in large), default=TOP)
        if lowest > BOTTOM - 35 and depth - lowest < 14:
            found.append(f"p{number} heading alone at the foot")
        rows = sorted(words, key=lambda word: (round(word.top), word.left))
        found += [
            f"p{number} over one another: {a.text} {b.text}"
            for a, b in pairwise(rows)
            if abs(a.top - b.top) < 0.4 and a.left <= b.left < a.right - 0.8 and abs(a.bottom - b.bottom) < 0.6
        ]  # fmt: skip
        found += [f"p{number} label over label: {a.text} {b.text}" for a, b in _hidden(words)]
    found += _lonely_titles(path)
    lines = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout
    found += [
        f"split money: {line.strip()[:60]}" for line in lines.splitlines() if re.match(r"^\s*(€|\d{3}\s?€)\s", line)
    ]
    return found


@pytest.mark.parametrize(
    ("name", "language"),
    [(n, "fr") for n in NAMES] + [(n, "en") for n in ("telesuivi", "capteur", "vide", "sanctions")],
)
def test_pages_are_composed(name: str, language: str, tmp_path: Path) -> None:
    path = tmp_path / "document.pdf"
    path.write_bytes(printed(name, language).body)
    assert faults(path) == []
    # Texts are told whole: no ellipsis but those of the house's own words.
    own = {flat(words) for words in _ELLIPSES[language]}
    cut = [line for page in printed(name, language).pages for line in page.splitlines() if "…" in line]
    assert [line for line in cut if flat(line) not in own] == []


def test_pages_hold_at_the_extremes(tmp_path: Path) -> None:
    """A name of 120 letters, no spaces, foreign letters, twelve-digit sums, eight stories."""
    assessment, applicant = assessed("telesuivi")
    applicant["company"].update(name="Télésurveillance et accompagnement des patients " * 3, revenue_last_eur=10**12)
    applicant["contact"]["full_name"] = "مرحبا بك Zoë de La Rochefoucauld-Montbel-Saint-Exupéry"
    applicant["product"]["summary"] = "x" * 200
    huge = "999999999999.99"
    for option in assessment["quote"]["options"]:
        option.update(net_eur=huge, tax_eur=huge, total_eur=huge, range_eur=["333333333333.00", huge])
        for cover in option["covers"]:
            cover.update(limit_eur=huge, retention_eur=huge)
    for calibration in assessment["losses"]["calibrations"].values():
        calibration.update(dict.fromkeys(("expected_annual_eur", "typical_loss_eur", "var_95_eur", "var_99_eur"), huge))
    for item in assessment["losses"]["controls"]:
        item.update(var_99_saved_eur=huge, premium_saved_eur=huge)
    for item in assessment["losses"]["scenarios"]:
        item.update(expected_annual_eur=huge)
    today = [{"cover": "cyber", "answer": "no", "why": "Rien."}]
    after = [
        {"cover": "cyber", "answer": "pays", "why": "Tout."},
        {"cover": "directors_liability", "answer": "to_check", "why": "Peut-être."},
    ]
    unpaid = [{"code": "ransom", "label": "la rançon", "text": "La rançon."}] * 3
    story = {
        "title": "Un hôpital est rançonné par notre accès",
        "concerns": True,
        "today": today,
        "after": after,
        "unpaid": unpaid,
    }
    assessment["stories"] = [{"code": f"story_{rank}", **story} for rank in range(8)]
    path = tmp_path / "document.pdf"
    path.write_bytes(render(assessment, applicant))
    assert faults(path) == []


def test_pages_hold_for_three_families(tmp_path: Path) -> None:
    assessment, applicant = assessed("capteur", "en")
    drivers = max((item["drivers"] for item in assessment["situations"]), key=len)
    for item in assessment["situations"]:
        item.update(applies=True, score=100, drivers=[*drivers, {"field": "x.y", "points": -7.25, "text": "Cap."}])
    path = tmp_path / "document.pdf"
    path.write_bytes(render(assessment, applicant, "en"))
    assert faults(path) == []
