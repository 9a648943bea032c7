"""What people type is read generously with spaces and units, strictly otherwise, and shown back as they would type it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from portal.intake.countries import countries
from portal.intake.fields import fields_of
from portal.intake.inputs import OneOf, SomeOf
from portal.intake.values import answer_of, parts_of
from underwriting import COUNTRIES, load_guide

GUIDE = load_guide("2026-11")


def read(path: str, typed: Any, language: Any = "fr", part: str = "") -> Any:
    with override(language):
        return fields_of(GUIDE, path, language)[part].clean(typed)


def refusal(path: str, typed: Any, language: Any = "fr", part: str = "") -> str:
    with pytest.raises(ValidationError) as refused:
        read(path, typed, language, part)
    return str(refused.value.messages[0])


def shown(path: str, value: Any, language: Any = "fr") -> Any:
    return fields_of(GUIDE, path, language)[""].prepare_value(value)


@pytest.mark.parametrize(
    ("typed", "euros"),
    [
        ("420000", 420_000),
        ("420 000", 420_000),
        ("420\u202f000\u00a0€", 420_000),
        ("€ 420 000", 420_000),
        ("420 000 euros", 420_000),
        ("420 000,00 €", 420_000),
        ("1,2 M€", 1_200_000),
        ("1.25 million d’euros".replace(" d’", " "), 1_250_000),
        ("300 k€", 300_000),
        ("2 milliards", 2_000_000_000),
        ("0", 0),
        ("  ", None),
        ("", None),
    ],
)
def test_an_amount_is_read_with_its_spaces_its_sign_and_its_scale(typed: str, euros: int | None) -> None:
    assert read("company.revenue_last_eur", typed) == euros


@pytest.mark.parametrize(
    "typed", ["3,050", "1.5", "-5", "abc", "3 millions et demi", "12,345 M€ k", "1e6", "0,0001 k€", "12 m"]
)
def test_an_amount_that_could_be_read_two_ways_is_refused_with_an_example(typed: str) -> None:
    assert (
        refusal("company.revenue_last_eur", typed)
        == "Écrivez un nombre entier d’euros, par exemple 3\u202f050\u202f000."
    )


def test_a_small_m_is_a_million_in_english_only() -> None:
    assert read("company.revenue_last_eur", "€1.4m", "en") == 1_400_000
    assert refusal("company.revenue_last_eur", "1,4 m€").startswith("Écrivez un nombre entier")


def test_commas_part_thousands_in_english_only() -> None:
    assert read("company.revenue_last_eur", "3,050,000", "en") == 3_050_000
    assert read("company.headcount", "1,200", "en") == 1_200
    assert refusal("company.revenue_last_eur", "3,050,00", "en") == "Write a whole number of euros, such as 3,050,000."
    assert refusal("company.headcount", "1,200").startswith("Écrivez un nombre entier")


@given(st.integers(0, 10**12), st.sampled_from(("fr", "en")))
def test_an_amount_shown_is_read_back(amount: int, language: str) -> None:
    path = "company.revenue_last_eur"
    assert read(path, shown(path, amount, language), language) == amount


@given(st.one_of(st.floats(0, 1), st.integers(0, 1000).map(lambda n: n / 1000)), st.sampled_from(("fr", "en")))
def test_a_share_shown_is_read_back_exactly(share: float, language: str) -> None:
    path = "company.largest_client_share"
    typed = shown(path, share, language)
    if len(typed) < 20:
        assert read(path, typed, language) == share


@pytest.mark.parametrize(("typed", "share"), [("5", 0.05), ("3,5", 0.035), ("3.5 %", 0.035), ("100%", 1.0), ("0", 0.0)])
def test_a_share_is_asked_in_percent(typed: str, share: float) -> None:
    assert read("company.largest_client_share", typed) == share
    assert shown("company.largest_client_share", 0.035) == "3,5"
    assert shown("company.largest_client_share", 0.035, "en") == "3.5"


@pytest.mark.parametrize("typed", ["101", "-1", "la moitié", "5 %%"])
def test_a_share_outside_0_to_100_is_refused(typed: str) -> None:
    assert refusal("company.largest_client_share", typed) == "Écrivez un pourcentage de 0 à 100, par exemple 12,5."


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("90000000", "Il manque 1 chiffre : il en faut neuf."),
        ("900 000", "Il manque 3 chiffres : il en faut neuf."),
        ("9000000011", "Il y a 10 chiffres : il en faut neuf."),
        ("900 000 001 00017", "C’est un SIRET, de quatorze chiffres : le SIREN en est les neuf premiers."),
        ("90000000A", "Un SIREN ne compte que des chiffres : neuf, par exemple 900 000 001."),
    ],
)
def test_a_siren_says_what_it_lacks(typed: str, words: str) -> None:
    assert refusal("company.siren", typed) == words


def test_a_siren_is_typed_with_or_without_spaces_and_shown_by_threes() -> None:
    assert read("company.siren", "900 000 001") == read("company.siren", "900000001") == "900000001"
    assert shown("company.siren", "900000001") == "900\u202f000\u202f001"


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        (["12", "4", "2019"], date(2019, 4, 12)),
        (["1", "août", "2019"], date(2019, 8, 1)),
        (["", "", ""], None),
    ],
)
def test_a_date_is_typed_in_three_fields(typed: list[str], day: date | None) -> None:
    assert read("company.founded_on", typed) == day


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (["12", "", ""], "Il manque le mois et l’année."),
        (["31", "2", "2020"], "Ce jour n’existe pas dans le calendrier : vérifiez le jour et le mois."),
        (["12", "4", "19"], "Écrivez l’année avec ses quatre chiffres, par exemple 2019."),
        (["le 12", "4", "2019"], "Écrivez la date en chiffres, par exemple 12 04 2019."),
        (["12", "13", "2019"], "Ce jour n’existe pas dans le calendrier : vérifiez le jour et le mois."),
    ],
)
def test_a_date_says_what_it_lacks(typed: list[str], words: str) -> None:
    assert refusal("company.founded_on", typed) == words


def test_since_when_may_leave_the_day_out() -> None:
    assert read("safeguards.mfa_email", ["", "3", "2025"], part="since") == date(2025, 3, 1)


def test_a_text_too_long_is_named_never_cut() -> None:
    assert refusal("company.name", "x" * 201) == "C’est trop long : 201 signes, 200 au plus."
    assert refusal("product.summary", "x" * 501) == "C’est trop long : 501 signes, 500 au plus."


def test_lines_are_parted_by_line_breaks_commas_and_semicolons() -> None:
    assert read("company.domains", "a.example\r\n\r\n b.example, c.example;a.example") == [
        "a.example",
        "b.example",
        "c.example",
    ]
    assert read("product.study", "fr, be CH", part="countries") == ["FR", "BE", "CH"]


def test_every_country_has_a_name_and_france_comes_first() -> None:
    for language, near in (("fr", "Égypte"), ("en", "Egypt")):
        names = countries(language)
        assert names[0] == ("FR", "France")
        assert {code for code, _name in names} == COUNTRIES
        position = [name for _code, name in names].index(near)
        assert abs(position - [code for code, _name in names].index("EE")) < 12


def test_no_field_is_required_and_lists_hold_every_answer_of_the_file() -> None:
    for path, question in GUIDE.questions.items():
        fields = fields_of(GUIDE, path, "fr")
        assert not any(field.required for field in fields.values())
        field = fields.get("")
        if isinstance(field, OneOf | SomeOf) and question.choices:
            assert [code for code, _label in field.choices] == [choice.code for choice in question.choices]


def test_where_goes_with_partly_alone_and_the_rest_with_yes_too() -> None:
    question = GUIDE.questions["safeguards.mfa_email"]
    parts = {"where": ["employees"], "since": date(2024, 1, 1), "note": "Bientôt"}
    details = {"since": "2024-01-01", "note": "Bientôt"}
    assert answer_of(question, parts | {"": "partly"}) == {"answer": "partly", "where": ["employees"], **details}
    assert answer_of(question, parts | {"": "yes"}) == {"answer": "yes", **details}
    for word in ("no", "unknown", "not_applicable"):
        assert answer_of(question, parts | {"": word}) == {"answer": word}
    assert answer_of(question, parts | {"": ""}) is None


def test_no_incident_and_no_answer_are_two_things() -> None:
    question = GUIDE.questions["history.incidents"]
    assert answer_of(question, parts_of(question, [])) == []
    assert answer_of(question, parts_of(question, None)) is None
    assert answer_of(question, {"any": False, "0.year": 2024, "0.kind": "fraud"}) == []


@pytest.mark.parametrize("typed", ["+33 1 00 00 00 00", "01.00.00.00.00", "(0)1 00 00 00 00", "112 233", ""])
def test_a_telephone_number_is_kept_as_it_is_written(typed: str) -> None:
    assert read("contact.phone", typed) == typed


@pytest.mark.parametrize("typed", ["12", "06 00", "appelez-moi"])
def test_a_telephone_number_that_nobody_could_call_is_refused(typed: str) -> None:
    assert refusal("contact.phone", typed).startswith("Ce numéro est incomplet")


@pytest.mark.parametrize(
    "typed",
    ["https://www.x.fr/", "http://x.fr:8080/contact?a=1#b", "WWW.X.FR", "camille@x.fr", "x.fr.", "//x.fr", "x.fr"],
)
def test_a_domain_is_found_in_the_address_it_was_copied_from(typed: str) -> None:
    assert read("company.domains", typed) == ["x.fr"]


def test_what_is_no_domain_is_refused_with_an_example() -> None:
    assert refusal("company.domains", "x.fr\nnotre site").endswith("par exemple monentreprise.example.")


@pytest.mark.parametrize("name", ["March", "march", "mar", "Mars", "MARS"])
def test_a_month_is_written_in_either_language(name: str) -> None:
    assert read("company.founded_on", ["12", name, "2019"], "en") == date(2019, 3, 12)


@pytest.mark.parametrize(("name", "month"), [("fevrier", 2), ("août", 8), ("aout", 8), ("déc.", 12)])
def test_a_month_needs_neither_its_accents_nor_its_end(name: str, month: int) -> None:
    assert read("company.founded_on", ["1", name, "2019"]) == date(2019, month, 1)


def test_a_company_is_not_founded_tomorrow() -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    typed = [str(tomorrow.day), str(tomorrow.month), str(tomorrow.year)]
    assert refusal("company.founded_on", typed) == "Cette date est encore à venir : vérifiez l’année."
    assert read("wishes.start_on", typed) == tomorrow
