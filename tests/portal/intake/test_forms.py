"""The form of a section: an answer shown and posted back is the same, and what can't be read stays beside its field."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from django.http import QueryDict
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings

from portal.intake.forms import SectionForm
from portal.intake.values import answer_at
from tests.portal.intake.page import Page
from tests.strategies import applicants
from underwriting import QUESTION_PATHS, Section, load_guide, read_applicant

GUIDE = load_guide("2026-11")
FILES = sorted((Path(__file__).parents[2] / "applicants").glob("*.toml"))
SECTIONS = {section.code: section for section in GUIDE.questionnaire.sections}


def section_of(path: str) -> Section:
    """The section whose page puts a question."""
    return next(section for code, section in SECTIONS.items() if path in GUIDE.questionnaire.pages[code])


def form(path: str, answers: dict[str, Any] | None = None, **options: Any) -> SectionForm:
    """The form of one question."""
    options.setdefault("visible", [path])
    language = options.pop("language", "fr")
    return SectionForm(section_of(path), answers or {}, GUIDE, language, only=[path], **options)


def post(path: str, answers: dict[str, Any] | None = None, /, **values: Any) -> SectionForm:
    """One question posted: values by the part's name, `_` for the main one."""
    language = values.pop("language", "fr")
    data = QueryDict(mutable=True)
    data["path"] = path
    for part, value in values.items():
        name = path if part == "_" else f"{path}.{part.replace('__', '.').removeprefix('_')}"
        data.setlist(name, value if isinstance(value, list) else [value])
    return form(path, answers, data=data, language=language)


def answer(path: str, answers: dict[str, Any] | None = None, /, **values: Any) -> Any:
    posted = post(path, answers, **values)
    assert posted.problems() == {}
    return answer_at(posted.patch(), path)


def problem(path: str, answers: dict[str, Any] | None = None, /, **values: Any) -> str:
    posted = post(path, answers, **values)
    assert not posted.is_valid()
    return posted.problems()[path]


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_answer_shown_and_posted_back_is_the_same(file: Path, language: Any) -> None:
    answers = read_applicant(tomllib.loads(file.read_text())).tables()
    with override(language):
        for section in SECTIONS.values():
            everything = list(GUIDE.questionnaire.pages[section.code])
            page = Page(SectionForm(section, answers, GUIDE, language, visible=everything))
            again = SectionForm(section, answers, GUIDE, language, data=page.posted, visible=everything)
            assert again.is_valid(), again.problems()
            for path in everything:
                assert answer_at(again.patch(), path) == answer_at(answers, path), path


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_answer_is_read_from_a_blank_page(file: Path, language: Any) -> None:
    """Not the unchanged answer kept: the very values are read, as if typed by hand."""
    applicant = read_applicant(tomllib.loads(file.read_text()))
    answers, read = applicant.tables(), {}
    with override(language):
        for section in SECTIONS.values():
            everything = list(GUIDE.questionnaire.pages[section.code])
            page = Page(SectionForm(section, answers, GUIDE, language, visible=everything))
            posted = SectionForm(section, {}, GUIDE, language, data=page.posted, visible=everything)
            assert posted.is_valid(), posted.problems()
            read |= {path: answer_at(posted.patch(), path) for path in everything}
    again = read_applicant(_file(read))
    for path in QUESTION_PATHS:
        before, after = applicant.get(path), again.get(path)
        assert _unordered(after) == _unordered(before), path


@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(applicants())
def test_whatever_is_on_file_is_the_same_after_a_post_that_changes_nothing(raw: dict[str, Any]) -> None:
    answers = read_applicant(raw).tables()
    everything = list(GUIDE.questions)
    for section in SECTIONS.values():
        page = Page(SectionForm(section, answers, GUIDE, "fr", visible=everything))
        again = SectionForm(section, answers, GUIDE, "fr", data=page.posted, visible=everything)
        assert again.is_valid(), again.problems()
        for path in GUIDE.questionnaire.pages[section.code]:
            assert answer_at(again.patch(), path) == _or_what_follows(answers, path), path


