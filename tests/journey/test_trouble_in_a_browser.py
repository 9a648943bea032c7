"""Pages for trouble in a real browser: nothing is against them, and the way on that they show leads on."""

from __future__ import annotations

import pytest

from tests.browsing import PAPER, barriers, open_page, overflow

from .portal_under_test import portal_under_test

pytestmark = [pytest.mark.browser, pytest.mark.needs("gettext")]
BOTH = pytest.mark.parametrize(("language", "theme", "width"), [("fr", "light", 1280), ("en", "dark", 360)])


def faults(page, theme):
    """What is wrong with the page that is open."""
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    return [*barriers(page), *(["too wide"] if overflow(page) > 0 else []), *([] if paper == PAPER[theme] else [paper])]


@BOTH
def test_after_a_form_has_expired_its_page_is_one_press_away(portal, browser, language, theme, width):
    page, _ = open_page(browser, portal.address, language=language, theme=theme, width=width)
    page.goto(f"{portal.address}/demande/")
    page.context.clear_cookies(name="csrftoken")
    page.locator("main form button").click()
    assert faults(page, theme) == []
    page.locator("main .btn-primary").click()
    assert page.url == f"{portal.address}/demande/"
    page.locator("main form button").click()
    page.wait_for_url("**/company/")
    page.context.clear_cookies(name="sessionid")
    page.reload()
    assert page.locator("main input[type=email]").is_visible()
    assert faults(page, theme) == []
    page.context.close()


@pytest.fixture(scope="module")
def closed(tmp_path_factory):
    with portal_under_test(tmp_path_factory.mktemp("closed"), MAINTENANCE="true") as portal, portal.web():
        yield portal


@BOTH
def test_a_closed_portal_is_readable(closed, browser, language, theme, width):
    page, _ = open_page(browser, closed.address, language=language, theme=theme, width=width)
    assert page.goto(f"{closed.address}/regles/").status == 503
    assert page.evaluate("document.styleSheets.length") == 3
    assert faults(page, theme) == []
    page.context.close()
