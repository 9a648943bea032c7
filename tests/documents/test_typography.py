"""The words, numbers and dates that people read, in both languages."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.utils import translation
from django.utils.safestring import mark_safe

from portal import typography
from portal.templatetags.typography import day

NN, NB = "\u202f", "\u00a0"


@pytest.mark.parametrize(
    ("plain", "spaced"),
    [
        ("Combien ?", f"Combien{NN}?"),
        ("Oui ; non !", f"Oui{NN}; non{NN}!"),
        ("Deux mots : ceci", f"Deux mots{NB}: ceci"),
        ("« ici »", f"«{NN}ici{NN}»"),
        ("5 000 € par an", f"5{NN}000{NN}€ par an"),
        ("12 345 678", f"12{NN}345{NN}678"),
        ("31 %, 2 ‰", f"31{NN}%, 2{NN}‰"),
        ("1,5 M€ et 59 k€", f"1,5{NN}M€ et 59{NN}k€"),
        ("le 22 décembre 2026", f"le 22{NB}décembre 2026"),
        ("le 1er janvier", f"le 1er{NB}janvier"),
        ("72 heures, 3 ans", f"72{NB}heures, 3{NB}ans"),
        ("code, art. L.1142-2", f"code, art.{NB}L.1142-2"),
        ("sont-ils prêts", "sont\u2011ils prêts"),
        ("reste-t-elle", "reste\u2011t\u2011elle"),
        ("l'assureur d'hier", "l’assureur d’hier"),
        ("un sur 100", f"un sur{NB}100"),
        ("https://exemple.fr/a?b=c;d", "https://exemple.fr/a?b=c;d"),
        ("12 personnes", f"12{NB}personnes"),
        ("en 2026 1000 dossiers", f"en 2026 1000{NB}dossiers"),
    ],
)
def test_french_spaces(plain: str, spaced: str) -> None:
    assert typography.spaced(plain, "fr") == spaced
    assert typography.spaced(spaced, "fr") == spaced, "setting the spaces twice changes nothing"


def test_english_keeps_its_spaces() -> None:
    text = "How much? Two words: this; that! “Here”, 5 000, 31%"
    assert typography.spaced(text, "en") == text
    assert typography.spaced("the insurer's 1 January 2027", "en") == f"the insurer’s 1{NB}January 2027"


def test_markup_is_escaped_before_anything_else() -> None:
    shown = typography.typeset("<script>alert('x')</script> le 1er mars ; A & B", "fr")
    assert "<script>" not in shown
    assert shown.startswith("&lt;script&gt;")
    assert f"1<sup>er</sup>{NB}mars{NN}; A &amp; B" in shown


def test_safe_markup_keeps_its_tags() -> None:
    assert typography.typeset(mark_safe('<b title="a : b">Quoi ?</b>'), "fr") == f'<b title="a : b">Quoi{NN}?</b>'


def test_direction_marks_cannot_reorder_what_follows() -> None:
    shown = typography.neutral("\u202eexe.fdp\u202c שלום")
    assert "\u202e" not in shown
    assert shown.startswith("\u2068") and shown.endswith("\u2069")
    assert typography.neutral("Zoë") == "Zoë"


def test_letters_that_no_face_draws() -> None:
    letters = set(map(chr, range(0x20, 0x17F))) | {"▯"}
    assert typography.drawable("Zoë Łódź", letters) == "Zoë Łódź"
    assert typography.drawable("e\u0301tude", letters) == "étude"
    assert typography.drawable("ﬁn Ⓐ", letters) == "fin A"
    assert typography.drawable("株式会社 Santé", letters) == "▯ Santé"
    assert typography.drawable("Dr 👩‍⚕️", letters) == "Dr ▯"
    assert typography.drawable("a\u200fb\u2066c", letters) == "abc"


@pytest.mark.parametrize(
    ("amount", "french", "english"),
    [
        ("2694.85", f"2{NN}695{NN}€", "€2,695"),
        (0, f"0{NN}€", "€0"),
        (-260, f"−260{NN}€", "−€260"),
        (999_999_999_999, f"999{NN}999{NN}999{NN}999{NN}€", "€999,999,999,999"),
        (None, "—", "—"),
    ],
)
def test_euros(amount: object, french: str, english: str) -> None:
    assert typography.eur(amount, "fr") == french  # type: ignore[arg-type]
    assert typography.eur(amount, "en") == english  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("amount", "french", "english"),
    [
        (950, f"950{NN}€", "€950"),
        (999.6, f"1{NN}k€", "€1k"),
        (146_000, f"146{NN}k€", "€146k"),
        (999_500, f"1{NN}M€", "€1m"),
        (1_500_000, f"1,5{NN}M€", "€1.5m"),
        (2_000_000_000, f"2{NN}Md€", "€2bn"),
    ],
)
def test_short_euros(amount: float, french: str, english: str) -> None:
    assert typography.short(amount, "fr") == french
    assert typography.short(amount, "en") == english


def test_cents_ranges_and_fits() -> None:
    assert typography.eur("6228.5", "fr", cents=True) == f"6{NN}228,50{NN}€"
    assert typography.eur("6228.5", "en", cents=True) == "€6,228.50"
    assert typography.span(6200, 12900, "fr") == f"6{NN}200{NB}–{NB}12{NN}900{NN}€"
    assert typography.span(6200, 12900, "en") == f"€6,200{NB}–{NB}€12,900"
    assert typography.span(10**11, 10**12, "fr", 20) == f"100{NN}Md€{NB}–{NB}1{NN}000{NN}Md€"
    assert typography.fit(1_000_000, "fr", 8) == f"1{NN}M€"
    assert typography.fit(5_000, "fr", 8) == f"5{NN}000{NN}€"


def test_shares_odds_and_days() -> None:
    assert typography.percent(0.314, "fr") == f"31{NN}%"
    assert typography.percent("0.0545", "en", 1) == "5.5%"
    assert typography.one_in(0.0537, "fr") == f"1{NB}sur{NB}19"
    assert typography.one_in(0.0537, "en") == f"1{NB}in{NB}19"
    assert typography.one_in(0, "fr") == "—"
    assert typography.one_in(0.9999, "fr") == f"1{NB}sur{NB}1"
    assert typography.day("2027-01-01", "fr") == f"1er{NB}janvier{NB}2027"
    assert typography.day(date(2027, 1, 1), "en") == f"1{NB}January{NB}2027"
    assert typography.day("2026-12-22", "fr", month="short", year=False) == f"22{NB}déc."
    assert typography.significant(59_250) == 59_000
    assert typography.significant("7") == 7


def test_words_that_agree() -> None:
    assert typography.listing(["a", "b", "c"], "fr") == "a, b et c"
    assert typography.listing([], "en") == ""
    assert typography.in_words(3, "fr") == "Trois" and typography.in_words(40, "en") == "40"
    assert typography.lower_first("RC produit") == "RC produit" and typography.lower_first("Une") == "une"
    assert typography.clip("a" * 60, 10) == "a" * 9 + "…"


@pytest.mark.parametrize("value", ["NaN", "Infinity", "douze", float("nan")])
def test_what_is_no_number_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="not a"):
        typography.decimal(value)  # type: ignore[arg-type]


def test_filters_follow_the_active_language() -> None:
    page = Template(
        "{% load typography %}{{ text|french }} {{ sum|eur_cents }} {{ on|day }} {{ share|percent }} {{ p|one_in }}"
    )
    values = Context({"text": "<b> l'eau ?", "sum": "1234.5", "on": "2027-01-01", "share": 0.5, "p": 0.25})
    with translation.override("fr"):
        assert page.render(values) == (
            f"&lt;b&gt; l’eau{NN}? 1{NN}234,50{NN}€ 1<sup>er</sup>{NB}janvier{NB}2027 50{NN}% 1{NB}sur{NB}4"
        )
    with translation.override("en"):
        assert page.render(values) == f"&lt;b&gt; l’eau ? €1,234.50 1{NB}January{NB}2027 50% 1{NB}in{NB}4"


def test_filters_accept_what_is_missing() -> None:
    filters = "{{ x|eur }}{{ x|day }}{{ x|percent }}{{ x|grouped }}{{ x|span }}{{ x|siren }}|{{ x|french }}|"
    page = Template("{% load typography %}" + filters)
    assert page.render(Context({"x": None})) == "——————||"


def test_the_day_of_a_moment_is_the_day_in_paris():
    late = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)  # half past midnight, on the 23rd, in Paris
    with translation.override("fr"):
        assert str(day(late)) == f"23{NB}novembre{NB}2026"
