"""The public pages as a reader meets them, in French and in English."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urldefrag

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest
from django.test import Client
from django.urls import path
from django.utils import translation

from portal import urls
from portal.example import FILE, GRAVE, WIDTH, band
from portal.figures import UNITS
from underwriting import assess, for_prospect, load_guide, read_bytes, rule_book

ROOT = Path(__file__).resolve().parents[2]
LAW = ("/mentions-legales/", "/confidentialite/", "/conditions/", "/accessibilite/", "/reclamations/")
PAGES = ("/", "/regles/", *LAW)
LANGUAGES = ("fr", "en")
FRENCH = re.compile(r"\b(le|la|les|des|du|une|vous|votre|est|sont|pour|dans|avec|qui|pas|notre)\b", re.IGNORECASE)
LOOSE = re.compile(r"\S [;:!?»]|« \S|\d (?=\d{3}\b)|\d [€%]|\w'\w")

english = pytest.mark.needs("gettext")
in_both = pytest.mark.parametrize("language", ["fr", pytest.param("en", marks=english)])
every_page = pytest.mark.parametrize("address", PAGES)


def _refuse(request: HttpRequest) -> None:
    raise PermissionDenied


def _reject(request: HttpRequest) -> None:
    raise SuspiciousOperation("a cookie of another age")


def _break(request: HttpRequest) -> None:
    raise RuntimeError("secret-of-the-machine")


urlpatterns = [*urls.urlpatterns, path("403/", _refuse), path("400/", _reject), path("500/", _break)]
handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500


class Reading(HTMLParser):
    """What a page says, and where it leads. What stands in an element marked with another language is set aside."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.language = ""
        self.texts: list[str] = []
        self.links: list[str] = []
        self.anchors: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []
        self._aside = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.attributes += attrs
        if tag == "html":
            self.language = found["lang"] or ""
        elif found.get("lang") not in (None, self.language) or tag in ("style", "script"):
            self._aside = tag
        if found.get("id"):
            self.anchors.add(str(found["id"]))
        if tag == "a":
            self.links.append(str(found["href"]))
        if not self._aside:
            self.texts += [str(found[name]) for name in ("aria-label", "content") if found.get(name) and tag != "html"]

    def handle_endtag(self, tag: str) -> None:
        if tag == self._aside:
            self._aside = ""

    def handle_data(self, data: str) -> None:
        if not self._aside and data.strip():
            self.texts.append(" ".join(data.split(" ")).strip("\n"))

    @property
    def text(self) -> str:
        return "\n".join(self.texts)


def get(client: Client, address: str, language: str, **cookies: str):
    client.cookies.load(cookies)
    return client.get(address, headers={"accept-language": language})


def read(response) -> Reading:
    return Reading(response.content.decode())


def bare(text: str) -> str:
    """Without the difference between spaces, hyphens and lines, to compare words."""
    return re.sub(r"\s+", " ", text.replace("\u2011", "-")).strip()


def told(text: str) -> str:
    """A text of the guide as pages show it: typographic apostrophes are the same, a placeholder ends it."""
    return bare(text.split("{", maxsplit=1)[0])


@pytest.fixture(scope="module")
def guide():
    return load_guide()


# ── Every page ───────────────────────────────────────────────────────────────────────────────────────────────────────


@in_both
@pytest.mark.parametrize(
    ("address", "words"),
    [
        (
            "/",
            {
                "fr": ("Êtes-vous assurable", "ni compte, ni engagement", "8 minutes", "Aucun traceur"),
                "en": ("Can you be insured", "no account, no commitment", "8 minutes", "No tracker"),
            },
        ),
        ("/regles/", {"fr": ("Les règles", "SHA-256", "Sources"), "en": ("The rules", "SHA-256", "Sources")}),
    ],
)
def test_a_page_says_what_it_is_for(client, address, words, language):
    response = get(client, address, language)
    page = read(response)
    assert (response.status_code, page.language) == (200, language)
    for word in words[language]:
        assert word in bare(page.text)


