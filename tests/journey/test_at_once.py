"""Two people, or two windows, at the same moment: what each did is kept, and once only."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from .mail_peer import link_in
from .person import Person, shown

pytestmark = [pytest.mark.database, pytest.mark.browser, pytest.mark.needs("pango", "gettext")]

NAME = "Dominique Lenoir"
OWNER = {"company.headcount": "77", "company.it_headcount": "7", "company.annual_spend_eur": "123000"}
OTHER = {"safeguards.mfa_admin": "no", "safeguards.mfa_backup": "unknown", "safeguards.logs_reviewed": "partly"}
AT = """([all, moment]) => Object.entries(all).forEach(([name, value], rank) => setTimeout(() => {
  const field = document.querySelector(`main [name="${name}"][value="${value}"]`) ?? document.querySelector(`main [name="${name}"]`)
  if (field.type == "radio") return field.click()
  field.value = value
  field.dispatchEvent(new Event("change", {bubbles: true}))
}, moment + 400 * rank - Date.now()))"""
"""Give each of these answers, one every 400 ms from a moment on."""


def open_file(visit, file, **more):
    page = visit(file["link"], **more)
    page.locator("main form button").first.click()
    page.wait_for_load_state()
    return page


def everything(page):
    """Every question of a page shows, those that are kept closed too."""
    page.locator("details:not([open]) > summary").evaluate_all("all => all.forEach(one => one.click())")
    return Person(page, {})


def entrust(page, base, section):
    """A link for one page."""
    page.goto(f"{base}/{section}/confier/")
    page.locator("#name").fill(NAME)
    page.locator("main form button.btn-primary").click()
    return page.locator("#lien").input_value()


def test_an_owner_and_a_delegate_answer_at_the_same_moment(portal, visit, reader):
    file = portal.stage("mailed_draft", "telesuivi", reader)
    page = open_file(visit, file)
    base = f"{portal.address}/demande/{file['id']}"
    delegates = visit(entrust(page, base, "safeguards"), width=360)
    delegates.locator("main form button").first.click()
    expect(delegates.locator("main")).to_contain_text(NAME)
    page.goto(f"{base}/company/")
    owner, delegate = everything(page), everything(delegates)
    moment = page.evaluate("Date.now() + 500")
    for person, answers in ((owner, OWNER), (delegate, OTHER)):
        person.page.evaluate(AT, [answers, moment])
    page.wait_for_timeout(500 + 400 * len(OWNER))
    owner.settle()
    delegate.settle()
    for person in (owner, delegate):
        person.page.reload()
    assert {name: plain_number(owner.field(name).input_value()) for name in OWNER} == OWNER
    assert {name: delegates.locator(f'[name="{name}"]:checked').input_value() for name in OTHER} == OTHER
    page.goto(f"{base}/relecture/")
    rows = {
        name: page.locator(".pair--read", has=page.locator(f'a[href$="#{anchor(name)}"]')) for name in (*OWNER, *OTHER)
    }
    for name in OTHER:
        expect(rows[name]).to_contain_text(f"{NAME}, le")
    for name in OWNER:
        expect(rows[name]).not_to_contain_text(NAME)
    expect(page.locator("#h-confiees ~ *, section:has(#h-confiees)").first).to_contain_text(NAME)
    assert "€" not in shown(delegates)


def plain_number(text):
    return re.sub(r"\D", "", text)


def anchor(path):
    return f"q-{path.replace('.', '-').replace('_', '-')}"


def test_back_forward_and_refresh_once_it_is_sent_send_nothing_again(portal, visit, reader):
    file = portal.stage("mailed_draft", "telesuivi", reader)
    page = open_file(visit, file, language="en", width=360)
    base = f"{portal.address}/demande/{file['id']}"
    page.goto(f"{base}/company/")
    page.goto(f"{base}/product/")
    page.go_back()
    expect(page).to_have_url(re.compile("/company/$"))
    page.go_forward()
    expect(page).to_have_url(re.compile("/product/$"))
    page.goto(f"{base}/relecture/")
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.locator("main form button.btn-primary").dblclick()
    page.wait_for_url(re.compile("/resultat/$"))
    for move in (page.reload, page.go_back, page.go_forward, page.go_back):
        move()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Yes, your company can be insured")
    page.go_back()  # a page of questions, opened before it was sent: there is nothing to answer any more
    expect(page).to_have_url(re.compile("/dossier/$"))
    mail = portal.peer.mail(to=reader, subject="Your insurance recommendation")
    assert len(portal.peer.mails(to=reader, subject="Your insurance recommendation")) == 1
    ours = f"WHERE replace(CAST(submission_id AS text), '-', '') = '{file['id'].replace('-', '')}'"
    assert portal.rows(f"SELECT count(*) FROM portal_snapshot {ours}") == [(1,)]
    again = visit(link_in(mail), language="fr")
    again.locator("main form button").first.click()
    expect(again.locator("main")).to_contain_text(file["reference"])
