"""The pages for law: what they say is what the product does, and who answers for it is named."""

from __future__ import annotations

import re

import pytest

from portal import broker, retention
from portal.access import FILES
from portal.preferences import A_YEAR, THEME_COOKIE
from tests.portal.test_pages import LAW, bare, english, get, in_both, read

FOOTED = ("/", "/regles/", "/demande/", "/nulle-part/", "/dossier/inconnu/")


def spoken(client, address, language):
    return bare(read(get(client, address, language)).text)


@pytest.mark.django_db
@pytest.mark.parametrize("address", FOOTED)
def test_every_page_leads_to_them(client, address):
    assert set(LAW) <= set(read(client.get(address)).links)


@in_both
@pytest.mark.parametrize(
    ("address", "keys"),
    [
        ("/mentions-legales/", ("name", "legal_form", "address", "phone", "email", "publisher", "host", "registration",
                                "registry", "basis", "links", "pay", "insurance", "supervisor")),
        ("/confidentialite/", ("name", "address", "email", "privacy", "host", "logs")),
        ("/accessibilite/", ("email", "phone")),
        ("/reclamations/", ("complaints", "mediator", "supervisor", "registration", "basis", "links", "pay")),
    ],
)  # fmt: skip
def test_the_particulars_are_the_broker_s(client, settings, language, address, keys):
    given = {key: f"particular-{key}" for key in keys}
    settings.BROKER = {**settings.BROKER, **given}
    text = spoken(client, address, language)
    for words in given.values():
        assert words in text


@in_both
def test_what_was_not_given_says_so(client, settings, monkeypatch, language):
    for key in ("PUBLISHER", "HOST"):
        monkeypatch.delenv(f"BROKER_{key}", raising=False)
    settings.BROKER = broker.from_environment()
    expected = {"fr": "à renseigner (exemple)", "en": "to be given (example)"}[language]
    assert spoken(client, "/mentions-legales/", language).count(expected) >= 2


@english
@pytest.mark.parametrize("address", LAW)
def test_both_languages_have_the_same_parts(client, address):
    pages = [get(client, address, language).content.decode() for language in ("fr", "en")]
    shapes = [re.findall(r"<(h1|h2|h3|dt|li)\b|href=\"(/[^\"]*)\"", page) for page in pages]
    assert shapes[0] == shapes[1]


@pytest.mark.django_db
def test_every_cookie_is_told_with_its_life(client, settings):
    client.post("/demande/")
    assert client.session[FILES]
    client.post("/affichage/", {"theme": "dark"})
    client.post("/langue/", {"language": "fr"})
    client.get("/")
    text = spoken(client, "/confidentialite/", "fr")
    assert set(client.cookies) <= {"sessionid", "csrftoken", "django_language", THEME_COOKIE}
    for name in client.cookies:
        assert f"\n{name}\n" in read(client.get("/confidentialite/")).text
    assert client.cookies["sessionid"]["max-age"] == 14 * 24 * 3600 and "14 jours" in text
    assert client.cookies["csrftoken"]["max-age"] in (settings.CSRF_COOKIE_AGE,) and settings.CSRF_COOKIE_AGE < A_YEAR
    assert not client.cookies["django_language"]["max-age"] and "jusqu’à la fermeture" in text


@in_both
def test_what_is_told_of_retention_is_what_is_done(client, language, monkeypatch):
    told = {"fr": "3 ans après le dernier contact", "en": "3 years after the last contact"}[language]
    assert told in spoken(client, "/confidentialite/", language)
    monkeypatch.setitem(retention.YEARS, "prospect", 7)
    assert told.replace("3", "7") in spoken(client, "/confidentialite/", language)


@in_both
def test_nothing_is_overclaimed(client, language):
    said = spoken(client, "/accessibilite/", language)
    assert {"fr": "Partiellement conforme, non audité", "en": "Partially conformant, not audited"}[language] in said
    said = spoken(client, "/conditions/", language)
    assert {"fr": "ni un devis, ni une note de couverture", "en": "neither a quote, nor a cover note"}[language] in said
    assert not re.search(r"garanti(?:e|t|s)? (?:à )?100|guaranteed", said)


def test_robots_may_read_what_is_public_and_nothing_else(client):
    response = client.get("/robots.txt")
    lines = response.content.decode().splitlines()
    assert response["Content-Type"].startswith("text/plain")
    assert lines[0] == "User-agent: *" and lines[-1] == "Disallow: /"
    allowed = {line.removeprefix("Allow: ") for line in lines[1:-1]}
    assert {"/$", "/regles/", "/incident/", *LAW} <= allowed
    assert not any(path.startswith(("/demande", "/dossier", "/admin")) for path in allowed)
