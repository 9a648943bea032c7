"""Every page that people see, with nothing against it, in both languages and both themes: no barrier, no refusal, no
error, nothing wider than a phone or cut when enlarged twice, nothing that moves."""

from __future__ import annotations

from functools import partial

import pytest
from django.shortcuts import render
from django.test import RequestFactory
from django.utils import translation

from portal import pages

from .broker import TABS, Broker
from .look import Look

pytestmark = [pytest.mark.browser, pytest.mark.needs("pango", "gettext")]

ACTS_FROM = ("indicated", "terms", "quote")
DESK = (
    "agenda", "effacements", "programmes", "guide", "portal/insurer", "portal/insurer/add",
    "portal/submission/telephone", "password_change",
)  # fmt: skip


def public(look, reader):
    for name, path in {
        "home": "/",
        "rules": "/regles/",
        "incident": "/incident/",
        "incident card": "/incident/carte/",
        "legal": "/mentions-legales/",
        "privacy": "/confidentialite/",
        "terms": "/conditions/",
        "accessibility": "/accessibilite/",
        "complaints": "/reclamations/",
    }.items():
        look.at(name, path)
    look.at("gone", "/dossier/unknown/", missing=True)
    look.page.locator("input[name=email]").fill("personne@telesuivi.example")
    look.press("button.btn-primary")
    look.at("new link, sent")
    look.at("nowhere", "/nulle-part/", missing=True)
    look.at("entrusted, gone", "/page/unknown/", missing=True)
    look.at("shared, gone", "/partage/unknown/", missing=True)


TROUBLES = {
    "400": pages.bad_request,
    "403": pages.refused,
    "403, form expired": pages.form_expired,
    "429": lambda request: pages.too_many(request, 600),
    "500": pages.failed,
    "sample, being made": lambda request: render(request, "public/sample_waiting.html"),
}


def trouble(look, reader):
    """Pages that a sound portal shows to nobody, or not for long: made here, and shown as if it had."""
    for name, view in TROUBLES.items():
        if name == "500" and look.language == "en":
            continue  # one page says it in both languages
        with translation.override(look.language):
            answer = view(RequestFactory().get("/demande/"))
        address = f"{look.portal.address}/trouble/{len(look.seen)}"
        look.page.route(address, partial(_given, answer))
        look.at(name, address, missing=True)


def _given(answer, route):
    route.fulfill(status=answer.status_code, body=answer.content, content_type=answer["Content-Type"])


def draft(look, reader):
    """Every section, a mistake, the read-back and what is missing there, the link by mail."""
    made = look.portal.stage("mailed_draft", "biotech", reader, look.language)
    look.at("entry", made["link"])
    look.press("button[type=submit]")
    look.at("start", "/demande/")
    base = f"/demande/{made['id']}"
    look.go(f"{base}/company/")
    paths = look.page.locator("#sections a[href*='/demande/']").evaluate_all(
        "all => all.map(a => a.getAttribute('href'))"
    )
    sections = sorted({path.split("#")[0] for path in paths})
    assert len(sections) >= 18, sections
    for path in sections:
        look.go(path)
        look.page.locator("details:not([open]) > summary").evaluate_all("all => all.forEach(one => one.click())")
        look.at(path.removeprefix(base))
    look.go(f"{base}/company/")
    look.page.locator("[name='company.headcount']").fill("beaucoup")
    look.press("#questions button.btn-primary")
    look.at("a mistake")
    look.at("read-back", f"{base}/relecture/")
    look.press("button.btn-primary")
    look.at("read-back, refused")
    look.at("resume link", f"{base}/lien/")
    look.press("button.btn-primary")
    look.at("resume link, sent")


def entrusted(look, reader):
    """A page is entrusted, opened, answered; its link expires; the draft is erased."""
    made = look.portal.stage("mailed_draft", "telesuivi", f"page-{reader}", look.language)
    look.enter(made["link"])
    base = f"/demande/{made['id']}"
    look.at("entrust", f"{base}/safeguards/confier/")
    look.press("button.btn-primary")
    look.at("entrust, without a name", missing=True)
    look.page.locator("#name").fill("Dominique Lenoir")
    look.press("button.btn-primary")
    look.at("entrust, link")
    link = look.page.locator("#lien").input_value()
    look.at("read-back, pages given", f"{base}/relecture/")
    look.at("entrusted, entry", link)
    look.press("button[type=submit]")
    look.page.locator("details:not([open]) > summary").evaluate_all("all => all.forEach(one => one.click())")
    look.at("entrusted")
    look.press("#questions button.btn-primary")
    look.at("entrusted, done")
    look.portal.stage("link_expired", made["id"])
    look.at("entrusted, expired", link, missing=True)
    look.at("entrust, expired", f"{base}/safeguards/confier/")
    look.at("erase, draft", f"{base}/effacer/")
    look.press("button.btn-primary")
    look.at("erase, not sure", missing=True)
    look.page.locator("#sure").check()
    look.press("button.btn-primary")
    look.at("erased, draft")


def asked(look, reader):
    """The questions that a broker asks."""
    file = look.portal.stage("submitted", "modele", f"again-{reader}", True, look.language)
    look.portal.stage("information_asked", file["id"], "company.it_headcount", "safeguards.mfa_admin")
    look.enter(look.portal.stage("link_to", file["id"]))
    look.at("file, information asked")
    look.at("section, information asked", f"/demande/{file['id']}/company/")
    look.at("read-back, information asked", f"/demande/{file['id']}/relecture/")