def _or_what_follows(answers: Mapping[str, Any], path: str) -> Any:
    """The answer on file; of a list with one thing in it, that thing is the main one whatever the file says."""
    followed = GUIDE.questions[path].follows
    listed = answer_at(answers, followed) or [] if followed else []
    return listed[0] if len(listed) == 1 else answer_at(answers, path)


def _file(answers: dict[str, Any]) -> dict[str, Any]:
    file: dict[str, Any] = {}
    for path, value in answers.items():
        *tables, key = path.split(".")
        table = file
        for name in tables:
            table = table.setdefault(name, {})
        table[key] = value
    return file


def _unordered(value: Any) -> Any:
    return set(value) if isinstance(value, tuple) and all(isinstance(item, str) for item in value) else value


# ── What is wrong stands beside its field ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("language", "words"), [("fr", "chiffre de contrôle"), ("en", "check digit")])
def test_a_siren_that_fails_its_check_digit_is_named_beside_its_field(language: str, words: str) -> None:
    with override(language):
        posted = post("company.siren", _="900 000 002", language=language)
        page = Page(posted)
    assert words in posted.problems()["company.siren"]
    assert posted.patch() == {}
    assert posted.refused() == {"company.siren": ["900 000 002"]}
    field = page.with_id("id-company-siren")
    assert (field["value"], field["aria-invalid"]) == ("900 000 002", "true")
    assert "id-company-siren-error" in field["aria-describedby"]
    assert words in page.said


def test_a_bad_field_hides_no_other() -> None:
    data = QueryDict(
        "path=company.name&company.name=Exemple&path=company.headcount&company.headcount=beaucoup"
        "&path=company.revenue_last_eur&company.revenue_last_eur=cher&path=company.group&company.group=parent"
    )
    posted = SectionForm(SECTIONS["company"], {}, GUIDE, "fr", data=data)
    assert sorted(posted.problems()) == ["company.headcount", "company.revenue_last_eur"]
    assert posted.patch() == {"company": {"name": "Exemple", "group": "parent"}}


def test_an_answer_across_two_questions_is_named_in_words() -> None:
    answers = {"product": {"families": ["software"]}}
    words = problem("product.main_family", answers, _="connected_device")
    assert words == "Cette famille n’est pas cochée plus haut : cochez-la aussi, ou choisissez-en une autre."


def test_an_address_without_a_domain_is_refused_kindly() -> None:
    assert problem("contact.email", _="camille").endswith("écrivez-la comme nom@societe.example.")


def test_an_answer_outside_the_list_is_refused() -> None:
    assert problem("company.group", _="nobody") == "Choisissez parmi les réponses de la liste."


def test_what_could_not_be_read_is_shown_again_with_its_error() -> None:
    answers = {"company": {"siren": "900000001", "name": "Exemple"}}
    again = SectionForm(SECTIONS["company"], answers, GUIDE, "fr", rejected={"company.headcount": ["beaucoup"]},
                        visible=["company.name", "company.siren", "company.headcount"])  # fmt: skip
    page = Page(again)
    assert page.with_id("id-company-headcount")["value"] == "beaucoup"
    assert again.problems() == {"company.headcount": "Écrivez un nombre entier, en chiffres, par exemple 34."}
    assert [block.path for block in again.blocks if block.errors] == ["company.headcount"]
    assert page.with_id("id-company-name")["value"] == "Exemple"


def test_a_date_that_could_not_be_read_comes_back_in_its_three_fields() -> None:
    refused = post("company.founded_on", _day="31", _month="2", _year="2020").refused()
    assert refused == {"company.founded_on": ["31", "2", "2020"]}
    page = Page(form("company.founded_on", rejected=refused))
    assert [page.with_id(f"id-company-founded-on-{part}")["value"] for part in ("day", "month", "year")] == [
        "31",
        "2",
        "2020",
    ]


