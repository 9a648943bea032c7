"""Each kind of company, from the first question to its result: the first words are the right ones, and so is the rest.

A short run takes each kind in one language at one width, all four of these in turn; `make soak` takes each kind in all.
"""

from __future__ import annotations

import json
import os
import re
from typing import Any, NamedTuple

import pytest
from django.utils import translation
from playwright.sync_api import expect

from portal.documents.words import Words
from tests.browsing import overflow

from .person import GUIDE, Person, answers_of, short, shown

pytestmark = [pytest.mark.browser, pytest.mark.needs("pango", "gettext")]

WAYS = (("fr", 360), ("en", 1280), ("fr", 1280), ("en", 360))
"""Languages and widths, in CSS pixels."""
ROUNDS = range(len(WAYS) if os.environ.get("HYPOTHESIS_PROFILE") == "soak" else 1)
FAMILIES = ("product.families", "product.main_family")
EVERY_FAMILY = ["software", "connected_device", "other_health_product"]
UNKNOWN = {
    path: "unknown"
    for path, question in GUIDE.questions.items()
    if question.kind == "control" or (question.kind == "choice" and "unknown" in [c.code for c in question.choices])
}
BEST = {path: "yes" for path, question in GUIDE.questions.items() if question.kind == "control"} | {
    "company.restructuring_24_months": False,
    "directors.negative_equity": False,
    "directors.equity_below_half_capital": False,
    "history.refused_or_cancelled": False,
}


class Kind(NamedTuple):
    """A company's answers by path, and the headline of its result by its key among the words of documents."""

    answers: dict[str, Any]
    headline: str


def of(name: str, **changed: Any) -> dict[str, Any]:
    """The answers of a reference company to the short path."""
    return short(answers_of(name, **changed))


KINDS = {
    "software": Kind(of("telesuivi"), "quote"),
    "device": Kind(of("capteur"), "refer"),
    "other_product": Kind(of("biotech"), "partial"),
    "several_families": Kind(
        of("biotech") | of("capteur", product__families=EVERY_FAMILY, product__main_family="connected_device"), "refer"
    ),
    "knows_nothing": Kind(of("modele") | UNKNOWN, "refer"),
    "perfect": Kind(answers_of("modele") | BEST, "quote"),
    "declined": Kind(of("sanctions"), "decline"),
}


def says(language: str, text: str) -> str:
    """A text of the pages in a language, on one line."""
    with translation.override(language):
        return " ".join(translation.gettext(text).split())


class Journey:
    """A founder's way to the result, in one language."""

    def __init__(self, portal, page, kind, language):
        self.portal, self.page, self.kind, self.language = portal, page, kind, language
        self.words = Words(language, GUIDE)

    def begin(self, reader):
        """The first section is answered in the browser, the others at once, but the families and the last."""
        answers = {path: answer for path, answer in self.kind.answers.items() if path != "company.siren"}
        answers["contact.email"] = reader
        here = {
            path: answer
            for path, answer in answers.items()
            if (path.startswith(("company.", "contact.")) and GUIDE.questions[path].short) or path in FAMILIES
        }
        rest = {path: answer for path, answer in answers.items() if path not in here and path != "contact.language"}
        self.page.locator("main form button").first.click()
        self.page.wait_for_url("**/company/")
        self.base = self.page.url.removesuffix("company/")
        self.person = Person(self.page, here)
        self.answer_page()
        self.portal.stage("answered", self.base.split("/")[-2], json.loads(json.dumps(rest, default=str)))
        for section in ("product", "contact"):
            self.page.goto(f"{self.base}{section}/")
            self.answer_page()
        assert self.page.url.endswith("/relecture/")

    def answer_page(self):
        self.person.fill()
        self.person.go_on()

    def send(self):
        """Every box ticked, the button pressed twice."""
        for box in self.page.get_by_role("checkbox").all():
            box.check()
        self.page.locator("main form button.btn-primary").dblclick()
        self.page.wait_for_url(re.compile("/resultat/$"))

    def result(self):
        """What the page says, closed parts too."""
        return " ".join(self.page.locator("main").text_content().split())


@pytest.mark.parametrize(
    ("name", "language", "width"),
    [(name, *WAYS[(shift + place) % len(WAYS)]) for shift in ROUNDS for place, name in enumerate(KINDS)],
)
def test_from_the_first_question_to_the_result(portal, visit, reader, name, language, width):
    kind = KINDS[name]
    page = visit("/demande/", language=language, width=width)
    journey = Journey(portal, page, kind, language)
    journey.begin(reader)
    READ_BACK.get(name, lambda _: None)(journey)
    journey.send()
    headline = page.get_by_role("heading", level=1)
    expect(headline).to_contain_text(beginning(journey.words(f"frame.headline.{kind.headline}")))
    assert overflow(page) <= 0
    assert page.locator(".band").count() == (kind.headline in ("quote", "partial"))
    ON_RESULT[name](journey)
    said = headline.inner_text()
    page.reload()
    page.go_back()
    page.wait_for_url(re.compile("/resultat/$"))
    assert headline.inner_text() == said
    once(portal, journey.base.split("/")[-2])


