"""Where people go wrong, or do two things at once: tabs, back and forward, mistakes, links that open nothing."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from playwright.sync_api import expect

from .mail_peer import link_in, parts, pdf_in, plain
from .person import Person, shown
from .portal_under_test import DESK
from .visitor import Visitor

pytestmark = [pytest.mark.database, pytest.mark.browser, pytest.mark.needs("pango", "gettext")]

NAME, PEOPLE = "company.name", "company.headcount"


def start(page):
    page.goto(page.url.split("/demande/")[0].rstrip("/") + "/demande/")
    page.get_by_role("button", name="Commencer").click()
    return Person(page, {})


def company_page(person):
    person.page.goto(person.page.url.split("?")[0])
    return person.field(NAME).input_value()


def test_two_tabs_on_two_drafts_do_not_mix(visit):
    first = start(visit())
    second = start(first.page.context.new_page().goto(first.page.url) and first.page.context.pages[-1])
    assert first.page.url != second.page.url
    first.type(NAME, "Premier SAS")
    second.type(NAME, "Second SAS")
    first.type(PEOPLE, "12")
    first.settle()
    second.settle()
    assert (company_page(first), company_page(second)) == ("Premier SAS", "Second SAS")
    assert (first.field(PEOPLE).input_value(), second.field(PEOPLE).input_value()) == ("12", "")


def test_two_tabs_on_one_draft_keep_what_each_was_told(visit):
    first = start(visit())
    page = first.page.context.new_page()
    page.goto(first.page.url)
    second = Person(page, {})
    first.type(NAME, "Deux onglets SAS")
    first.settle()
    second.type(PEOPLE, "12")
    second.settle()
    assert company_page(second) == company_page(first) == "Deux onglets SAS"
    assert second.field(PEOPLE).input_value() == first.field(PEOPLE).input_value() == "12"


def test_without_script_an_answer_given_in_another_tab_is_not_overwritten_unseen(visit):
    first = start(visit(java_script_enabled=False))
    section = first.page.url
    page = first.page.context.new_page()
    page.goto(section)
    second = Person(page, {})
    first.type(NAME, "Premier SAS")
    first.go_on()
    second.type(NAME, "Second SAS")
    second.go_on()
    assert "Une autre page a répondu entre-temps." in shown(page) and "Premier SAS" in shown(page)
    assert second.field(NAME).input_value() == "Second SAS"
    second.go_on()
    page.goto(section)
    assert second.field(NAME).input_value() == "Second SAS"


@pytest.mark.parametrize("script", [True, False])
def test_what_can_not_be_read_is_named_beside_its_field_and_kept_back_and_forth(visit, script):
    person = start(visit(java_script_enabled=script))
    person.script, page = script, person.page
    typed = {PEOPLE: "beaucoup", "company.founded_on.day": "31", "company.founded_on.month": "2"}
    page.get_by_text("Préciser").click()
    for name, text in typed.items():
        person.type(name, text)
    person.settle()
    person.go_on()
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("2 réponses à reprendre")
    beside = page.locator(".field-error", has_text="Écrivez un nombre entier")
    expect(beside).to_be_visible()
    assert person.field(PEOPLE).get_attribute("aria-invalid") == "true"
    assert beside.get_attribute("id") in person.field(PEOPLE).get_attribute("aria-describedby").split()
    summary.get_by_role("link", name="Effectif total").click()
    assert page.url.endswith("#" + person.field(PEOPLE).get_attribute("id"))
    company = page.url.split("#")[0]
    page.goto(company.replace("/company/", "/product/"))
    page.go_back()
    assert {name: person.field(name).input_value() for name in typed} == typed
    page.go_forward()
    page.goto(company)
    assert {name: person.field(name).input_value() for name in typed} == typed
    expect(page.locator(".field-error", has_text="Écrivez un nombre entier")).to_be_visible()


def test_sent_twice_at_once_it_is_sent_once(portal, reader):
    file = portal.stage("mailed_draft", "telesuivi", reader)
    visitor, readback = Visitor(portal.address), f"/demande/{file['id']}/relecture/"
    visitor.open_link(file["link"])
    page = visitor.get(readback)
    with ThreadPoolExecutor(4) as pool:
        pages = [*pool.map(lambda _: visitor.send(readback, page), range(4))]
    assert all("Suivre mon dossier" in page for page in pages)
    portal.peer.mail(to=reader, subject="Votre recommandation")
    portal.peer.mail(to=DESK, subject=f"Nouveau dossier {file['reference']}")
    ours = f"FROM portal_submission s JOIN portal_{{}} t ON t.submission_id = s.id WHERE s.reference = '{file['reference']}'"
    counts = {table: portal.rows(f"SELECT count(*) {ours.format(table)}")[0][0] for table in ("snapshot", "document")}
    assert counts == {"snapshot": 1, "document": 1}


def test_a_link_opens_by_its_button_only(portal, visit, reader):
    file = portal.stage("submitted", "telesuivi", reader)
    page = visit(portal.stage("link_to", file["id"]))
    assert "Télésuivi" not in shown(page)
    page.get_by_role("button", name="Ouvrir mon dossier").click()
    expect(page.locator("main")).to_contain_text(file["reference"])
    expect(page.locator("main")).to_contain_text("Télésuivi Santé SAS")


@pytest.mark.parametrize("broken", ["expired", "foreign"])
def test_a_link_that_opens_nothing_offers_a_new_one_that_works(portal, visit, reader, broken):
    file = portal.stage("submitted", "telesuivi", reader)
    path = portal.stage("link_to", file["id"])
    if broken == "expired":
        portal.stage("link_expired", file["id"])
    else:
        path = path[:-5] + "AAAA/"
    page = visit(path)
    expect(page.get_by_role("heading", level=1)).to_have_text("Ce lien n’ouvre plus rien.")
    assert "Télésuivi" not in shown(page)
    page.get_by_label("Votre adresse électronique").fill(reader)
    page.get_by_role("button", name="Recevoir un nouveau lien").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Regardez vos courriels.")
    mail = portal.peer.mail(to=reader, subject="Le lien vers votre dossier")
    page.goto(link_in(mail))
    page.get_by_role("button", name="Ouvrir mon dossier").click()
    expect(page.locator("main")).to_contain_text(file["reference"])


def test_whoever_asks_for_a_link_learns_nothing_of_who_has_a_file(portal, visit, reader):
    page = visit("/dossier/unknown/")
    page.get_by_label("Votre adresse électronique").fill(reader)
    page.get_by_role("button", name="Recevoir un nouveau lien").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Regardez vos courriels.")


def test_an_address_that_was_not_proved_gets_the_document_once_its_link_was_opened(portal, visit, reader):
    file = portal.stage("submitted", "telesuivi", reader, False)
    asked = portal.peer.mail(to=reader, subject="Un geste pour recevoir votre recommandation")
    assert not list(asked.iter_attachments()) and "Télésuivi" not in parts(asked)[0]
    page = visit(link_in(asked))
    assert len(portal.peer.mails(to=reader)) == 1
    page.get_by_role("button", name="Ouvrir mon dossier").click()
    mail = portal.peer.mail(to=reader, subject="Votre recommandation")
    assert pdf_in(mail).pages >= 6 and "Télésuivi Santé SAS" in pdf_in(mail).text
    assert file["reference"] in plain(mail["Subject"])