def sent(look, reader):
    """The result and the file, with a quote to answer, conditions to clear, something to share; then it is erased."""
    file = look.portal.stage("submitted", "telesuivi", f"sent-{reader}", True, look.language)
    look.portal.stage("worked_on", file["id"], "sent")
    base = f"/demande/{file['id']}"
    look.enter(look.portal.stage("link_to", file["id"]))
    look.at("file")
    look.press(".actions button[type=submit]")
    look.at("quote, refused acceptance", missing=True)
    look.at("result", f"{base}/resultat/")
    what_if = f"{base}/simulation/"
    look.at("what if", what_if)
    look.at("what if, changed", f"{what_if}?oui=safeguards.restore_tested&wishes.cyber_limit_eur=10000000")
    look.at("what if, not understood", f"{what_if}?company.revenue_forecast_eur=beaucoup")
    look.go(f"{base}/dossier/")
    look.go(look.page.locator("#conditions a[href*='/condition/']").first.get_attribute("href"))
    look.at("a condition")
    look.press("button.btn-primary")
    look.at("a condition, nothing given", missing=True)
    look.page.locator("#note").fill("Fait le 20 novembre.")
    look.press("button.btn-primary")
    look.at("a condition, answered")
    shared(look, base)
    look.at("trust annex", f"{base}/annexe/")
    look.page.locator("main input[type=checkbox]").evaluate_all("all => all.forEach(one => { one.checked = false })")
    look.press("button.btn-primary")
    look.at("trust annex, empty", missing=True)
    look.at("close the links", f"{base}/fermer-les-liens/")
    look.press("button.btn-primary")
    look.at("the links, closed")
    look.at("withdraw", f"{base}/retirer/")
    look.at("erase", f"{base}/effacer/")
    look.page.locator("#sure").check()
    look.press("button.btn-primary")
    look.at("erased")
    look.at("files of this browser", "/demande/")


def shared(look, base):
    look.at("share", f"{base}/partager/")
    look.press("button.btn-primary")
    look.at("share, for nobody", missing=True)
    look.page.locator("#name").fill("Maître Lenoir")
    for box in look.page.get_by_role("checkbox").all():
        box.check()
    look.press("button.btn-primary")
    look.at("share, link")
    link = look.page.locator("#lien").input_value()
    look.at("shared, entry", link)
    look.press("button[type=submit]")
    look.at("shared")


def outcomes(look, reader):
    """The result and the file of a company that is declined, that a broker decides, that must answer more, that left."""
    for name in ("sanctions", "capteur", "logiciel-court"):
        file = look.portal.stage("submitted", name, f"{name}-{reader}", True, look.language)
        look.enter(look.portal.stage("link_to", file["id"]))
        look.at(f"file, {name}")
        look.at(f"result, {name}", f"/demande/{file['id']}/resultat/")
    look.go(f"/demande/{file['id']}/retirer/")
    look.press("button.btn-primary")
    look.at("file, withdrawn")


def desk(look, files):
    """The queue, the lists, each tab of a file, the form of each act."""
    look.at("login", "/admin/login/")
    Broker(look.page).sign_in()
    look.at("queue")
    look.at("files", "/admin/portal/submission/")
    look.at("mails", "/admin/portal/delivery/")
    for name in DESK:
        look.at(f"desk, {name}", f"/admin/{name}/")
    look.go("/admin/guide/")
    look.at("guide, an edition", look.page.locator("main table a").first.get_attribute("href"))
    for tab in TABS:
        look.at(f"desk, {tab}", f"/admin/portal/submission/{files['quote']}/change/?tab={tab}")
    acts = {}
    for step in ACTS_FROM:
        look.go(f"/admin/portal/submission/{files[step]}/change/")
        for path in look.page.locator(".deeds a").evaluate_all("all => all.map(a => a.getAttribute('href'))"):
            acts.setdefault(path.strip("/").split("/")[-1], path)
    for name, path in acts.items():
        look.at(f"act, {name}", path)
    look.go(f"/admin/portal/submission/{files['quote']}/change/?tab=documents")
    look.at(
        "a condition, at the desk",
        look.page.locator("main a[href*='/condition/']:not([href*='/faire/'])").first.get_attribute("href"),
    )
    look.at("a condition, changed", look.page.locator("main a[href$='/changer/']").first.get_attribute("href"))
    look.at("a file, exported", f"/admin/portal/submission/{files['quote']}/exporter/")


@pytest.fixture
def files(portal, reader):
    """Files at each step of a broker's work."""
    emails = [f"{step}-{reader}" for step in ACTS_FROM]
    made = portal.stage("each", "submitted", [["telesuivi", email] for email in emails])
    found = dict(zip(ACTS_FROM, (file["id"] for file in made), strict=True))
    for step in ("terms", "quote"):
        portal.stage("worked_on", found[step], step)
    return found


PARTS = {public: 14, trouble: 5, draft: 24, entrusted: 12, asked: 3, sent: 20, outcomes: 7}
"""What to look at, and how many pages there are at least."""


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.__name__)
def test_nothing_is_wrong_with_any_page(portal, browser, reader, part, language):
    look_at(browser, portal, language, lambda look: part(look, reader), PARTS[part])


@pytest.mark.parametrize("language", ["fr", "en"])
def test_nothing_is_wrong_with_the_desk(portal, browser, files, language):
    look_at(browser, portal, language, lambda look: desk(look, files), 37)


def look_at(browser, portal, language, tour, least):
    look = Look(browser, portal, language)
    try:
        tour(look)
    finally:
        look.page.context.close()
        assert look.found == {}
    assert len(look.seen) >= least, look.seen
