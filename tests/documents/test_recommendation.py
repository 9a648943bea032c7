"""The recommendation says what the assessment says, to every applicant, in both languages."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
from decimal import Decimal
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command

from portal import typography
from portal.documents import DocumentError, recommendation_of
from portal.documents.recommendation import attachment_bytes
from portal.documents.words import Words
from underwriting import assess, read_bytes

from .samples import APPLICANTS, DAY, DOCUMENT, NAMES, Printed, assessed, flat, guide, printed, render, tight

pytestmark = pytest.mark.needs("pango")

BOTH = [(name, "fr") for name in NAMES] + [("telesuivi", "en"), ("capteur", "en"), ("vide", "en"), ("sanctions", "en")]
everyone = pytest.mark.parametrize(("name", "language"), BOTH)


def said(text: str, language: str) -> str:
    """A text as a reader finds it in the document, on one line."""
    return flat(typography.spaced(text, language))


def test_every_outcome_is_among_the_reference_applicants() -> None:
    outcomes = {assessed(name)[0]["decision"]["outcome"] for name in NAMES}
    assert outcomes >= {"quote", "refer", "incomplete", "decline"}


@everyone
def test_parts_stand_in_order_and_the_essentials_hold_on_one_page(name: str, language: str) -> None:
    document, t = printed(name, language), Words(language).table
    titles = [title for title, _ in document.bookmarks]
    parts = t["parts"]
    fixed = [
        t["frame"]["essentials"]["name"],
        *(parts[name]["title"] for name in ("needs", "eligibility", "situations", "plan", "obligations", "advice")),
        t["frame"]["ledger"]["title"],
        t["frame"]["sources"]["title"],
    ]
    places = [titles.index(said(title, language)) for title in fixed]
    assert places == sorted(places)
    pages = dict(document.bookmarks)
    assert pages[said(fixed[0], language)] == 2
    assert pages[said(fixed[1], language)] == 3, "page one of the essentials overflows"
    assert len(document.pages) <= 20


@everyone
def test_headline_and_price_or_its_absence(name: str, language: str) -> None:
    assessment, _ = assessed(name, language)
    document, words = printed(name, language), Words(language)
    quote = assessment["quote"]
    if quote["published"]:
        for option in quote["options"]:
            for amount in (option["net_eur"], option["tax_eur"], option["total_eur"]):
                assert flat(typography.eur(amount, language, cents=True)) in document.text
            assert flat(typography.span(*option["range_eur"], language, 20)) in document.text
            for cover in option["covers"]:
                assert flat(typography.eur(cover["limit_eur"], language)) in document.text
    else:
        assert said(words("frame.essentials.no_price"), language) in flat(document.pages[1])
        for label in ("parts.options.net", "parts.options.total", "frame.essentials.price"):
            assert said(words(label), language) not in document.text
        for cover in quote["covers"]:
            if cover["needed"]:
                assert document.holds(said(cover["why"], language))
    if assessment["decision"]["outcome"] in ("partial", "refer", "incomplete", "decline"):
        assert said(words(f"frame.headline.{assessment['decision']['outcome']}"), language)[:30] in flat(
            document.pages[1]
        )


@everyone
def test_everything_the_assessment_says_is_there(name: str, language: str) -> None:
    assessment, _ = assessed(name, language)
    document = printed(name, language)
    for item in assessment["eligibility"]:
        assert document.holds(said(item["text"], language))
        if item["remedy"]:
            assert document.holds(said(item["remedy"], language))
    for item in assessment["situations"]:
        assert document.holds(said(item["cover_architecture"], language)) == item["applies"]
    for gap in assessment["gaps"]:
        if gap["applies"] and gap["severity"]:
            assert document.holds(said(gap["question_to_insurer"], language))
    for reason in assessment["decision"]["reasons"]:
        if reason["effect"] in ("refer", "decline") and not reason["code"].startswith("prerequisite_"):
            assert document.holds(said(reason["text"], language))
            assert document.holds(said(reason["way_back"], language))
    for cover in assessment["quote"]["covers"]:
        for condition in cover["subjectivities"]:
            # A condition that asks a question is told by the question itself.
            text = (
                re.search(r"[«“]\s*(.+?)\s*[»”]$", condition["text"])
                if condition["code"].startswith("answer_")
                else None
            )
            assert document.holds(said(text[1] if text else condition["text"], language))
    for duty in assessment["obligations"]:
        if duty["applies"] != "no" and duty["status"] != "met":
            assert document.holds(said(duty["text"], language))


@everyone
def test_ten_pages_and_annexes(name: str, language: str) -> None:
    """The parts end on the tenth page; two families of products with most of the answers missing take one more."""
    first = dict(printed(name, language).bookmarks)[said(Words(language)("parts.advice.title"), language)]
    assert 6 <= first <= (11 if name == "capteur" else 10)


@everyone
def test_what_the_law_wants_is_always_said(name: str, language: str) -> None:
    assessment, _ = assessed(name, language)
    document, words = printed(name, language), Words(language)
    for key in ("name", "address", "registration", "complaints", "mediator", "supervisor", "basis", "links", "pay"):
        particular = settings.BROKER[key]
        assert document.holds(said(particular if isinstance(particular, str) else particular[language], language)), key
    for key in ("cover.nature", "broker.nature", "broker.time", "broker.privacy"):
        assert document.holds(said(words(f"frame.{key}"), language))
    assert "72 h" in document.text
    assert document.holds(said(words("parts.gaps.never"), language))
    unsettled = [
        duty for duty in assessment["obligations"] if duty["applies"] != "no" and duty["standing"] == "unsettled"
    ]
    told = tight(document.text).count(tight(said(words("parts.obligations.unsettled"), language)))
    assert told == len(unsettled)


@everyone
def test_the_record_holds_every_answer_and_no_hidden_one(name: str, language: str) -> None:
    assessment, applicant = assessed(name, language)
    document = printed(name, language)
    first = dict(document.bookmarks)[said(Words(language)("frame.ledger.title"), language)]
    record = tight(" ".join(document.pages[first - 1 :]))
    hidden = set(assessment["completeness"]["ignored"])
    for section in guide().questionnaire.sections:
        for question in section.questions:
            path = f"{section.code}.{question.key}"
            value: Any = applicant
            for part in path.split("."):
                value = value.get(part) if isinstance(value, dict) else None
            answered = value is not None and path not in hidden and question.kind != "clauses"
            assert (tight(said(question.label.to(language), language)) in record) == answered, path


@everyone
def test_no_word_of_the_other_language(name: str, language: str) -> None:
    other = "en" if language == "fr" else "fr"
    text = printed(name, language).text
    tables = [*Words(other).table["parts"].values(), *Words(other).table["frame"].values()]
    long_ones = [entry for table in tables for entry in table.values() if len(entry) > 25 and "{" not in entry]
    assert len(long_ones) > 60
    assert [entry for entry in long_ones if said(entry, other) in text] == []


@everyone
def test_french_spaces_reach_the_page(name: str, language: str) -> None:
    if language == "en":
        return
    for page in printed(name, language).pages:
        # A row of marks, as in the table of who pays, is no punctuation.
        written = re.sub(r"(?: [?½✓–]){2,}", "", page)
        wrong = re.findall(r".{12}(?: [;!?»]|« |\d €|\d %|\d \d{3}\b(?! [A-Z])).{6}", written)
        assert [found for found in wrong if "Cedex" not in found and "TSA" not in found and "ACPR" not in found] == []


@pytest.mark.needs("poppler")
@everyone
def test_only_the_two_families_are_embedded(name: str, language: str, tmp_path: Any) -> None:
    path = tmp_path / "document.pdf"
    path.write_bytes(printed(name, language).body)
    listed = subprocess.run(["pdffonts", path], capture_output=True, text=True, check=True).stdout.splitlines()[2:]
    assert listed
    for line in listed:
        assert re.match(r"[A-Z]{6}\+Egide-(Sans|Serif)", line), line
        assert re.search(r"yes +yes +yes", line), "embedded, subset, with its letters readable"


def test_the_attachment_is_the_prospects_assessment() -> None:
    assessment, _ = assessed("telesuivi")
    document = printed("telesuivi")
    (body,) = document.reader.attachments["assessment.json"]
    assert json.loads(body) == assessment
    assert body == attachment_bytes(assessment)
    assert hashlib.sha256(body).hexdigest() in document.text.replace(" ", "")
    assert assessment["guide"]["sha256"] in document.text.replace(" ", "")


def test_the_same_file_gives_the_same_bytes() -> None:
    assert render(*assessed("biotech")) == printed("biotech").body
    changed, applicant = assessed("biotech")
    changed["maturity"]["score"] = 1
    assert render(changed, applicant) != printed("biotech").body


@everyone
def test_figures_and_headings_for_a_screen_reader(name: str, language: str) -> None:
    tags = list(printed(name, language).tags())
    figures = [tag for tag in tags if tag["/S"] == "/Figure"]
    assert len(figures) >= 3
    assert all(len(str(figure.get("/Alt", ""))) > 20 for figure in figures)
    assert sum(tag["/S"] == "/H1" for tag in tags) == 1
    assert printed(name, language).reader.trailer["/Root"]["/Lang"] == language


def test_stories_are_told_only_when_there_are_some() -> None:
    assessment, applicant = assessed("telesuivi")
    text, title = printed("telesuivi").text, said(Words("fr")("parts.stories.title"), "fr")
    assert title in text
    assert "Une mise à jour, une mauvaise dose" in text and "Un ordinateur oublié dans le train" in text
    # Professional liability pays for bodily injury and infringement, and a part of late projects; today no policy
    # answers the five others. After the plan, one at least answers each in part.
    assert "vous payez seul dans 5 cas sur 8" in text and "Après le plan, dans 0" in text
    assert "la rançon" in text and "les premières heures" in text
    assessment["stories"] = []
    assert title not in Printed(render(assessment, applicant)).text


def test_a_file_without_gaps_losses_plan_or_duties() -> None:
    assessment, applicant = assessed("modele")
    for gap in assessment["gaps"]:
        gap.update(applies=False, severity=0)
    assessment["losses"] = {"calibrations": {}, "scenarios": [], "controls": []}
    assessment["obligations"], assessment["contradictions"] = [], []
    for step in assessment["plan"]:
        step["actions"] = []
    for cover in assessment["quote"]["covers"]:
        cover["subjectivities"] = []
    document, words = Printed(render(assessment, applicant)), Words("fr")
    titles = [title for title, _ in document.bookmarks]
    for key in ("losses", "conditions"):
        assert said(words(f"parts.{key}.title"), "fr") not in titles
    for key in ("gaps.none", "plan.answer_none", "obligations.none"):
        assert said(words(f"parts.{key}"), "fr") in document.text
    assert document.text.count(said(words("parts.plan.nothing"), "fr")) == 4


POISON = "<script>alert(1)</script> {{ company }} {% debug %} & Cie"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_poisoned_words_are_only_words(language: str) -> None:
    assessment, applicant = assessed("telesuivi", language)
    applicant["company"]["name"] = POISON
    applicant["product"]["summary"] = '"><img src="http://127.0.0.1:9/x"><style>@import url(file:///etc/passwd)</style>'
    applicant["hosting"]["provider"] = "\u202egnp.exe\u202c ${7*7} <!-- "
    document = Printed(render(assessment, applicant, language))
    assert flat(POISON) in document.text
    assert "<img src=" in document.text and "${7*7}" in document.text
    assert "gnp.exe" in document.text and "\u202e" not in document.text
    assert list(document.reader.attachments) == ["assessment.json"]


def test_long_names_foreign_letters_and_twelve_digits() -> None:
    assessment, applicant = assessed("telesuivi")
    long_name = (
        "Société européenne de télésurveillance, de téléexpertise et d’accompagnement des patients insuffisants "
        "cardiaques du Grand Ouest SAS"
    )
    assert len(long_name) > 120
    applicant["company"]["name"] = long_name
    applicant["contact"]["full_name"] = "مرحبا بك Zoë 👩‍⚕️"
    applicant["company"]["revenue_last_eur"] = 10**12
    huge = "999999999999.99"
    for option in assessment["quote"]["options"]:
        option.update(net_eur=huge, tax_eur=huge, total_eur=huge, range_eur=["333333333333.00", huge])
        for cover in option["covers"]:
            cover.update(limit_eur=huge, retention_eur=huge)
    for calibration in assessment["losses"]["calibrations"].values():
        for key in ("expected_annual_eur", "typical_loss_eur", "var_95_eur", "var_99_eur"):
            calibration[key] = huge
    document = Printed(render(assessment, applicant))
    assert flat(long_name) in document.text
    assert "999 999 999 999,99 €" in document.text
    assert "▯ ▯ Zoë ▯" in document.text
    assert said(Words("fr")("frame.ledger.original"), "fr") in document.text
    assert said(Words("fr")("frame.ledger.original"), "fr") not in printed("telesuivi").text


def test_three_families_together() -> None:
    assessment, applicant = assessed("capteur")
    model = next(item for item in assessment["situations"] if item["applies"])
    for item in assessment["situations"]:
        item.update(
            applies=True, score=100, drivers=[*model["drivers"], {"field": "x.y", "points": -7.25, "text": "Plafond."}]
        )
    text = Printed(render(assessment, applicant)).text
    for item in assessment["situations"]:
        label = Words("fr", guide()).label("situations", item["code"])
        assert said(Words("fr")("parts.situations.drivers", label=label, score="100"), "fr") in text
    assert "−7,25" in text


@pytest.mark.parametrize("key", ["name", "registration", "complaints", "mediator", "supervisor"])
def test_a_document_without_its_broker_is_refused(key: str) -> None:
    broker = {**settings.BROKER, key: ""}
    with pytest.raises(DocumentError, match=f"the broker's {key}"):
        render(*assessed("vide"), broker=broker)


def test_other_mistakes_of_the_caller_are_named() -> None:
    assessment, applicant = assessed("vide")
    with pytest.raises(DocumentError, match="reference"):
        render(assessment, applicant, document={**DOCUMENT, "reference": ""})
    with pytest.raises(DocumentError, match="not 'de'"):
        render(assessment, applicant, "de")
    with pytest.raises(DocumentError, match="audience=prospect"):
        render({**assessment, "audience": "broker"}, applicant)


def test_straight_from_the_core() -> None:
    """The way of the command line: whoever asks, the document holds the prospect's part."""
    path = APPLICANTS / "logiciel-court.toml"
    applicant = read_bytes(path.read_bytes(), path.name, "fr")
    body = recommendation_of(applicant, assess(applicant, guide(), on=DAY, language="en"), guide())
    document = Printed(body)
    (attached,) = document.reader.attachments["assessment.json"]
    found = json.loads(attached)
    assert found["audience"] == "prospect"
    assert not any(duty["standing"] == "unverified" for duty in found["obligations"])
    assert "22 November 2026" in document.text
    assert body == recommendation_of(applicant, assess(applicant, guide(), on=DAY, language="en"), guide())


def test_the_command_writes_it(tmp_path: Any) -> None:
    target = tmp_path / "out.pdf"
    call_command("assess", str(APPLICANTS / "modele.toml"), "--pdf", str(target), "--on", "2026-11-22", "--lang", "en")
    assert Printed(target.read_bytes()).reader.trailer["/Root"]["/Lang"] == "en"


def test_prices_shown_add_up() -> None:
    for name in NAMES:
        for option in assessed(name)[0]["quote"]["options"]:
            assert Decimal(option["net_eur"]) + Decimal(option["tax_eur"]) == Decimal(option["total_eur"])
