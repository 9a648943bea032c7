"""A paper for a condition, in browsers: its founder sends it, the broker saves it and refuses it, its founder reads why."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.papers import paper

from .broker import Broker
from .person import shown

pytestmark = [pytest.mark.database, pytest.mark.browser, pytest.mark.needs("pango", "gettext")]
CODE = "restore_test_report"
HEADERS = {
    "content-disposition": 'attachment; filename="essai.pdf"',
    "content-type": "application/octet-stream",
    "content-security-policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
}


@pytest.fixture
def founder(portal, visit, reader):
    """At the condition's page of a file that a broker has taken."""
    file = portal.stage("submitted", "telesuivi", reader)["id"]
    portal.stage("worked_on", file, "taken")
    page = visit(portal.stage("link_to", file))
    page.locator("main form button").first.click()
    page.wait_for_load_state()
    page.goto(f"{portal.address}/demande/{file}/condition/{CODE}/")
    return page


def send(page, folder, content):
    file = folder / "essai.pdf"
    file.write_bytes(content)
    page.get_by_label("La pièce").set_input_files(file)
    page.get_by_role("button", name="Envoyer").click()
    page.wait_for_load_state()


def saved(page, link):
    """What a link to a paper gives: the answer's headers, and the bytes that the browser saved."""
    with page.expect_download() as coming:
        link.click()
    answer = page.request.get(coming.value.url)
    assert answer.status == 200 and HEADERS.items() <= answer.headers.items()
    assert "no-store" in answer.headers["cache-control"]
    return coming.value.path().read_bytes()


def test_a_paper_is_sent_read_and_refused_and_its_founder_sees_why(portal, visit, founder, tmp_path):
    send(founder, tmp_path, paper("essai"))
    assert "C’est reçu." in shown(founder) and "Pièce envoyée" in shown(founder)
    assert saved(founder, founder.get_by_role("link", name="essai.pdf")) == paper("essai")

    broker = Broker(visit("/admin/"))
    broker.sign_in()
    desk, file = broker.page, founder.url.split("/")[4]
    desk.goto(f"{portal.address}/admin/portal/submission/{file}/condition/{CODE}/")
    assert saved(desk, desk.get_by_role("link", name="essai.pdf")) == paper("essai")
    desk.get_by_label("Refuser la pièce").check()
    desk.locator("#reason").fill("Il manque la date de l’essai.")
    desk.get_by_role("button", name="Garder la décision").click()
    expect(desk.locator("ul.messages li.success")).to_be_visible()

    founder.reload()
    assert "Pièce refusée" in shown(founder) and "Il manque la date de l’essai." in shown(founder)
    expect(founder.get_by_label("La pièce")).to_be_visible()


def test_a_paper_beyond_what_a_request_may_hold_gets_a_page_in_words(founder, tmp_path):
    """Refused while the browser is still sending: it has to read the answer, not a connection that broke."""
    send(founder, tmp_path, b"%PDF-" + b"0" * 40_000_000)
    assert "Cet envoi est trop lourd." in shown(founder)
    founder.go_back()
    expect(founder.get_by_label("La pièce")).to_be_visible()
