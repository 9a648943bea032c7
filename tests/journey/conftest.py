"""One portal for the tests that don't break it, and browsers to visit it; what it wrote stands below a test that fails."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count

import pytest
from playwright.sync_api import Browser, Page

from tests.browsing import open_page

from .portal_under_test import Portal, portal_under_test

numbers = count(1)


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """A portal that serves and works."""
    with portal_under_test(tmp_path_factory.mktemp("portal")) as portal, portal.serving():
        yield portal


@pytest.fixture
def visit(portal: Portal, browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens a page in a browser of its own. At the end, nothing may have gone wrong in any of them."""
    opened = []

    def visit(path: str = "/", **more: object) -> Page:
        page, wrongs = open_page(browser, portal.address, **more)
        opened.append((page, wrongs))
        page.set_default_timeout(20_000)
        page.goto(path if path.startswith("http") else portal.address + path)
        return page

    yield visit
    told = ("404", "413")  # a browser tells of these itself
    found = [wrong for _, wrongs in opened for wrong in wrongs if not any(code in wrong for code in told)]
    for page, _ in opened:
        page.context.close()
    assert found == []


@pytest.fixture
def reader() -> str:
    """An address that nobody else uses, in a domain that no other company has."""
    number = next(numbers)
    return f"camille{number}@telesuivi{number}.example"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report = yield
    portal = getattr(item, "funcargs", {}).get("portal")
    if report.failed and portal:
        report.sections.append(("What the portal wrote", portal.log()))
    return report
