"""An edition at the guide desk in two browsers: one person replays and proposes it, another activates it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browsing import barriers, open_page, overflow
from tests.portal.desk.editions import MINIMUM, NEXT, put, size

from .broker import Broker
from .person import shown
from .portal_under_test import PASSWORD, portal_under_test

pytestmark = [pytest.mark.database, pytest.mark.browser, pytest.mark.needs("pango", "gettext")]


def test_an_edition_comes_into_force_by_two_people(browser, tmp_path):
    folder = tmp_path / "editions"
    folder.mkdir()
    put(folder, size("1_000_000"), MINIMUM)
    with portal_under_test(tmp_path, GUIDES_DIR=str(folder)) as portal, portal.serving():
        portal.stage("colleague", "bruno", PASSWORD)
        (page, wrongs), (other, more) = (open_page(browser, portal.address) for _ in range(2))
        page.goto(f"{portal.address}/admin/")
        Broker(page).sign_in()
        page.get_by_role("link", name="Guide", exact=True).click()
        page.get_by_role("link", name=NEXT, exact=True).click()
        page.get_by_role("button", name="Rejouer cette édition").click()
        # The page tells by itself when it is done.
        expect(page.get_by_role("heading", name="Issues qui changent")).to_be_visible(timeout=30_000)
        assert barriers(page) == []
        page.locator("#h-issues ~ ul a").first.click()
        expect(page.get_by_role("heading", name="Les dossiers de cette ligne")).to_be_visible()
        page.set_viewport_size({"width": 360, "height": 800})
        assert overflow(page) <= 0
        page.set_viewport_size({"width": 1280, "height": 800})
        page.locator("#id_reason").fill("Sinistralité relue.")
        page.get_by_role("button", name="Proposer cette édition").click()
        expect(page.get_by_text("une autre personne doit l’activer")).to_be_visible()
        proposal = page.url.partition("#")[0]

        other.goto(proposal)
        other.locator("input[name=login]").fill("bruno")
        other.locator("input[name=password]").fill(PASSWORD)
        other.locator("form#login-form button").click()
        other.get_by_role("radio", name="Activer cette édition").check()
        other.locator("#id_reason").fill("Écarts lus un à un.")
        assert barriers(other) == []
        other.get_by_role("button", name="Garder la décision").click()
        expect(other.locator("ul.messages li.success")).to_be_visible()
        assert "En vigueur" in other.get_by_role("row").filter(has_text=NEXT).inner_text()
        # The public reads the new rules, in every process within seconds.
        other.wait_for_timeout(2_100)
        other.goto(f"{portal.address}/regles/")
        assert f"Édition {NEXT}" in shown(other)
        for one in (page, other):
            one.context.close()
        assert wrongs == more == []