@english
@every_page
def test_the_english_page_holds_no_french(client, settings, address):
    settings.BROKER = dict.fromkeys(settings.BROKER, "Broker")
    page = read(get(client, address, "en"))
    assert [line for line in page.texts if FRENCH.search(line)] == []


@every_page
def test_french_signs_stand_on_no_break_spaces(client, address):
    page = read(get(client, address, "fr"))
    assert [line for line in page.texts if LOOSE.search(line)] == []


@in_both
@every_page
def test_the_broker_is_named_on_every_page(client, settings, address, language):
    text = bare(read(get(client, address, language)).text)
    for key in ("name", "legal_form", "address", "registration", "complaints", "mediator", "supervisor"):
        value = settings.BROKER[key]
        assert bare(value[language] if not isinstance(value, str) else value) in text, key


@every_page
def test_no_link_leads_nowhere(client, address):
    page = read(get(client, address, "fr"))
    for link in page.links:
        target, fragment = urldefrag(link)
        if target.startswith(("https://", "http://", "mailto:")):
            continue
        there = read(get(client, target, "fr")) if target and fragment else page
        # The sample may not be made yet: its page says so.
        assert not target or client.get(target).status_code in (200, 202), link
        assert not fragment or fragment in there.anchors, link


@every_page
def test_nothing_that_the_policy_forbids(client, address):
    response = get(client, address, "fr")
    names = {name for name, _ in read(response).attributes}
    assert not {name for name in names if name == "style" or name.startswith("on")}
    assert "<script" not in response.content.decode()
    assert "unsafe" not in response["Content-Security-Policy"]


@every_page
def test_pages_are_only_read(client, address):
    assert client.head(address).status_code == 200
    assert client.post(address).status_code == 405


@english
def test_every_sentence_of_the_templates_has_its_english():
    sentences = {
        sentence
        for template in [*ROOT.glob("templates/*.html"), *ROOT.glob("templates/public/*.html")]
        for _, sentence in re.findall(r"""{% translate (["'])(.+?)\1""", template.read_text())
    }
    with translation.override("en"):
        untold = {sentence for sentence in sentences if translation.gettext(sentence) == sentence}
    assert len(sentences) > 50
    assert untold == {"Sources", "Code", "Document"}  # the same word in both languages


# ── Home ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_example_is_fictional():
    applicant = read_bytes(FILE.read_bytes(), FILE.name, "fr")
    assert "fictional" in FILE.read_text().splitlines()[0]
    assert applicant.contact.email.endswith(".example")


@in_both
def test_the_example_shows_what_the_product_finds(client, guide, language):
    applicant = read_bytes(FILE.read_bytes(), FILE.name, language)
    found = for_prospect(assess(applicant, guide, on=guide.effective_from, language=language))
    gaps = [gap.severity for gap in found.gaps if gap.applies and gap.severity]
    text = bare(read(get(client, "/", language)).text)
    assert applicant.company.name in text
    met = sum(item.status == "met" for item in found.eligibility)
    assert f"{met} sur 5" in text or f"{met} of 5" in text
    grave = sum(severity >= GRAVE for severity in gaps)
    assert f"{len(gaps)}, dont {grave} grave" in text or f"{len(gaps)}, {grave} of them serious" in text
    for option in found.quote.options:
        if option.code == "recommended":
            assert f" {len(option.covers)} contrats" in text or f" {len(option.covers)} policies" in text
            for end in option.range_eur:
                written = f"{end:,.0f}"
                assert (written.replace(",", " ") if language == "fr" else f"€{written}") in text