def beginning(sentence: str) -> str:
    """Its first words, up to where a number of conditions may follow."""
    return re.split(r"[.,]", sentence)[0]


def once(portal, file_id):
    """It was sent once: one assessment, one document, one mail to its reader."""
    ours = f"FROM portal_{{}} WHERE replace(CAST(submission_id AS text), '-', '') = '{file_id.replace('-', '')}'"
    counts = {table: portal.rows(f"SELECT count(*) {ours.format(table)}")[0][0] for table in ("snapshot", "document")}
    assert counts == {"snapshot": 1, "document": 1}
    kinds = [kind for (kind,) in portal.rows(f"SELECT kind {ours.format('delivery')}")]
    assert len(kinds) == len(set(kinds)), kinds


def prices_and_next_steps(journey):
    said = shown(journey.page)
    assert says(journey.language, "Les trois prochaines choses à faire") in said
    assert says(journey.language, "Prix indicatif de l’option recommandée, par an, taxes comprises") in said


def reasons_and_ways_back(journey):
    """Without a price, the reasons stand where it would, each with what changes it."""
    page = journey.page
    assert says(journey.language, "Pourquoi pas de prix aujourd’hui, et ce qui le change") in shown(page)
    assert page.locator("#raisons li").count() >= 3
    assert all(row.locator("p").count() == 2 for row in page.locator("#raisons .lines > li").all())


def families(*codes):
    """The page tells of these families of products, and of no other."""

    def check(journey):
        rows = journey.page.locator("#situations .lines > li h3").all_inner_texts()
        assert sorted(rows[: len(codes)]) == sorted(journey.words.label("situations", code) for code in codes)
        assert len(journey.page.locator("#situations data.price").all()) == len(codes)

    return check


def both(*checks):
    return lambda journey: [check(journey) for check in checks]


def partly_priced(journey):
    """The price says which contracts it is for; the others have their reasons."""
    cyber = journey.words.label("covers", "cyber").lower()
    assert f"{says(journey.language, 'Ce prix ne comprend que ces contrats :')} {cyber}." in shown(journey.page)
    assert journey.page.locator("#raisons li").count() >= 3


def what_to_find_out(journey):
    """Each prerequisite is to be checked, and the plan says who could know."""
    page = journey.page
    assert page.locator("#prealables .state.is-unknown").count() == 5
    reasons_and_ways_back(journey)
    assert page.locator("#plan .lines li").count() >= 10
    assert page.locator("#lacunes tbody tr").count() >= 5


def all_is_well(journey):
    page = journey.page
    prices_and_next_steps(journey)
    assert journey.words("frame.lead.met_all") in shown(page)
    assert page.locator("#prealables .state.is-yes").count() == 5
    assert page.locator("#raisons .lines > li").count() <= 1  # a broker places public liability by hand


def why_and_what_now(journey):
    reasons_and_ways_back(journey)
    said = journey.result()
    rule = next(rule for rule in GUIDE.rules if rule.code == "sanctioned_countries")
    for text in (rule.text, rule.way_back):
        assert " ".join(text.to(journey.language).split()) in said
    assert (
        says(journey.language, "Une machine ne refuse jamais seule : une personne lit ces raisons, et décide.") in said
    )
    journey.page.locator("main .answer .btn-primary").click()
    expect(journey.page.get_by_role("heading", level=1)).to_have_text(
        says(journey.language, "Un courtier regarde votre dossier.")
    )
    journey.page.go_back()


def asks_whom_to_ask(journey):
    """Before it is sent, the read-back says what to find out."""
    said = shown(journey.page)
    assert re.search(r"\d+ (réponses à demander à quelqu’un|answers to ask somebody)", said), said[:1500]


READ_BACK = {"knows_nothing": asks_whom_to_ask}
ON_RESULT = {
    "software": both(prices_and_next_steps, families("software")),
    "device": both(reasons_and_ways_back, families("software", "connected_device")),
    "other_product": both(partly_priced, families("other_health_product")),
    "several_families": both(reasons_and_ways_back, families(*EVERY_FAMILY)),
    "knows_nothing": what_to_find_out,
    "perfect": all_is_well,
    "declined": why_and_what_now,
}
