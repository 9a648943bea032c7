"""The quote says what a broker's letter has to say, on the insurer's terms and no others."""

from __future__ import annotations

import re
import subprocess
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from portal import typography
from portal.documents.errors import DocumentError
from portal.documents.quote import lay_out_quote
from portal.documents.words import Words

from .samples import NAMES, Printed, assessed, flat, guide
from .test_layout import faults

pytestmark = [pytest.mark.needs("pango"), pytest.mark.needs("poppler")]

DOCUMENT = {
    "reference": "EG-7K4M92QX",
    "version": 1,
    "issued_on": "2026-11-24",
    "live_url": "https://egide.example/demande/5a1c7a52-3f0e-4a4c-9d55-0a7cdb1c2f10/dossier/",
}
EVERYONE = [(name, "fr") for name in NAMES] + [("telesuivi", "en"), ("capteur", "en"), ("modele", "en")]


def quoted(*covers: tuple[str, str, str, str], **changed: Any) -> dict[str, Any]:
    """A quote; each cover is its code, limit, retention and net premium; the tax is 9 %."""
    rows = [
        {"code": code, "limit_eur": limit, "retention_eur": retention, "net_eur": net, "tax_eur": str(_tax(net))}
        for code, limit, retention, net in covers
    ]
    net, tax = (sum((Decimal(row[key]) for row in rows), Decimal(0)) for key in ("net_eur", "tax_eur"))
    return {
        "version": 1,
        "insurer": "Assureur d’exemple",
        "covers": rows,
        "net_eur": net,
        "tax_eur": tax,
        "total_eur": net + tax,
        "valid_until": "2026-12-22",
        "conditions": "Questionnaire technique signé.\n\n- Rapport d’intrusion de moins d’un an.",
        **changed,
    }


def _tax(net: str) -> Decimal:
    return (Decimal(net) * 9 / 100).quantize(Decimal("0.01"))


def advised(assessment: dict[str, Any]) -> dict[str, Any]:
    """A quote for all that is needed, as advised where a price was given."""
    options = {option["code"]: option for option in assessment["quote"]["options"]}
    advice = {cover["code"]: cover for cover in options.get("recommended", {"covers": []})["covers"]}
    other = {"limit_eur": "1000000.00", "retention_eur": "5000.00", "net_eur": "4321.10"}
    found = [{"code": c["code"], **advice.get(c["code"], other)} for c in assessment["quote"]["covers"] if c["needed"]]
    return quoted(*((c["code"], c["limit_eur"], c["retention_eur"], c["net_eur"]) for c in found))


def letter(quote: dict[str, Any], applicant: Any, assessment: Any, language: str = "fr", **changed: Any) -> Printed:
    known: dict[str, Any] = {"broker": settings.BROKER, "document": DOCUMENT, "guide": guide(), **changed}
    made = lay_out_quote(quote, applicant, assessment, language=language, **known)
    found = Printed(made.content)
    assert made.pages == len(found.pages)
    return found


@lru_cache(maxsize=16)
def printed(name: str, language: str = "fr") -> Printed:
    assessment, applicant = assessed(name, language)
    return letter(advised(assessment), applicant, assessment, language)


def said(key: str, language: str = "fr", **values: object) -> str:
    return flat(typography.spaced(Words(language)(key, **values), language))


@pytest.mark.parametrize(("name", "language"), EVERYONE)
def test_a_letter_holds_on_two_pages_that_are_composed(name: str, language: str, tmp_path: Path) -> None:
    document = printed(name, language)
    path = tmp_path / "quote.pdf"
    path.write_bytes(document.body)
    assert len(document.pages) <= 2
    assert faults(path) == []


@pytest.mark.parametrize(("name", "language"), EVERYONE)
def test_each_cover_stands_with_its_amounts_and_the_sums(name: str, language: str) -> None:
    quote, document = advised(assessed(name, language)[0]), printed(name, language)
    words = Words(language, guide())
    for cover in quote["covers"]:
        assert document.holds(typography.spaced(words.label("covers", cover["code"]), language))
        for key in ("net_eur", "tax_eur"):
            assert flat(typography.eur(cover[key], language, cents=True)) in document.text
        for key in ("limit_eur", "retention_eur"):
            assert flat(typography.eur(cover[key], language)) in document.text
    for key in ("net_eur", "tax_eur", "total_eur"):
        assert flat(typography.eur(quote[key], language, cents=True)) in document.text


