"""The simulation in a browser: with script on a phone, where each change shows at once; and without any."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from .person import shown

pytestmark = [pytest.mark.database, pytest.mark.browser, pytest.mark.needs("pango", "gettext")]

BACKUP, FORECAST = "prerequisites.data_backup_monthly_offline", "[name='company.revenue_forecast_eur']"


def opened(portal, visit, reader, **more):
    """The result of a file in a browser that holds it."""
    made = portal.stage("submitted", "telesuivi", reader)
    page = visit(portal.stage("link_to", made["id"]), **more)
    page.locator("main form button[type=submit]").first.click()
    page.goto(f"{portal.address}/demande/{made['id']}/resultat/")
    return page


def test_each_change_shows_at_once_and_stays_in_the_address(portal, visit, reader):
    page = opened(portal, visit, reader, width=360)
    page.get_by_role("link", name="Essayer d’autres réponses").click()
    bar, told = page.locator("#bilan-barre"), page.locator("#bilan-dit")
    expect(bar).to_contain_text("Vos réponses")
    switch = page.locator(f"[value='{BACKUP}']")
    switch.scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    switch.check()
    expect(bar).to_be_in_viewport()
    expect(bar).to_contain_text(re.compile("en baisse.*Une réponse changée", re.DOTALL))
    expect(told).to_contain_text("Recalculé, une réponse changée.")
    assert page.evaluate("scrollY") == before and page.evaluate("document.activeElement.value") == BACKUP

    slider = page.locator(".try-lever", has=page.locator("[name='wishes.cyber_limit_eur']")).get_by_role("slider")
    slider.focus()
    slider.press("ArrowRight")
    expect(bar).to_contain_text(re.compile(r"en hausse.*2\sréponses\schangées", re.DOTALL))
    assert slider.get_attribute("aria-valuetext").startswith("1")

    page.locator(FORECAST).fill("beaucoup")
    page.locator(FORECAST).blur()
    expect(page.get_by_text("Écrivez un nombre entier d’euros")).to_be_visible()
    expect(page.locator(FORECAST)).to_have_attribute("aria-invalid", "true")
    page.reload()
    expect(page.locator(FORECAST)).to_have_value("beaucoup")
    page.locator(FORECAST).fill("5 000 000")
    page.locator(FORECAST).blur()
    expect(bar).to_contain_text(re.compile(r"3\sréponses"))

    page.get_by_role("button", name="English").click()
    expect(page.locator("#bilan-barre")).to_contain_text("3 answers changed")
    expect(page.locator(FORECAST)).to_have_value("5,000,000")
    expect(page.locator(f"[value='{BACKUP}']")).to_be_checked()
    page.get_by_role("link", name="Back to my answers").click()
    expect(page.locator("#bilan-dit")).to_contain_text("Nothing is changed")


def test_it_works_without_script_and_back_undoes(portal, visit, reader):
    page = opened(portal, visit, reader, width=360, java_script_enabled=False)
    page.get_by_role("link", name="Essayer d’autres réponses").click()
    base = page.url
    page.locator(f"[value='{BACKUP}']").check()
    page.get_by_role("button", name="Recalculer").click()
    assert page.url == f"{base}?oui={BACKUP}#bilan"
    sheet = page.locator("#bilan")
    expect(sheet).to_be_in_viewport()
    assert "Préalable acquis" in shown(page)
    sheet.get_by_role("link", name="Fermer").click()
    page.locator(FORECAST).fill("beaucoup")
    page.get_by_role("button", name="Recalculer").click()
    sheet.get_by_role("link", name="Fermer").click()
    expect(page.locator(FORECAST)).to_have_value("beaucoup")
    assert "Écrivez un nombre entier d’euros" in shown(page)
    page.goto(f"{base}?oui={BACKUP}")
    page.go_back()
    page.go_forward()
    expect(page.locator(f"[value='{BACKUP}']")).to_be_checked()
    assert page.request.get(base).status == 200