def test_a_bad_detail_does_not_hold_back_the_answer() -> None:
    posted = post("safeguards.mfa_admin", _="partly", where="cloud_console", since__month="3")
    assert posted.problems() == {"safeguards.mfa_admin": "Il manque l’année."}
    assert posted.patch() == {"safeguards": {"mfa_admin": {"answer": "partly", "where": ["cloud_console"]}}}
    assert posted.refused() == {"safeguards.mfa_admin.since": ["", "3", ""]}


def test_details_without_an_answer_ask_for_one_and_are_kept() -> None:
    posted = post("safeguards.mfa_admin", note="L’annuaire suit")
    assert posted.problems() == {"safeguards.mfa_admin": "Choisissez d’abord une des cinq réponses."}
    assert posted.refused()["safeguards.mfa_admin.note"] == ["L’annuaire suit"]


# ── Left open, emptied, kept ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("path", GUIDE.questions)
def test_every_question_may_be_left_open(path: str) -> None:
    page = Page(form(path))
    posted = form(path, data=page.posted)
    assert posted.is_valid()
    assert answer_at(posted.patch(), path) is None


def test_an_answer_is_taken_back() -> None:
    answers = {"company": {"name": "Exemple", "public_hospital_clients": True, "domains": ["a.example"]}}
    assert post("company.name", answers, _="").patch() == {"company": {"name": None}}
    assert post("company.public_hospital_clients", answers, _="").patch() == {
        "company": {"public_hospital_clients": None}
    }
    assert post("company.domains", answers, _="").patch() == {"company": {"domains": None}}


def test_a_question_that_was_not_posted_keeps_its_answer() -> None:
    answers = {"company": {"name": "Exemple", "headcount": 12}}
    data = QueryDict("path=company.headcount&company.headcount=13")
    posted = SectionForm(SECTIONS["company"], answers, GUIDE, "fr", data=data)
    assert posted.patch() == {"company": {"headcount": 13}}
    assert Page(posted).with_id("id-company-name")["value"] == "Exemple"


def test_a_branch_opened_by_the_post_is_read_too() -> None:
    data = QueryDict("path=company.country&company.country=FR&path=company.siren&company.siren=900000001")
    posted = SectionForm(SECTIONS["company"], {"company": {"country": "BE"}}, GUIDE, "fr", data=data)
    assert posted.patch() == {"company": {"country": "FR", "siren": "900000001"}}
    closed = SectionForm(SECTIONS["company"], {"company": {"country": "FR"}}, GUIDE, "fr",
                         data=QueryDict("path=company.country&company.country=BE"))  # fmt: skip
    assert "company.siren" not in [block.path for block in closed.blocks]


def test_scopes_of_another_hand_stay_on_file() -> None:
    stored = {"answer": "partly", "where": ["siège"]}
    answers = {"safeguards": {"mfa_admin": stored}}
    page = Page(form("safeguards.mfa_admin", answers))
    assert "siège" in page.said
    page.posted.appendlist("safeguards.mfa_admin.where", "databases")
    posted = form("safeguards.mfa_admin", answers, data=page.posted)
    assert set(posted.patch()["safeguards"]["mfa_admin"]["where"]) == {"siège", "databases"}


# ── Incidents ────────────────────────────────────────────────────────────────────────────────────────────────────────

INCIDENTS = "history.incidents"
STORED = {"history": {"incidents": [{"year": 2025, "kind": "outage", "cost_eur": 6_000, "remedied": True}]}}


def test_no_incident_is_an_answer() -> None:
    assert answer(INCIDENTS, any="no") == []
    assert answer(INCIDENTS, any="") is None


def test_an_empty_row_is_offered_after_those_on_file() -> None:
    page = Page(form(INCIDENTS, STORED))
    assert page.with_id("id-history-incidents-0-year")["value"] == "2025"
    assert page.with_id("id-history-incidents-1-year")["value"] == ""
    assert ("more", INCIDENTS) in [(attrs.get("name"), attrs.get("value")) for _tag, attrs in page.tags]


