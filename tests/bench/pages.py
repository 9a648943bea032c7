"""How long people wait: for a page of questions, their indication, the document and the mail."""

from __future__ import annotations

import re
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from playwright.sync_api import Page, sync_playwright

from tests.browsing import FLAGS
from tests.journey.portal_under_test import Portal, portal_under_test
from tests.journey.visitor import Visitor
from tests.processes import wait_until

ROUNDS = 20
CHROMIUM = "/usr/bin/chromium"
SUBJECT = "Votre recommandation"


@dataclass(frozen=True, slots=True)
class Wait:
    """The median, the 95th percentile and the goal for it, in one unit."""

    name: str
    unit: str
    median: float
    p95: float
    goal: float


def waits(rounds: int = ROUNDS) -> list[Wait]:
    """What is measured on a portal that runs as people run it: a web server, workers and a mail server, on SQLite."""
    with tempfile.TemporaryDirectory() as home, portal_under_test(Path(home)) as portal, portal.serving():
        times, queries = portal.stage("section_pages", rounds)
        saves, save_queries = portal.stage("saved_answers", rounds)
        tries, try_queries = portal.stage("simulations", rounds)
        first, following = weights(portal)
        drafts = portal.stage("each", "mailed_draft", [["telesuivi", _email(number)] for number in range(rounds + 1)])
        found = np.array(
            [_sent(portal, draft, number) for number, draft in enumerate(drafts)][1:]
        )  # the first warms up
    named = (
        ("a page of questions, at the server", "ms", times, 60.0),
        ("its queries", "", queries, 8.0),
        ("an answer saved, with the live panel, at the server", "ms", saves, 60.0),
        ("its queries", "", save_queries, 8.0),
        ("what-if, at the server", "ms", tries, 100.0),
        ("its queries", "", try_queries, 8.0),
        ("first load of a page of questions, as it travels", "kB", first[1:4], 120.0),
        ("the next page, as it travels", "kB", following[1:4], 30.0),
        ("first load of home, result and simulation", "kB", [first[0], *first[4:]], 140.0),
        ("sent, until the indication is there", "s", found[:, 0], 0.3),
        ("sent, until the document is made", "s", found[:, 1], 3.0),
        ("sent, until the mail is accepted", "s", found[:, 2], 5.0),
    )
    return [
        Wait(name, unit, float(np.median(values)), float(np.quantile(values, 0.95)), goal)
        for name, unit, values, goal in named
    ]


def weights(portal: Portal) -> tuple[list[float], list[float]]:
    """Kilobytes that a browser receives, headers included: of each page as the first that it opens, then as the next.

    The home page, a draft's sections, and the result and the simulation of a file.
    """
    draft = portal.stage("mailed_draft", "telesuivi", "poids@telesuivi.example")
    result = portal.stage("mailed_result", "telesuivi", "resultat@telesuivi.example")
    pages = [("", "/")]
    pages += [(draft["link"], f"/demande/{draft['id']}/{slug}/") for slug in ("company", "product", "safeguards")]
    pages += [(result["link"], f"/demande/{result['id']}/{word}/") for word in ("resultat", "simulation")]
    with sync_playwright() as driver, driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS) as browser:
        first, following = [], []
        for link, path in pages:
            with browser.new_context(locale="fr") as context:
                if link:  # opened beside the browser: its pages must not fill the cache
                    opener = context.request
                    token = re.search(
                        r'name="csrfmiddlewaretoken" value="([^"]+)"', opener.get(portal.address + link).text()
                    )
                    assert token
                    opener.post(portal.address + link, form={"csrfmiddlewaretoken": token[1]})
                page = context.new_page()
                first.append(_received(page, portal.address + path))
                following.append(_received(page, portal.address + path))
    return first, following


def _received(page: Page, address: str) -> float:
    """Kilobytes on the wire until the page is still; what its cache holds already weighs nothing."""
    wire = page.context.new_cdp_session(page)
    sizes: list[float] = []
    wire.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    wire.send("Network.enable")
    page.goto(address, wait_until="networkidle")
    wire.detach()
    return sum(sizes) / 1000


def _email(number: int) -> str:
    return f"mesure{number}@telesuivi.example"


def _sent(portal: Portal, draft: dict[str, Any], number: int) -> tuple[float, float, float]:
    """Seconds from the click on "send" to the indication, the document and the mail."""
    email, visitor, readback = _email(number), Visitor(portal.address), f"/demande/{draft['id']}/relecture/"
    visitor.open_link(draft["link"])
    page = visitor.get(readback)
    start = time.perf_counter()
    assert "Télésuivi Santé SAS" in visitor.send(readback, page)
    indicated = time.perf_counter() - start
    theirs = f"document_id IN (SELECT document_id FROM portal_delivery WHERE recipient = '{email}')"
    made = f"SELECT 1 FROM portal_document WHERE made_at IS NOT NULL AND {theirs.removeprefix('document_')}"
    documented = _since(start, lambda: portal.rows(made))
    mailed = _since(start, lambda: portal.peer.mails(to=email, subject=SUBJECT))
    return indicated, documented, mailed


def _since(start: float, holds: Callable[[], object]) -> float:
    wait_until(holds, every=0.005)
    return time.perf_counter() - start
