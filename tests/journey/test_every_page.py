"""Every page that people see, with nothing against it: no barrier, no refusal, no error, nothing wider than a phone."""

from __future__ import annotations

import pytest

from tests.browsing import PAPER, barriers, open_page, overflow

from .broker import TABS, Broker

pytestmark = [pytest.mark.browser, pytest.mark.needs("pango", "gettext")]

ACTS_FROM = ("indicated", "terms", "quote")
NOT_FOUND = ("gone", "nowhere", "new link, sent")  # a browser tells of these itself


class Look:
    """Goes from page to page in one browser, and writes down what is wrong with each."""

    def __init__(self, browser, portal, language, theme):
        self.portal, self.language, self.theme = portal, language, theme
        self.page, self.wrongs = open_page(browser, portal.address, language=language, theme=theme)
        self.page.set_default_timeout(20_000)
        self.found, self.seen = {}, []

    def at(self, name, path=None):
        """Look at a page, or at the one that is open, on a desk and on a phone."""
        if path:
            self.page.goto(path if path.startswith("http") else self.portal.address + path)
        page, wrongs = self.page, []
        if page.locator("html").get_attribute("lang") != self.language:
            wrongs.append("another language")
        if page.evaluate("getComputedStyle(document.body).backgroundColor") != PAPER[self.theme]:
            wrongs.append("another theme")
        wrongs += barriers(page)
        for width in (360, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            if (more := overflow(page)) > 0:
                wrongs.append(f"{more} pixels too wide at {width}")
        wrongs += [
            f"changing the language leads to {here}: {status}"
            for here in page.locator("input[name=next]").evaluate_all("all => [...new Set(all.map(one => one.value))]")
            if (status := page.request.get(self.portal.address + here).status) not in (200, 404)
        ]
        wrongs += [f"refused: {directive}" for directive in page.evaluate("refused")]
        wrongs += [wrong for wrong in self.wrongs if name not in NOT_FOUND or "404" not in wrong]
        self.wrongs.clear()
        self.seen.append(name)
        if wrongs:
            self.found[name] = wrongs

    def press(self, selector):
        self.page.locator(f"main {selector}").first.click()
        self.page.wait_for_load_state()


def public(look):
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
        "gone": "/dossier/unknown/",
        "nowhere": "/nulle-part/",
    }.items():
        look.at(name, path)
    look.page.goto(look.portal.address + "/dossier/unknown/")
    look.page.locator("input[name=email]").fill("personne@telesuivi.example")
    look.press("button.btn-primary")
    look.at("new link, sent")


def draft(look, reader):
    """Every section, a mistake, the read-back and what is missing there, the link by mail."""
    made = look.portal.stage("mailed_draft", "biotech", reader, look.language)
    look.at("entry", made["link"])
    look.press("button[type=submit]")
    look.at("start", "/demande/")
    base = f"/demande/{made['id']}"
    look.page.goto(look.portal.address + f"{base}/company/")
    paths = look.page.locator("#sections a[href*='/demande/']").evaluate_all(
        "all => all.map(a => a.getAttribute('href'))"
    )
    sections = sorted({path.split("#")[0] for path in paths})
    assert len(sections) >= 18, sections
    for path in sections:
        look.page.goto(look.portal.address + path)
        look.page.locator("details:not([open]) > summary").evaluate_all("all => all.forEach(one => one.click())")
        look.at(path.removeprefix(base))
    look.page.goto(look.portal.address + f"{base}/company/")
    look.page.locator("[name='company.headcount']").fill("beaucoup")
    look.press("#questions button.btn-primary")
    look.at("a mistake")
    look.at("read-back", f"{base}/relecture/")
    look.press("button.btn-primary")
    look.at("read-back, refused")
    look.at("resume link", f"{base}/lien/")
    look.press("button.btn-primary")
    look.at("resume link, sent")


def asked(look, reader):
    """The questions that a broker asks."""
    file = look.portal.stage("submitted", "modele", reader, True, look.language)
    look.portal.stage("information_asked", file["id"], "company.it_headcount", "safeguards.mfa_admin")
    look.page.goto(look.portal.address + look.portal.stage("link_to", file["id"]))
    look.press("button[type=submit]")
    look.at("file, information asked")
    look.at("section, information asked", f"/demande/{file['id']}/company/")
    look.at("read-back, information asked", f"/demande/{file['id']}/relecture/")


def file(look, file):
    """The result and the file, with a quote to answer."""
    look.page.goto(look.portal.address + look.portal.stage("link_to", file["id"]))
    look.press("button[type=submit]")
    look.at("file")
    look.press(".actions button[type=submit]")
    look.at("quote, refused acceptance")
    look.at("result", f"/demande/{file['id']}/resultat/")
    what_if = f"/demande/{file['id']}/simulation/"
    look.at("what if", what_if)
    look.at("what if, changed", f"{what_if}?oui=safeguards.restore_tested&wishes.cyber_limit_eur=10000000")
    look.at("what if, not understood", f"{what_if}?company.revenue_forecast_eur=beaucoup")
    look.at("withdraw", f"/demande/{file['id']}/retirer/")


def desk(look, files):
    """The queue, the lists, each tab of a file, the form of each act."""
    look.at("login", "/admin/login/")
    Broker(look.page).sign_in()
    look.at("queue")
    look.at("files", "/admin/portal/submission/")
    look.at("mails", "/admin/portal/delivery/")
    for tab in TABS:
        look.at(f"desk, {tab}", f"/admin/portal/submission/{files['sent']}/change/?tab={tab}")
    for step in ACTS_FROM:
        look.page.goto(f"{look.portal.address}/admin/portal/submission/{files[step]}/change/")
        for path in look.page.locator(".deeds a").evaluate_all("all => all.map(a => a.getAttribute('href'))"):
            look.at(f"act, {path.strip('/').split('/')[-1]}", path)


@pytest.fixture(scope="module")
def files(portal):
    """Files at each step of a broker's work."""
    emails = [f"{step}@telesuivi.example" for step in (*ACTS_FROM, "sent")]
    made = portal.stage("each", "submitted", [["telesuivi", email] for email in emails])
    found = dict(zip((*ACTS_FROM, "sent"), made, strict=True))
    for step in ("terms", "quote", "sent"):
        portal.stage("worked_on", found[step]["id"], step)
    portal.peer.mail(to="sent@telesuivi.example", subject="Votre devis")
    return found


@pytest.mark.parametrize(("language", "theme"), [("fr", "light"), ("en", "dark")])
def test_nothing_is_wrong_with_any_page(portal, browser, reader, files, language, theme):
    look = Look(browser, portal, language, theme)
    try:
        public(look)
        draft(look, reader)
        asked(look, f"again-{reader}")
        file(look, files["sent"])
        desk(look, {step: file["id"] for step, file in files.items()})
    finally:
        look.page.context.close()
    assert look.found == {}
    assert len(look.seen) >= 50
