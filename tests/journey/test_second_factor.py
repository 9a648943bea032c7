"""A person of the house enters for the first time: a password, then an app of codes or a passkey, in a browser."""

from __future__ import annotations

import pytest
from allauth.mfa.totp.internal.auth import hotp_value, yield_hotp_counters_from_time
from playwright.sync_api import expect

from tests.browsing import barriers, open_page, overflow

from .person import shown
from .portal_under_test import BROKER, PASSWORD, portal_under_test

pytestmark = [pytest.mark.browser, pytest.mark.needs("pango", "gettext")]


@pytest.fixture(scope="module")
def portal(tmp_path_factory):
    """A portal that asks for second factors, without a worker."""
    with portal_under_test(tmp_path_factory.mktemp("factors"), STAFF_MFA="true") as portal, portal.web():
        yield portal


def signs_in(page, name):
    page.locator("input[name=login]").fill(name)
    page.locator("input[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter").click()


def looks_right(page):
    assert barriers(page) == []
    page.set_viewport_size({"width": 360, "height": 800})
    assert overflow(page) <= 0
    page.set_viewport_size({"width": 1280, "height": 800})


def test_an_app_of_codes_is_set_up_on_the_way_to_the_desk(portal, browser):
    page, wrongs = open_page(browser, portal.address)
    page.goto(f"{portal.address}/admin/")
    looks_right(page)
    signs_in(page, BROKER)
    expect(page.get_by_role("heading", level=1)).to_have_text("Second facteur")
    looks_right(page)
    page.get_by_role("link", name="Installer une application de codes").click()
    looks_right(page)
    secret = page.locator("#totp-key").inner_text()
    drawn = page.locator("img.qr").evaluate("one => one.complete && one.naturalWidth")
    assert drawn > 100, "the square to photograph is there"
    code = str(hotp_value(secret, next(iter(yield_hotp_counters_from_time())))).zfill(6)
    page.get_by_label("Tapez le code").fill(code)
    page.get_by_role("button", name="Mettre en service").click()
    expect(page.locator("ul.codes li")).to_have_count(10)
    looks_right(page)
    spare = page.locator("ul.codes li").first.inner_text()
    page.get_by_role("link", name="aller au bureau").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Que faire maintenant ?")

    page.get_by_role("button", name="Déconnexion").click()
    page.goto(f"{portal.address}/admin/agenda/")
    signs_in(page, BROKER)
    looks_right(page)
    page.get_by_label("Code à six chiffres").fill(spare)
    page.get_by_role("button", name="Entrer", exact=True).click()
    expect(page).to_have_url(f"{portal.address}/admin/agenda/")
    page.context.close()
    assert wrongs == []


def test_a_passkey_opens_the_desk(portal, browser):
    portal.stage("colleague", "bruno", PASSWORD)
    page, wrongs = open_page(browser, portal.address.replace("127.0.0.1", "localhost"))
    here = portal.address.replace("127.0.0.1", "localhost")  # a browser has no passkeys for bare addresses
    page.goto(f"{here}/admin/")
    signs_in(page, "bruno")
    page.get_by_role("link", name="Ajouter une clé d’accès").click()
    looks_right(page)
    # After axe, whose own session would take the authenticator away as it ends.
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
               "isUserVerified": True, "automaticPresenceSimulation": True}  # fmt: skip
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    page.get_by_role("button", name="Ajouter la clé d’accès").click()
    expect(page.locator("ul.codes li")).to_have_count(10)
    page.get_by_role("link", name="aller au bureau").click()
    page.get_by_role("button", name="Déconnexion").click()
    page.goto(f"{here}/admin/")
    signs_in(page, "bruno")
    page.get_by_role("button", name="Utiliser une clé d’accès").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Que faire maintenant ?")
    page.goto(f"{here}/compte/second-facteur/cles/")
    assert "utilisée le" in shown(page)
    looks_right(page)
    page.context.close()
    assert wrongs == []