@pytest.mark.parametrize(("low", "high"), [(0.4, 0.9), (3, 7), (950, 1000), (7432, 12890), (99_999, 100_001)])
def test_the_band_lies_on_its_axis(low, high):
    drawn = band(low, high)
    left, width = float(drawn.x), float(drawn.width)
    amounts = [tick.amount for tick in drawn.ticks]
    assert 0 <= left <= left + width <= WIDTH
    assert 2 <= len(amounts) <= 6
    assert amounts[0] == 0 and amounts[-1] >= high
    assert [float(tick.x) for tick in drawn.ticks] == sorted({float(tick.x) for tick in drawn.ticks})


# ── Rule book ────────────────────────────────────────────────────────────────────────────────────────────────────────


@in_both
def test_every_rule_is_told_with_its_way_back(client, guide, language):
    text = bare(read(get(client, "/regles/", language)).text)
    for rule in guide.rules:
        assert bare(rule.title.to(language)) in text, rule.code
        if not rule.code.startswith("prerequisite_"):
            assert told(rule.way_back.to(language)) in text, rule.code
    assert "{" not in text


@in_both
def test_every_prerequisite_says_when_it_is_met_and_what_mends_it(client, guide, language):
    text = bare(read(get(client, "/regles/", language)).text)
    for rule in guide.eligibility.prerequisites:
        for words in (rule.label, rule.met_when, rule.remedy):
            assert bare(words.to(language)) in text, rule.code


@in_both
def test_thresholds_stand_with_their_unit(client, language):
    text = bare(read(get(client, "/regles/", language)).text)
    expected = {
        "fr": ("20 000 000 € de base d’activité", "500 000 personnes", "10 % des ventes", "20 % du dernier chiffre"),
        "en": ("€20,000,000 of exposure base", "500,000 persons", "10% of sales", "20% of last year’s revenue"),
    }
    for words in expected[language]:
        assert words in text


def test_every_unit_of_the_rules_has_its_words(guide):
    assert {number.unit for rule in guide.rules for number in rule.numbers.values()} <= set(UNITS)


@in_both
def test_every_source_is_listed_with_its_day(client, guide, language):
    page = read(get(client, "/regles/", language))
    text = bare(page.text)
    book = rule_book(guide, language)
    assert {rule.source for rule in guide.rules} <= {source.code for source in book.sources}
    for source in book.sources:
        assert f"source-{source.rank}" in page.anchors
        assert bare(source.title) in text
        assert source.url is None or source.url in page.links


def test_the_edition_and_its_hash_are_given(client, guide):
    text = read(get(client, "/regles/", "fr")).text
    assert guide.sha256 in text
    assert guide.edition in text


def test_what_nobody_has_read_at_its_source_is_not_published(client, guide):
    text = bare(read(get(client, "/regles/", "fr")).text)
    unverified = [duty for duty in guide.obligations.duties if duty.standing == "unverified"]
    assert unverified
    for duty in unverified:
        assert bare(duty.title.fr) not in text
        assert told(duty.text.fr) not in text


@in_both
def test_fines_are_said_to_be_insured_by_nobody(client, guide, language):
    book = rule_book(guide, language)
    text = bare(read(get(client, "/regles/", language)).text)
    assert len(book.never) == 1
    assert bare(book.never[0].text) in text
    assert bare(guide.guarantees.complaint.text.to(language)) in text


# ── Preferences ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_theme_is_the_systems_until_one_is_chosen(client):
    assert "data-bs-theme" not in client.get("/").content.decode()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_theme_is_kept_and_the_reader_returns_to_the_page(client, theme):
    response = client.post("/affichage/", {"theme": theme, "next": "/regles/?a=1"})
    assert (response.status_code, response["Location"]) == (302, "/regles/?a=1")
    kept = response.cookies["theme"]
    assert kept["httponly"] and kept["samesite"] == "Lax" and kept["max-age"]
    assert f'data-bs-theme="{theme}"' in client.get("/regles/").content.decode()
    client.post("/affichage/", {"theme": "system"})
    assert "data-bs-theme" not in client.get("/").content.decode()


