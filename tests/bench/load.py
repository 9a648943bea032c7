"""The mixed journey under load: gunicorn's two processes over PostgreSQL, and sixteen clients that never wait.

Each client has a draft of its own and goes round: read a page of questions, save an answer (which brings the live
panel), send the page, read the result of a file that was sent. The clients share the machine with the server, so they
are kept lean; the page that does nothing, asked by the same clients, says what the machine gives.
"""

from __future__ import annotations

import gzip
import os
import re
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html.parser import HTMLParser
from http.client import HTTPConnection, RemoteDisconnected
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import django
import numpy as np
from django.http import QueryDict

from tests.journey.portal_under_test import portal_under_test
from tests.portal.intake.page import Page
from tests.postgres import cluster

CLIENTS, SECONDS, WARM_UP, ALONE = 16, 60.0, 5.0, 5.0
SECTIONS = ("company", "product", "hosting", "safeguards", "cover")
GOAL_RATE, GOAL_P99 = 100.0, 500.0
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="(\w+)"')
REVISION = re.compile(rb'id="revision" value="(\d+)"')
QUESTIONS = re.compile(rb'<form[^>]*id="questions".*?</form>', re.S)


@dataclass(frozen=True, slots=True)
class Load:
    """Answers a second, those that were wrong, and how long they took, in milliseconds; by kind: count, p50, p99.

    `alone`: answers a second of the page that does nothing, by the same clients.
    """

    rate: float
    errors: int
    p50: float
    p95: float
    p99: float
    kinds: dict[str, tuple[int, float, float]]
    alone: float


class Posted(Page):
    """What a browser would send of the questions of a page."""

    def __init__(self, page: bytes) -> None:
        HTMLParser.__init__(self)
        self.posted, self.tags, self.said = QueryDict(mutable=True), [], ""
        self._select = self._area = None
        found = QUESTIONS.search(page)
        assert found, page[:500]
        self.feed(found[0].decode())


class Client:
    """One browser, as little of it as will do: a connection kept open, its cookies, and its files."""

    def __init__(self, address: str, draft: dict[str, str], sent: dict[str, str]) -> None:
        self._connection = HTTPConnection(urlsplit(address).netloc, timeout=30)
        self._cookies: dict[str, str] = {}
        self.spent: list[tuple[str, float, bool]] = []
        self._draft, self._result = f"/demande/{draft['id']}", f"/demande/{sent['id']}/resultat/"
        for link in (draft["link"], sent["link"]):
            self.ask("", "POST", link, {"csrfmiddlewaretoken": _one(TOKEN, self.ask("", "GET", link))})
        self._forms = {slug: Posted(self.ask("", "GET", f"{self._draft}/{slug}/")).posted for slug in SECTIONS}

    def go_round(self, slug: str, people: int) -> None:
        """One round of the journey."""
        page = self.ask("section GET", "GET", f"{self._draft}/{slug}/")
        token = _one(TOKEN, page)
        answer = {"path": "company.headcount", "company.headcount": people, "revision": _one(REVISION, page)}
        panel = self.ask("live panel", "POST", f"{self._draft}/company/enregistrer/", answer, **_swapped(token))
        form = self._forms[slug].copy()
        form["csrfmiddlewaretoken"], form["revision"] = token, _one(REVISION, panel)
        self.ask("section POST", "POST", f"{self._draft}/{slug}/", form)
        self.ask("result", "GET", self._result)

    def ask(self, kind: str, method: str, path: str, form: Any = None, **headers: str) -> bytes:
        """The answer; how long it took is noted under its kind."""
        sent = {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items()), **headers}
        sent |= {"Accept-Language": "fr", "Accept-Encoding": "gzip"}
        body = None
        if form is not None:
            body = form.urlencode() if isinstance(form, QueryDict) else urlencode(form)
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        start = time.perf_counter()
        try:
            self._connection.request(method, path, body, sent)
            answer = self._connection.getresponse()
        except (RemoteDisconnected, BrokenPipeError):  # kept open for too long: a browser opens another
            self._connection.close()
            self._connection.request(method, path, body, sent)
            answer = self._connection.getresponse()
        content = answer.read()
        spent = 1e3 * (time.perf_counter() - start)
        if answer.headers["Content-Encoding"] == "gzip":
            content = gzip.decompress(content)
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.partition(";")[0].partition("=")
            self._cookies[name] = value
        self.spent.append((kind, spent, answer.status < 400))
        return content


def _swapped(token: str) -> dict[str, str]:
    return {"HX-Request": "true", "X-CSRFToken": token}


def _one(pattern: re.Pattern[bytes], page: bytes) -> str:
    found = pattern.search(page)
    assert found, page[:500]
    return found[1].decode()


def load(seconds: float = SECONDS, clients: int = CLIENTS) -> Load:
    """The figures of one run."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    django.setup()  # what browsers would send is kept as Django keeps it
    with (
        tempfile.TemporaryDirectory() as home,
        cluster() as server,
        on_server(server),
        portal_under_test(Path(home)) as portal,
        portal.web(WEB_CONCURRENCY="2"),
    ):
        emails = [[f"charge{number}@essais{number}.example"] for number in range(clients)]
        drafts = portal.stage("each", "mailed_draft", [["telesuivi", *email] for email in emails])
        sent = portal.stage(
            "each", "mailed_result", [["telesuivi", f"r{number}@essais.example"] for number in range(clients)]
        )
        portal.close()
        browsers = [Client(portal.address, *files) for files in zip(drafts, sent, strict=True)]
        alone = _measured(browsers, ALONE, lambda one, number: one.ask("alone", "GET", "/sante/live"))
        _measured(browsers, WARM_UP, _round)
        found = _measured(browsers, seconds, _round)
    kinds = defaultdict(list)
    for kind, spent, _ in found:
        kinds[kind].append(spent)
    times = np.array([spent for _, spent, _ in found])
    return Load(
        rate=len(found) / seconds,
        errors=sum(not well for *_, well in found),
        p50=float(np.quantile(times, 0.5)),
        p95=float(np.quantile(times, 0.95)),
        p99=float(np.quantile(times, 0.99)),
        kinds={
            kind: (len(spent), float(np.quantile(spent, 0.5)), float(np.quantile(spent, 0.99)))
            for kind, spent in kinds.items()
        },
        alone=len(alone) / ALONE,
    )


def _round(one: Client, number: int) -> None:
    one.go_round(SECTIONS[number % len(SECTIONS)], 20 + number % 60)


def _measured(browsers: list[Client], seconds: float, do: Any) -> list[tuple[str, float, bool]]:
    """What all of them noted within so many seconds, each going on without a pause."""
    end = time.perf_counter() + seconds
    wrong: list[BaseException] = []

    def go(one: Client) -> None:
        number = 0
        try:
            while time.perf_counter() < end:
                do(one, number)
                number += 1
        except BaseException as error:
            wrong.append(error)

    for one in browsers:
        one.spent.clear()
    threads = [threading.Thread(target=go, args=(one,)) for one in browsers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if wrong:
        raise wrong[0]
    return [noted for one in browsers for noted in one.spent]


@contextmanager
def on_server(server: str) -> Iterator[None]:
    """Portals made inside lie in databases of this PostgreSQL."""
    before = os.environ.get("DATABASE_URL")
    os.environ["DATABASE_URL"] = server
    try:
        yield
    finally:
        os.environ.pop("DATABASE_URL")
        if before is not None:
            os.environ["DATABASE_URL"] = before
