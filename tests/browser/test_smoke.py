"""Every public page in a real browser: both languages, both themes, on a phone and on a desk."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = [pytest.mark.browser, pytest.mark.needs("gettext")]

PAGES = ("/", "/regles/", "/nulle-part/")
WATCH = "window.refused = []; addEventListener('securitypolicyviolation', e => refused.push(e.violatedDirective))"
PAPER = {"light": "rgb(253, 253, 252)", "dark": "rgb(16, 22, 31)"}


def open_page(browser, address, *, width=1280, language="fr", theme=None, **more):
    """A page of its own, with what went wrong in it: refusals, console, requests to others or in vain."""
    context = browser.new_context(viewport={"width": width, "height": 800}, locale=language, **more)
    if theme:
        context.add_cookies([{"name": "theme", "value": theme, "url": address}])
    page, wrongs = context.new_page(), []
    page.on("console", lambda message: wrongs.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: wrongs.append(str(error)))
    page.on("request", lambda r: wrongs.append(r.url) if not r.url.startswith((address, "data:")) else None)
    page.on("requestfailed", lambda r: wrongs.append(r.url))
    page.add_init_script(WATCH)
    return page, wrongs


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("language", ["fr", "en"])
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
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        assert page.evaluate("refused") == []
        assert wrongs == []
        found = Axe().run(page).response["violations"]
        assert [(item["id"], [node["target"] for node in item["nodes"]]) for item in found] == []
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
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    page.context.close()
