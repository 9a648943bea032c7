"""The incident page in a browser: without a network, without scripts, at the changes of summer time, on paper."""

from __future__ import annotations

from io import BytesIO

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browsing import barriers, overflow

pytestmark = [pytest.mark.browser, pytest.mark.needs("gettext")]

A4_LANDSCAPE = (842, 595)
"""In points."""
CASES = "".join(f"&case={case}" for case in ("attack", "controller", "processor", "product", "mdr", "nis2"))
SATURDAYS = {
    "march": "day=29&month=03&year=2025&hour=14&minute=05",  # the clocks go forward in the night
    "october": "day=25&month=10&year=2025&hour=14&minute=05",  # and back
    "twice": "day=26&month=10&year=2025&hour=02&minute=30",  # an hour that came twice
    "month": "day=28&month=01&year=2025&hour=09&minute=00",  # 72 h make the 31st, February has 28 days
}


def told(page: Page) -> list[str]:
    """Each clock that shows, in order, but how far it is: that changes while one looks."""
    return page.locator("#clocks .clock:visible").evaluate_all(
        """all => all.map(clock => [clock.id, clock.querySelector(".due").innerText,
                            ...Array.from(clock.querySelectorAll(".passed, .is-unknown, .is-stop")).map(one => one.innerText)]
                    .join(" | ").replace(/\\s+/g, " "))"""
    )


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_script_says_what_the_server_says(visit, language):
    page, plain = (
        visit("/incident/", language=language),
        visit("/incident/", language=language, java_script_enabled=False),
    )
    for query in SATURDAYS.values():
        address = f"/incident/?{query}{CASES}"
        plain.goto(plain.url.split("/incident/")[0] + address)
        page.goto(page.url.split("/incident/")[0] + address)
        expect(page.locator("#upcoming")).to_have_attribute("data-said", "")  # the script has been there: all is over
        assert told(page) == told(plain) and len(told(page)) > 10
        assert page.locator("#aware-told").inner_text() == plain.locator("#aware-told").inner_text()


def test_it_works_without_a_network_once_opened(visit):
    page = visit("/incident/")
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    kept = "caches.keys().then(names => Promise.all(names.map(name => caches.open(name).then(one => one.keys())))).then(all => all.flat().length)"
    page.wait_for_function(f"async () => (await {kept}) === 12")  # ten files, the page and its card
    page.context.set_offline(True)
    page.goto(page.url.split("/incident/")[0] + f"/incident/?{SATURDAYS['october']}&case=attack&case=mdr")
    expect(page.get_by_role("heading", level=1)).to_have_text("La première heure")
    assert page.locator("#year").get_attribute("value") != "2025"  # what was kept is bare: the script filled it in
    assert page.locator("#day").input_value() == "25" and page.locator("#case-mdr").is_checked()
    assert "Mardi 28 octobre 2025 à 13 h 05" in told(page)[2].replace(
        "\u00a0", " "
    )  # 72 h from Saturday 14:05, one hour twice
    page.locator("#day").fill("31")
    page.locator("#month").fill("02")
    page.get_by_role("button", name="Calculer mes délais").click()
    expect(page.locator("#day-error")).to_have_text("Ce mois n’a pas ce jour.")
    expect(page.locator("#day")).to_be_focused()
    page.locator("#day").fill("1")
    page.get_by_role("button", name="Calculer mes délais").click()
    expect(page.locator("#clock-complaint .due")).to_have_text("Mardi 4 février 2025 à 14 h 05")
    assert "day=1&month=02&year=2025" in page.url
    page.go_back()
    expect(page.locator("#clock-complaint .due")).to_have_text("Mardi 28 octobre 2025 à 13 h 05")
    page.goto(page.url.split("/incident/")[0] + "/incident/carte/")
    expect(page.get_by_role("heading", name="Sept gestes, dans l’ordre")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.body).fontFamily").startswith('"Egide Sans"')
    page.context.set_offline(False)
    assert page.evaluate("refused") == []


def test_what_is_kept_follows_the_readers_language(visit):
    page = visit("/incident/")
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The first hour")
    page.wait_for_function(
        "async () => (await (await caches.match('/incident/', {ignoreVary: true})).text()).includes('lang=\"en\"')"
    )
    page.context.set_offline(True)
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("The first hour")
    page.context.set_offline(False)


def test_ticking_a_box_shows_its_clock_without_a_reload(visit):
    page = visit("/incident/")
    page.evaluate("window.same = true")
    page.get_by_label("Notre dispositif médical a pu blesser (MDR)").check()
    expect(page.locator("#clock-mdr_threat")).to_be_visible()
    expect(page.locator("#clock-mdr_threat .left")).to_contain_text("dans 47 heures")  # two days, some seconds ago
    assert "case=mdr" in page.url and "case=mdr" in page.locator("#agenda").get_attribute("href")
    page.reload()
    expect(page.locator("#clock-mdr_threat")).to_be_visible()


def test_it_works_without_scripts(visit):
    page = visit("/incident/", java_script_enabled=False)
    page.get_by_label("Des données que nous traitons pour un client").check()
    page.locator("#day").fill("32")
    page.get_by_role("button", name="Calculer mes délais").click()
    expect(page.get_by_role("alert")).to_contain_text("Le jour est un nombre de 1 à 31.")
    assert page.locator("#case-processor").is_checked() and page.locator("#day").input_value() == "32"
    page.locator("#day").fill("1")
    page.locator("#month").fill("1")
    page.get_by_role("button", name="Calculer mes délais").click()
    expect(page.locator("#clock-client .due")).to_have_text("Maintenant")
    expect(page.locator("#clock-cnil .passed")).to_contain_text("notifiez quand même, en disant pourquoi")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_card_prints_on_one_sheet(visit, language):
    page = visit("/incident/carte/", language=language)
    sheets = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages
    assert len(sheets) == 1
    assert [round(float(side)) for side in sheets[0].mediabox[2:]] == pytest.approx(A4_LANDSCAPE, abs=1)
    words = sheets[0].extract_text()
    assert ("Reinstall" if language == "en" else "réinstaller").lower() in words.lower() and "72" in words


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_nothing_stands_against_its_states(visit, language, theme):
    page = visit("/incident/", language=language, color_scheme=theme)
    for path in (f"/incident/?{SATURDAYS['march']}{CASES}", "/incident/?day=31&month=2&year=2026&hour=25&minute=3"):
        page.goto(page.url.split("/incident/")[0] + path)
        page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
        assert barriers(page) == []
        for width in (360, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            assert overflow(page) <= 0
        assert page.evaluate("refused") == []
