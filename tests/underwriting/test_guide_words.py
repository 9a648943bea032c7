"""Every figure and every sentence of the edition, one after the other: nothing without its origin, nothing mistyped."""

import re
from datetime import date
from typing import get_args

import pytest

from underwriting import load_guide
from underwriting.guide.base import Confidence, Number, Origin, Text
from underwriting.guide.checks import walk

GUIDE = load_guide("2026-11")
PARTS = list(walk(GUIDE))
TEXTS = [(path, part) for path, part in PARTS if isinstance(part, Text)]
FIGURES = [(path, part) for path, part in PARTS if isinstance(part, Origin)]

# The same word in both languages.
SAME = {"Cyber", "Implant", "Organisation"}
PLACEHOLDER = re.compile(r"\{[^{}]*\}")

FRENCH = {
    "a straight apostrophe": r"'",
    "a straight quote": r'"',
    "two spaces": r"  ",
    "three full stops for an ellipsis": r"\.\.\.",
    "a hyphen for a dash": r" - ",
    "a space before a comma, a full stop or a bracket": r" [,.)](?!\w)",
    "a high sign without its space": r"(?<![\s«(])[?!;»]",
    "a colon without its space": r"(?<!\s):(?!//)",
    "a guillemet without its space": r"«(?! )",
    "letters for a ligature": r"\b([Oo]eu|[Cc]oeur|[Nn]oeud|[Ss]oeur|[Vv]oeu)",
    "a capital without its accent": r"(?:^|[.?!] )(?:Etat|Ecri|Ecole|Equipe|Evalu|Etude|Etend|Echang|Etabli)",
    "a space at the end": r"\s$",
    "a sign without its space": r"\d[€%]",
    "an amount written as in English": r"€\d|\d,\d{3}\b",
}
ENGLISH = {
    "a straight apostrophe": r"'",
    "a straight quote": r'"',
    "two spaces": r"  ",
    "three full stops for an ellipsis": r"\.\.\.",
    "a hyphen for a dash": r" - ",
    "a space before a sign": r" [,.;:?!)](?!\w)",
    "French quotes": r"[«»]",
    "a space at the end": r"\s$",
    "an amount written as in French": r"\d ?€|\d %",
    "a French word": r"(?i)\b(le|la|les|des|une|est|sont|avec|qui|pas|vous|votre|pour|dans|nous|aux|chez)\b",
}


def test_the_walk_meets_the_whole_guide():
    assert len(TEXTS) > 900 and len(FIGURES) > 200
    assert {path.split(".")[0] for path, _ in TEXTS} >= {
        "questionnaire",
        "rule_book",
        "obligations",
        "gaps",
        "plan",
        "sources",
    }


@pytest.mark.parametrize(("path", "figure"), FIGURES, ids=[path for path, _ in FIGURES])
def test_a_figure_has_unit_source_day_and_confidence(path, figure):
    source = GUIDE.sources[figure.source]
    checked_on = figure.checked_on or source.checked_on
    assert figure.unit.strip() == figure.unit != ""
    assert isinstance(checked_on, date) and date(2026, 1, 1) <= checked_on <= date(2026, 11, 30)
    assert (figure.confidence or source.confidence) in get_args(Confidence)
    if isinstance(figure, Number):
        assert figure.low is None or figure.low <= figure.value
        assert figure.high is None or figure.value <= figure.high
        assert (figure.low is None) == (figure.high is None), "an assumption has both its bounds"
    else:
        assert getattr(figure, "values", None) or getattr(figure, "classes", None)


def test_every_source_says_what_it_is_when_it_was_read_and_how_far_to_trust_it():
    for code, source in GUIDE.sources.items():
        assert source.checked_on <= date(2026, 11, 30), code
        # What was read somewhere has an address; what is our own view does not claim one.
        assert not (source.kind == "judgement" and source.url), code
        assert source.kind != "judgement" or source.confidence == "assumption", code
        assert source.url is None or source.url.startswith(("https://", "http://")), code


@pytest.mark.parametrize("mistake", FRENCH)
def test_french_is_typeset(mistake):
    assert [(path, text.fr) for path, text in TEXTS if re.search(FRENCH[mistake], _bare(text.fr))] == []


@pytest.mark.parametrize("mistake", ENGLISH)
def test_english_is_typeset_and_english(mistake):
    assert [(path, text.en) for path, text in TEXTS if re.search(ENGLISH[mistake], _bare(text.en))] == []


def test_no_english_text_was_left_in_french():
    same = {text.fr for _, text in TEXTS if text.fr == text.en and re.search(r"\w", PLACEHOLDER.sub("", text.fr))}
    assert same == SAME


def test_both_languages_say_about_as_much():
    # A sentence cut short in one language shows by its length: French takes a fifth more room, seldom twice.
    for path, text in TEXTS:
        if len(text.en) > 40:
            assert 0.6 < len(text.fr) / len(text.en) < 2.2, (path, text.fr, text.en)


def _bare(words):
    """Without addresses, whose colons are no signs, and without the values that sentences are filled with."""
    return PLACEHOLDER.sub("x", words)