def test_incidents_are_added_and_taken_out() -> None:
    page = Page(form(INCIDENTS, STORED))
    data = page.posted
    data[f"{INCIDENTS}.1.year"], data[f"{INCIDENTS}.1.kind"] = "2024", "fraud"
    two = form(INCIDENTS, STORED, data=data).patch()["history"]["incidents"]
    assert two == [*STORED["history"]["incidents"], {"year": 2024, "kind": "fraud"}]
    data[f"{INCIDENTS}.0.remove"] = "on"
    assert form(INCIDENTS, STORED, data=data).patch()["history"]["incidents"] == [{"year": 2024, "kind": "fraud"}]


def test_an_incident_without_its_year_or_kind_is_asked_for_them_and_kept_as_typed() -> None:
    values = {"any": "yes", "0__cost_eur": "beaucoup", "1__year": "12", "1__kind": "fraud"}
    posted = post(INCIDENTS, **values)
    block = posted.blocks[0]
    assert len(block.errors) == 4  # the cost, year and kind of the first one, the year of the second
    assert posted.patch() == {}
    page = Page(form(INCIDENTS, rejected=posted.refused()))
    assert page.with_id("id-history-incidents-0-cost-eur")["value"] == "beaucoup"
    assert page.with_id("id-history-incidents-1-year")["value"] == "12"


def test_who_is_still_typing_is_not_told_of_what_is_left_to_type() -> None:
    data = QueryDict(f"path=company.founded_on&company.founded_on.day=12&path={INCIDENTS}&{INCIDENTS}.any=yes")
    typing = SectionForm(SECTIONS["company"], {}, GUIDE, "fr", data=data, patient=True)
    assert (typing.problems(), typing.patch()) == ({}, {})
    assert typing.refused() == {"company.founded_on": ["12", "", ""]}
    typing = SectionForm(SECTIONS["history"], {}, GUIDE, "fr", data=data, patient=True)
    assert (typing.problems(), typing.patch()) == ({}, {})


def test_yes_without_any_incident_asks_for_one() -> None:
    assert problem(INCIDENTS, any="yes") == "Décrivez au moins un incident, ou répondez « Non »."


# ── The page ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_input_has_a_name_that_a_reader_can_say(language: Any) -> None:
    with override(language):
        for path in GUIDE.questions:
            page = Page(form(path, language=language))
            addresses = [attrs["id"] for _tag, attrs in page.tags if attrs.get("id")]
            assert len(addresses) == len(set(addresses)), path
            labelled = {attrs.get("for") for tag, attrs in page.tags if tag == "label"}
            for tag, attrs in page.tags:
                if tag in ("input", "select", "textarea") and attrs.get("type") != "hidden":
                    assert attrs["id"] in labelled, attrs
                for told in (attrs.get("aria-describedby") or "").split():
                    assert told in addresses, told
            assert form(path).blocks[0].target in addresses


def test_a_question_saves_itself() -> None:
    page = Page(form("company.founded_on"))
    block = page.with_id("q-company-founded-on")
    assert (block["hx-post"], block["hx-vals"]) == ("enregistrer/", '{"path": "company.founded_on"}')
    assert block["hx-params"].split(",")[3:] == [f"company.founded_on.{part}" for part in ("day", "month", "year")]


def test_what_people_typed_is_escaped() -> None:
    assert "<script>" not in Page(form("company.name", {"company": {"name": "<script>alert(1)</script>"}})).html
    assert (
        "<script>"
        not in Page(
            form("safeguards.mfa_admin", {"safeguards": {"mfa_admin": {"answer": "partly", "where": ["<script>"]}}})
        ).html
    )


def test_i_do_not_know_says_who_could_and_what_it_costs() -> None:
    said = Page(form("safeguards.mfa_email")).said
    assert "La personne qui dirige la technique ou l’informatique." in said
    assert "l’ajoutons à votre plan" in said
    assert "Classe III, la plus haute" in Page(form("product.device_class")).said