def test_a_theme_that_does_not_exist_changes_nothing(client):
    client.post("/affichage/", {"theme": '"><script>'})
    assert "theme" not in client.cookies
    client.cookies.load({"theme": '"><script>'})
    assert "data-bs-theme" not in client.get("/").content.decode()


@pytest.mark.parametrize("elsewhere", ["https://ailleurs.example/", "//ailleurs.example", "javascript:alert(1)", ""])
def test_a_form_never_leads_elsewhere(client, elsewhere):
    assert client.post("/affichage/", {"theme": "dark", "next": elsewhere})["Location"] == "/"


def test_a_theme_is_not_chosen_by_a_link(client):
    assert client.get("/affichage/").status_code == 405


@english
def test_changing_the_language_keeps_the_page(client):
    assert 'value="en"' in get(client, "/regles/", "fr").content.decode()
    response = client.post("/langue/", {"language": "en", "next": "/regles/?a=1"})
    assert (response.status_code, response["Location"]) == (302, "/regles/?a=1")
    assert read(get(client, "/regles/", "fr")).language == "en"


# ── When something goes wrong ────────────────────────────────────────────────────────────────────────────────────────


@in_both
@pytest.mark.urls(__name__)
@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/400/", 400, {"fr": "Nous n’avons pas compris", "en": "We could not understand"}),
        ("/403/", 403, {"fr": "Cette page est réservée", "en": "This page is restricted"}),
        ("/nulle-part/", 404, {"fr": "Cette page n’existe pas", "en": "This page does not exist"}),
    ],
)
def test_an_error_says_so_calmly_and_shows_the_way_home(client, address, status, words, language):
    response = get(client, address, language)
    page = read(response)
    assert (response.status_code, page.language) == (status, language)
    assert words[language] in bare(page.text)
    assert "/" in page.links


@pytest.mark.urls(__name__)
def test_a_failure_speaks_both_languages_and_tells_nothing_of_the_machine(client):
    client.raise_request_exception = False
    response = client.get("/500/")
    text = response.content.decode()
    assert response.status_code == 500
    assert "Une erreur de notre côté." in text and "Something went wrong on our side." in text
    assert "secret-of-the-machine" not in text
    assert "{%" not in text and "{{" not in text


def test_a_failure_page_needs_nothing_that_could_have_failed(monkeypatch, rf):
    from portal import context, pages

    monkeypatch.setattr(context, "site", _break)
    assert pages.failed(rf.get("/")).status_code == 500


def test_a_form_left_open_too_long_is_refused_kindly():
    response = Client(enforce_csrf_checks=True).post(
        "/affichage/", {"theme": "dark"}, headers={"accept-language": "fr"}
    )
    page = read(response)
    assert response.status_code == 403
    assert "Ce formulaire a attendu trop longtemps" in bare(page.text)
    assert "est gardé" in bare(page.text) and "/" in page.links
    assert "theme" not in response.cookies


FILE_PAGE = "/demande/9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d/company/"


@pytest.mark.parametrize(
    ("posted_to", "sent", "came_from", "back"),
    [
        (FILE_PAGE, {}, "", FILE_PAGE),
        (FILE_PAGE, {}, "http://testserver/", FILE_PAGE),  # private pages tell no more of themselves
        (f"{FILE_PAGE}enregistrer/", {}, "", FILE_PAGE),
        ("/affichage/", {"next": "/regles/?a=1"}, "", "/regles/?a=1"),
        ("/affichage/", {"next": "//ailleurs.example"}, "http://testserver/regles/", "/regles/"),
        ("/langue/", {}, "https://ailleurs.example/piege/", "/"),
    ],
)
def test_an_expired_form_leads_back_to_its_page(posted_to, sent, came_from, back):
    response = Client(enforce_csrf_checks=True).post(posted_to, sent, headers={"referer": came_from})
    assert response.status_code == 403
    assert back in read(response).links
    assert not any("ailleurs" in link for link in read(response).links)