@pytest.mark.parametrize(("name", "language"), EVERYONE)
def test_what_a_quote_must_say_is_said(name: str, language: str) -> None:
    document = printed(name, language)
    for key in ("letter.title", "scope.basis_text", "scope.activity_note", "never.policy", "accept.read", "accept.bind",
                "accept.versions_first", "broker.nature"):  # fmt: skip
        assert document.holds(said(f"quote.{key}", language)), key
    assert document.holds(said("frame.broker.time", language)) and document.holds(
        said("frame.broker.privacy", language)
    )
    for key in ("name", "legal_form", "address", "registration", "registry", "complaints", "mediator", "supervisor",
                "basis", "links", "pay", "insurance"):  # fmt: skip
        particular = settings.BROKER[key]
        text = particular if isinstance(particular, str) else particular[language]
        assert document.holds(typography.spaced(text, language)), key
    fines = next(item for item in guide().guarantees.covers["cyber"] if item.code == "administrative_fines")
    assert document.holds(typography.spaced(fines.text.to(language), language))
    assert document.holds("Assureur d’exemple") and document.holds(DOCUMENT["live_url"])


@pytest.mark.parametrize("name", ["telesuivi", "capteur"])
def test_the_conditions_of_the_insurer_and_of_the_guide_are_there(name: str) -> None:
    assessment, _ = assessed(name)
    document = printed(name)
    assert document.holds("Questionnaire technique signé.") and document.holds("Rapport d’intrusion de moins d’un an.")
    assert "- Rapport" not in document.text
    for cover in assessment["quote"]["covers"]:
        for condition in cover["subjectivities"]:
            text = condition["text"]
            asked = re.search("« (.*) »", text) if condition["code"].startswith("answer_") else None
            assert document.holds(typography.spaced(asked[1] if asked else text, "fr"))


def test_the_complaint_and_the_ransom_belong_to_cyber_cover() -> None:
    assessment, applicant = assessed("telesuivi")
    with_cyber = printed("telesuivi")
    without = letter(quoted(("directors_liability", "750000.00", "0.00", "1200.00")), applicant, assessment)
    notice = typography.spaced(guide().guarantees.complaint.text.fr, "fr")
    ransom = next(item for item in guide().guarantees.covers["cyber"] if item.code == "ransom_payment")
    for text in (notice, typography.spaced(ransom.text.fr, "fr")):
        assert with_cyber.holds(text) and not without.holds(text)


def test_the_waiting_period_asked_for_is_told() -> None:
    assessment, applicant = assessed("telesuivi")
    assert printed("telesuivi").holds(said("quote.covers.waiting_guide"))
    applicant["wishes"]["waiting_period_hours"] = 12
    assert letter(advised(assessment), applicant, assessment).holds(said("quote.covers.waiting_asked", count=12))


def test_what_differs_from_the_request_is_told() -> None:
    assessment, applicant = assessed("telesuivi")
    covers = (
        ("cyber", "500000.00", "7500.00", "2000.00"),
        ("professional_liability", "800000.00", "5000.00", "900.00"),
    )
    document = letter(quoted(*covers), applicant, assessment)
    for sentence in (
        "Cyber : vous demandiez une limite de 1 000 000 €, ce devis donne 500 000 €.",
        "Cyber : vous demandiez une franchise de 5 000 €, ce devis prévoit 7 500 €.",
        "Responsabilité civile professionnelle : un client exige 1 000 000 €, ce devis donne 800 000 €.",
        "Responsabilité civile professionnelle : nous conseillions une limite de 1 500 000 €, ce devis donne 800 000 €.",
        "Responsabilité du fait du produit : obligatoire d’après vos réponses, absente de ce devis.",
        "Responsabilité des dirigeants : utile d’après vos réponses, absente de ce devis.",
    ):
        assert document.holds(sentence), sentence
    assert "vous demandiez" not in printed("telesuivi").text
    same = letter(advised(assessment), applicant, None)
    assert same.holds(said("quote.differences.same"))


def test_who_may_bind_is_told_as_it_was_answered() -> None:
    assessment, applicant = assessed("telesuivi")
    assert printed("telesuivi").holds(said("quote.accept.who_named", name="Camille Renaud"))
    applicant["contact"]["may_bind"] = False
    quote = advised(assessment)
    assert letter(quote, applicant, assessment).holds(said("quote.accept.who_not", name="Camille Renaud"))
    del applicant["contact"]
    assert letter(quote, applicant, assessment).holds(said("quote.accept.who"))


def test_a_later_version_revokes_the_earlier_ones() -> None:
    assessment, applicant = assessed("modele")
    document = letter({**advised(assessment), "version": 3}, applicant, assessment)
    assert document.holds(said("quote.accept.versions", version=3)) and "version 3" in document.pages[0]


