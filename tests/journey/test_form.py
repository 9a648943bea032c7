"""The form in the hand: what is typed stays, is written back as it was read, and is kept when the network comes back."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browsing import open_page

from .person import Person, shown
from .test_corners import NAME, PEOPLE, company_page, start

pytestmark = [pytest.mark.browser, pytest.mark.needs("pango", "gettext")]

FORECAST = "company.revenue_forecast_eur"
SHIFTS = """new PerformanceObserver(list => list.getEntries().forEach(one => { window.shifted = (window.shifted || 0)
    + (one.hadRecentInput ? 0 : one.value) })).observe({type: 'layout-shift', buffered: true})"""


def begin(page, portal):
    """Somebody at the first section of a new file, once all that the page needs has come."""
    page.goto(portal.address + "/demande/")
    page.locator("main form button").first.click()
    page.wait_for_url("**/company/")
    page.wait_for_load_state("load")
    return Person(page, {})


@pytest.mark.parametrize("script", [True, False])
def test_the_language_changes_in_mid_form_and_what_was_typed_stays(visit, script):
    person = start(visit(java_script_enabled=script))
    page = person.page
    person.field(NAME).fill("Pas encore enregistré SAS")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your company")
    assert person.field(NAME).input_value() == "Pas encore enregistré SAS"
    person.field(PEOPLE).fill("plenty")
    page.get_by_role("button", name="Français").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Votre entreprise")
    assert person.field(PEOPLE).input_value() == "plenty", "what can't be read is kept too, and named"
    expect(page.get_by_role("alert")).to_contain_text("Effectif total")


def test_enter_in_a_field_goes_on_and_changes_no_language(visit):
    person = start(visit())
    person.field(NAME).fill("Entrée SAS")
    person.field(NAME).press("Enter")
    expect(person.page.get_by_role("heading", level=1)).not_to_have_text("Votre entreprise")
    assert person.page.locator("html").get_attribute("lang") == "fr"
    person.page.go_back()
    assert company_page(person) == "Entrée SAS"


@pytest.mark.parametrize(
    ("language", "typed", "written", "date"),
    [("fr", "1,2 M€", "1\u202f200\u202f000", "12 avril 2019"), ("en", "1200000", "1,200,000", "12 April 2019")],
)
def test_figures_are_grouped_and_dates_said_in_words_once_typed(portal, browser, language, typed, written, date):
    page, wrongs = open_page(browser, portal.address, width=360, language=language)
    person = begin(page, portal)
    more = page.locator("details.more-questions > summary")
    person.type(FORECAST, typed)
    more.click()
    for part, text in (("day", "12"), ("month", "4"), ("year", "2019")):
        person.type(f"company.founded_on.{part}", text)
    expect(person.field(FORECAST)).to_have_value(written)
    expect(page.locator("#id-company-founded-on-words")).to_have_text(
        date.replace(" ", "\u00a0") if language == "fr" else date
    )
    page.reload()
    expect(person.field(FORECAST)).to_have_value(written)
    page.context.close()
    assert wrongs == []


def test_without_a_network_the_page_says_so_and_keeps_everything_when_it_is_back(portal, browser):
    page, _ = open_page(browser, portal.address)
    person = begin(page, portal)
    address = page.url
    page.context.set_offline(True)
    person.type(NAME, "Tunnel SAS")
    expect(page.locator("#saved")).to_contain_text("Pas encore enregistré")
    person.type(PEOPLE, "17")
    expect(page.locator("#saved")).to_contain_text("Pas encore enregistré")
    page.context.set_offline(False)
    expect(page.locator("#saved")).to_contain_text("Enregistré à", timeout=15_000)
    person.settle()
    page.goto(address)
    assert (person.field(NAME).input_value(), person.field(PEOPLE).input_value()) == ("Tunnel SAS", "17")
    file = address.split("/demande/")[1].split("/")[0].replace("-", "")
    kept = "SELECT count(*) FROM portal_event WHERE verb = 'save_answers' AND replace(cast(submission_id AS text), '-', '') = "
    assert portal.rows(f"{kept}'{file}'")[0][0] == 2, "each answer once, however often it was tried"
    page.context.close()


def test_leaving_before_all_is_kept_is_asked_about(portal, browser):
    page, _ = open_page(browser, portal.address)
    person, asked = begin(page, portal), []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.context.set_offline(True)
    person.type(NAME, "Tunnel SAS")
    expect(page.locator("#saved")).to_contain_text("Pas encore enregistré")
    page.context.set_offline(False)
    page.goto(portal.address + "/regles/")
    assert asked == ["beforeunload"]
    page.context.close()


def test_after_the_session_ended_the_page_says_what_to_do(portal, browser):
    page, _ = open_page(browser, portal.address)
    person = begin(page, portal)
    person.type(NAME, "Session SAS")
    person.settle()
    page.context.clear_cookies(name="sessionid")
    person.type(PEOPLE, "12")
    expect(page.locator("#saved")).to_contain_text("Pas enregistré")
    person.go_on()
    words = shown(page)
    assert "Session SAS" not in words
    assert page.get_by_role("main").get_by_role("link").or_(page.get_by_role("main").get_by_role("button")).count()
    assert "lien" in words, words
    page.context.close()


@pytest.mark.parametrize("width", [360, 1280])
def test_answering_moves_nothing_under_the_reader(portal, browser, reader, width):
    draft = portal.stage("mailed_draft", "telesuivi", reader)
    page, _ = open_page(browser, portal.address, width=width)
    page.add_init_script(SHIFTS)
    page.goto(portal.address + draft["link"])
    page.locator("main form button").first.click()
    page.goto(f"{portal.address}/demande/{draft['id']}/safeguards/")
    person = Person(page, {})
    page.wait_for_timeout(300)
    before = page.evaluate("scrollY")
    assert page.evaluate("window.shifted || 0") <= 0.02
    for answer in ("no", "yes"):
        option = page.locator(f'[name="safeguards.mfa_email"][value="{answer}"]')
        page.locator(f'label[for="{option.get_attribute("id")}"]').click()
        person.settle()
        page.wait_for_timeout(600)  # what moves half a second after a press counts as a shift
        assert page.evaluate("document.activeElement.id") == option.get_attribute("id")
    assert page.evaluate("window.shifted || 0") <= 0.02
    assert abs(page.evaluate("scrollY") - before) < 200
    page.context.close()
