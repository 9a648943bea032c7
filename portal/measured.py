"""How the web server answers: its requests counted and timed by route, over all of its processes.

Only `manage.py web` and `serve` measure, and only with a `METRICS_TOKEN`: they give their processes a folder in which
each keeps its own figures, so that whichever is asked can tell the sum. Under any other server there are none, rather
than those of one process.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse
from prometheus_client import Counter, Histogram, values

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""Where prometheus_client looks for the folder."""

BOUNDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
"""Seconds that the histogram tells apart."""
METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"))


def begin(folder: Path) -> None:
    """Before the processes of a web server are forked: let them count in this folder, from zero."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    os.environ[FOLDER] = str(folder)
    # It chose at its import, by the queue of background work, when there was no folder yet.
    values.ValueClass = values.MultiProcessValue()


def folder() -> str:
    """The folder of the web server that this process belongs to; empty where nothing is measured."""
    return os.environ.get(FOLDER, "") if settings.METRICS_TOKEN else ""


class Measured:
    """Counts each answer, and the seconds until it began, static files and refusals included."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not folder():
            raise MiddlewareNotUsed
        self.get_response = get_response
        self.answers = Counter("egide_http_requests", "Requests answered", ["route", "method", "status"], registry=None)
        # Told from the start, at nothing: a rate sees the first failure too.
        self.failures = Counter("egide_http_failures", "Requests that failed by our own fault (5xx)", registry=None)
        self.seconds = Histogram(
            "egide_http_request_duration_seconds",
            "Seconds until the answer began",
            ["route", "method"],
            buckets=BOUNDS,
            registry=None,
        )

    def __call__(self, request: HttpRequest) -> HttpResponse:
        start = time.perf_counter()
        response = self.get_response(request)
        spent = time.perf_counter() - start
        # Whoever asks chooses the method and the path: neither may make figures without end.
        method, route = request.method if request.method in METHODS else "other", _route(request)
        self.answers.labels(route, method, f"{response.status_code // 100}xx").inc()
        self.seconds.labels(route, method).observe(spent)
        if response.status_code >= 500:
            self.failures.inc()
        return response


def _route(request: HttpRequest) -> str:
    """The name of the address, without anything that stands in it; `none` for one that leads nowhere."""
    if request.resolver_match:
        return request.resolver_match.view_name
    return "static" if request.path.startswith(settings.STATIC_URL) else "none"
