"""Every public page in a real browser: any two of language, theme and width together."""

from __future__ import annotations

import pytest

from tests.browsing import PAPER, barriers, open_page, overflow

pytestmark = [pytest.mark.browser, pytest.mark.needs("gettext")]

PAGES = ("/", "/regles/", "/nulle-part/")


@pytest.mark.parametrize(
    ("language", "width", "theme"),
    [("fr", 360, "light"), ("fr", 1280, "dark"), ("en", 360, "dark"), ("en", 1280, "light")],
)
@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_sound(browser, address, path, language, width, theme):
    page, wrongs = open_page(browser, address, width=width, language=language, theme=theme)
    try:
        page.goto(address + path)
        page.evaluate("document.fonts.ready")
        if path == "/nulle-part/":  # the browser itself tells that the page is not found
            wrongs[:] = [wrong for wrong in wrongs if "404" not in wrong]
        assert page.locator("html").get_attribute("lang") == language
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == PAPER[theme]
        assert page.evaluate("document.fonts.check('16px \"Egide Serif\"')")
        assert overflow(page) <= 0
        assert page.evaluate("refused") == []
        assert wrongs == []
        assert barriers(page) == []
    finally:
        page.context.close()


@pytest.mark.parametrize("system", ["light", "dark"])
def test_the_theme_follows_the_system(browser, address, system):
    page, _ = open_page(browser, address, color_scheme=system)
    page.goto(address)
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == PAPER[system]
    page.context.close()


def test_language_and_theme_are_chosen_without_script(browser, address):
    page, wrongs = open_page(browser, address, java_script_enabled=False)
    page.goto(f"{address}/regles/")
    page.get_by_role("button", name="English").click()
    assert page.url == f"{address}/regles/"
    page.get_by_role("heading", name="The rules, in black and white").wait_for()
    page.get_by_role("button", name="Dark").click()
    assert page.url == f"{address}/regles/"
    assert page.locator("html").get_attribute("data-bs-theme") == "dark"
    assert page.get_by_role("button", name="Dark").get_attribute("aria-pressed") == "true"
    assert wrongs == []
    page.context.close()


def test_the_first_key_leads_to_the_content(browser, address):
    page, _ = open_page(browser, address)
    page.goto(address)
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Aller au contenu")
    assert skip.evaluate("link => link === document.activeElement && link.getBoundingClientRect().top >= 0")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "contenu"
    page.context.close()


def test_text_twice_as_large_still_fits(browser, address):
    page, _ = open_page(browser, address, width=640)
    page.goto(f"{address}/regles/")
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert overflow(page) <= 0
    page.context.close()