def test_the_letter_does_without_an_assessment_and_without_answers() -> None:
    document = letter(quoted(("cyber", "1000000.00", "5000.00", "2000.00"), conditions=""), {}, None)
    assert document.holds(said("quote.scope.activity_none")) and document.holds(said("quote.conditions.none"))
    assert document.holds(said("frame.cover.unnamed")) and "2 180,00 €" in document.text


@pytest.mark.parametrize("language", ["fr", "en"])
def test_tags_language_and_the_two_families(language: str, tmp_path: Path) -> None:
    document = printed("telesuivi", language)
    root = document.reader.trailer["/Root"]
    assert root["/Lang"] == language and root["/MarkInfo"]["/Marked"] and "/StructTreeRoot" in root
    tags = [tag["/S"] for tag in document.tags()]
    assert tags.count("/H1") == 1 and tags.count("/H2") == 6 and "/TH" in tags
    parts = ("covers", "differences", "never", "conditions", "accept", "broker")
    assert [title for title, _ in document.bookmarks] == [said(f"quote.{part}.title", language) for part in parts]
    path = tmp_path / "quote.pdf"
    path.write_bytes(document.body)
    listed = subprocess.run(["pdffonts", path], capture_output=True, text=True, check=True).stdout.splitlines()[2:]
    assert listed and all(re.match(r"[A-Z]{6}\+Egide-(Sans|Serif)", line) for line in listed)


def test_the_same_quote_gives_the_same_bytes() -> None:
    assessment, applicant = assessed("modele")
    assert letter(advised(assessment), applicant, assessment).body == printed("modele").body


def test_long_names_foreign_letters_and_twelve_digits_hold(tmp_path: Path) -> None:
    assessment, applicant = assessed("telesuivi")
    applicant["company"]["name"] = "Télésurveillance et accompagnement des patients " * 3
    applicant["contact"]["full_name"] = "مرحبا بك Zoë de La Rochefoucauld-Montbel-Saint-Exupéry"
    applicant["product"]["summary"] = "x" * 200
    huge = ("999999999999.00", "999999999999.00", "999999999999.99")
    quote = quoted(*((cover["code"], *huge) for cover in advised(assessment)["covers"]), insurer="Assureur " * 12)
    document = letter(quote, applicant, assessment)
    assert document.text.count("999 999 999 999,99 €") >= 5
    path = tmp_path / "quote.pdf"
    path.write_bytes(document.body)
    assert faults(path) == []


def test_words_typed_by_people_are_only_words() -> None:
    poison = "<script>alert(1)</script> {{ company }} <img src=x> & Cie"
    assessment, applicant = assessed("telesuivi")
    applicant["company"]["name"] = poison
    document = letter({**advised(assessment), "insurer": poison, "conditions": poison}, applicant, assessment)
    assert document.text.count(flat(poison)) == 3


def test_what_is_missing_or_does_not_add_up_is_refused() -> None:
    assessment, applicant = assessed("telesuivi")
    quote = advised(assessment)
    with pytest.raises(DocumentError, match="the broker's mediator"):
        letter(quote, applicant, assessment, broker={**settings.BROKER, "mediator": ""})
    with pytest.raises(DocumentError, match="the quote's insurer"):
        letter({**quote, "insurer": ""}, applicant, assessment)
    with pytest.raises(DocumentError, match="add up"):
        letter({**quote, "total_eur": Decimal(quote["total_eur"]) + 1}, applicant, assessment)
    with pytest.raises(DocumentError, match="audience=prospect"):
        letter(quote, applicant, {**assessment, "audience": "broker"})


def test_who_was_consulted_and_what_the_insurer_handed_over_are_told_on_two_pages() -> None:
    assessment, applicant = assessed("capteur")
    asked = ["Assureur d’exemple", "Assureur d’exemple B", "Assureur d’exemple C"]
    given = advised(assessment) | {"consulted": asked, "papers": ["ipid", "in_time"]}
    document = letter(given, applicant, assessment)
    assert len(document.pages) == 2
    names = "Assureur d’exemple, Assureur d’exemple B et Assureur d’exemple C"
    assert document.holds(f"{names}. Ce devis repose sur les conditions de Assureur d’exemple.")
    assert document.holds("document d’information (IPID) et notice sur la garantie dans le temps")
    assert not document.holds("spécimen")
    bare = printed("capteur")
    assert not bare.holds("Assureurs consultés") and bare.holds("vous sont remis avant toute signature")
