"""The letter to an insurer and the way to a quote: short, whole, and in both languages."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.conf import settings

from portal.documents.errors import DocumentError
from portal.documents.fix_sheet import lay_out_fix_sheet
from portal.documents.incident_card import lay_out_incident_card
from portal.documents.insurer_letter import lay_out_insurer_letter
from portal.documents.ledger import ledger
from portal.documents.pdf import Rendered
from portal.documents.trust_annex import MOST_LINES, lay_out_trust_annex, lines_of
from portal.documents.words import Words
from portal.incident.texts import incident
from underwriting import assess, for_prospect, portable, read_bytes

from .samples import APPLICANTS, DAY, NAMES, Printed, guide, tight
from .test_recommendation import said

pytestmark = pytest.mark.needs("pango")
everyone = pytest.mark.parametrize(
    ("name", "language"), [(n, "fr") for n in NAMES] + [("capteur", "en"), ("vide", "en")]
)


def made(lay_out: Callable[..., Rendered], name: str, language: Any, **changed: Any) -> tuple[Printed, dict[str, Any]]:
    applicant = read_bytes((APPLICANTS / f"{name}.toml").read_bytes(), f"{name}.toml", language)
    found = portable(for_prospect(assess(applicant, guide(), on=DAY, language=language, fixes=True))) | changed
    document = {"reference": "EG-00000000", "version": 1, "issued_on": DAY, "code": "ABCDE-12345",
                "verify_url": "https://egide.cabinet.example/verifier/ABCDE12345/"}  # fmt: skip
    rendered = lay_out(
        found, applicant.model_dump(exclude_none=True), language=language, broker=settings.BROKER, document=document,
        guide=guide(),
    )  # fmt: skip
    return Printed(rendered.content), found


@everyone
def test_the_letter_asks_each_question_once_on_two_pages_at_most(name: str, language: str) -> None:
    document, assessment = made(lay_out_insurer_letter, name, language)
    assert len(document.pages) <= 2
    asked = [
        gap for gap in assessment["gaps"] if gap["applies"] and gap["cover"] != "covered" and gap["code"] != "fines"
    ]
    assert asked
    for gap in asked:
        assert document.holds(said(gap["question_to_insurer"], language)), gap["code"]
    words = Words(language, guide())
    held = any(gap["cover"] != "no_policy" for gap in asked)
    assert document.holds(said(words("letter.held"), language)) == held
    assert document.holds(said(words(f"letter.opening_{'held' if held else 'new'}"), language))
    # the 22nd of November and fourteen days
    assert ("6 décembre 2026" if language == "fr" else "6 December 2026") in document.text.replace("\u00a0", " ")
    assert document.reader.trailer["/Root"]["/Lang"] == language
    assert sum(tag["/S"] == "/H1" for tag in document.tags()) == 1


@pytest.mark.parametrize(
    ("name", "language"), [("capteur", "fr"), ("capteur", "en"), ("vide", "fr"), ("biotech", "en")]
)
def test_the_way_to_a_quote_names_who_does_what_by_when(name: str, language: str) -> None:
    document, assessment = made(lay_out_fix_sheet, name, language)
    assert len(document.pages) <= 2
    for fix in assessment["fix_to_quote"]["fixes"]:
        assert document.holds(said(fix["text"], language))
    rows = {row["path"]: row["name"] for row in ledger(guide().questionnaire.sections, {}, language)}
    for path in assessment["fix_to_quote"]["answer_first"]:
        assert tight(said(rows[path], language)[1:]) in tight(document.text) and path not in document.text, path
    assert len(document.pages[-1]) > 400, "no page for a code alone"
    assert document.holds(said(assessment["fix_to_quote"]["text"], language))
    assert any("ABCDE12345" in str(tag.get("/Alt", "")) for tag in document.tags())


def test_forty_questions_still_make_a_letter() -> None:
    _, assessment = made(lay_out_insurer_letter, "telesuivi", "fr")
    many = [gap | {"applies": True, "cover": "to_check"} for gap in assessment["gaps"] if gap["code"] != "fines"]
    document, _ = made(lay_out_insurer_letter, "telesuivi", "fr", gaps=(many * 3)[:40])
    assert 3 <= len(document.pages) <= 5
    assert document.pages[-1].strip(), "no empty page at the end"


def test_without_anything_to_fix_there_is_no_sheet() -> None:
    for way in (None, {"text": "Rien ne s’oppose à un prix.", "answer_first": [], "fixes": []}):
        with pytest.raises(DocumentError, match="no way to a quote"):
            made(lay_out_fix_sheet, "telesuivi", "fr", fix_to_quote=way)
    with pytest.raises(DocumentError, match="audience=prospect"):
        made(lay_out_insurer_letter, "telesuivi", "fr", audience="broker")


@pytest.mark.parametrize(("name", "language"), [(n, "fr") for n in NAMES] + [("capteur", "en"), ("telesuivi", "en")])
def test_the_incident_card_is_one_sheet_with_the_delays_of_this_company(name: str, language: str) -> None:
    document, assessment = made(lay_out_incident_card, name, language)
    assert len(document.pages) == 1
    words = Words(language, guide())
    for key in ("call", "steps", "times", "journal", "insurer", "decider"):
        assert document.holds(said(words(f"card.{key}"), language))
    steps = [step.title.to(language) for step in incident().steps]
    assert len(steps) == 7 and all(document.holds(said(step, language)) for step in steps)
    duties = {duty["code"]: duty["applies"] for duty in assessment["obligations"]}
    assert "{" not in document.text
    assert document.holds(said(words("card.unsure"), language)) == ("to_confirm" in duties.values())
    for clock in incident().clocks:
        told = document.holds(said(clock.title.to(language), language))
        if clock.code in ("insurer", "complaint"):
            assert told, "everybody's"
        elif duties.get(clock.duty) in ("no", "to_confirm"):
            assert not told, clock.code
        if clock.code == "mdr_serious":
            assert told == (duties["mdr_87"] == "yes")


def test_a_controller_s_card_speaks_of_the_cnil_and_a_processor_s_of_clients() -> None:
    applicant, found = _of("telesuivi")
    for role, cnil, clients in (("controller", True, False), ("processor", False, True), ("mixed", True, True)):
        applicant["data"]["role"] = role
        card = _card(found, applicant)
        assert (card.holds("CNIL"), card.holds("Vos clients, dont vous traitez les données")) == (cnil, clients), role


def _of(name: str) -> tuple[dict[str, Any], dict[str, Any]]:
    applicant = read_bytes((APPLICANTS / f"{name}.toml").read_bytes(), f"{name}.toml", "fr")
    found = portable(for_prospect(assess(applicant, guide(), on=DAY, language="fr")))
    return applicant.model_dump(exclude_none=True), found


def _card(found: dict[str, Any], applicant: dict[str, Any]) -> Printed:
    document = {"reference": "EG-00000000", "version": 1, "issued_on": DAY}
    rendered = lay_out_incident_card(
        found, applicant, language="fr", broker=settings.BROKER, document=document, guide=guide()
    )
    return Printed(rendered.content)


@pytest.mark.parametrize(("name", "language"), [("telesuivi", "fr"), ("modele", "en"), ("capteur", "fr")])
def test_a_trust_annex_is_one_page_of_the_lines_chosen_and_nothing_else(name: str, language: Any) -> None:
    applicant = read_bytes((APPLICANTS / f"{name}.toml").read_bytes(), f"{name}.toml", language)
    answers = applicant.model_dump(exclude_none=True)
    rows = lines_of(guide(), answers, language, ())
    chosen, left = rows[:MOST_LINES:2], rows[1:MOST_LINES:2]
    document, assessment = made(partial(lay_out_trust_annex, shown=[row["path"] for row in chosen]), name, language)
    assert len(document.pages) == 1
    for row in chosen:
        assert document.holds(said(row["name"][1:], language)), row["path"]
    for row in left:
        assert not document.holds(said(row["name"][1:], language)), row["path"]
    assert document.holds(said(Words(language)("annex.never"), language))
    # no price, score nor gap: nothing in euros, nothing out of a hundred
    assert "€" not in document.text and "/ 100" not in document.text.replace("\u202f", " ")
    assert not any(document.holds(said(gap["text"], language)) for gap in assessment["gaps"])


def test_only_what_is_in_place_can_be_shown() -> None:
    answers, _ = _of("telesuivi")
    answers["safeguards"] |= {
        "mfa_email": "no",
        "mfa_admin": "unknown",
        "incident_plan": "partly",
        "certifications": ["none"],
    }
    paths = {row["path"] for row in lines_of(guide(), answers, "fr", {"data.dpo"})}
    assert "safeguards.incident_plan" in paths
    assert not paths & {"safeguards.mfa_email", "safeguards.mfa_admin", "safeguards.certifications", "data.dpo"}
    assert not [path for path in paths if path.split(".")[0] in ("contracts", "directors", "cover", "history")]
    assessment = portable(
        for_prospect(assess(read_bytes((APPLICANTS / "telesuivi.toml").read_bytes(), "t.toml", "fr"), guide(), on=DAY))
    )
    for shown in (
        [],
        ["contracts.written_scope"],
        [row["path"] for row in lines_of(guide(), _of("modele")[0], "fr", ())],
    ):
        with pytest.raises(DocumentError, match="1 to 24 lines"):
            lay_out_trust_annex(
                assessment, _of("modele")[0], shown=shown, language="fr", broker=settings.BROKER,
                document={"reference": "EG-0", "version": 1, "issued_on": DAY}, guide=guide(),
            )  # fmt: skip
