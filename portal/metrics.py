"""What Prometheus asks for: how the web server answers, what waits, how many files there are in each state.

No figure names a person, a file or anything that an address holds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import get_args

import structlog
from django.conf import settings
from django.db import Error as DatabaseError
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector

from portal import guides, measured
from portal.health import workers_alive
from portal.models import Submission
from portal.queue_figures import queue_figures
from underwriting import GuideError, State

log = structlog.get_logger(__name__)


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """The figures as text, for whoever shows `METRICS_TOKEN`: 401 without it, 404 where none is set."""
    if not settings.METRICS_TOKEN:
        raise Http404
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not constant_time_compare(token.strip(), settings.METRICS_TOKEN):
        return HttpResponse(status=401, headers={"WWW-Authenticate": "Bearer"})
    registry = CollectorRegistry()
    registry.register(Standing())
    if folder := measured.folder():
        MultiProcessCollector(registry, folder)
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


class Standing:
    """How the portal stands when it is asked. While the database is away, that is what is told, and no figure of it."""

    def collect(self) -> Iterator[Metric]:
        """What the registry asks for."""
        yield GaugeMetricFamily("egide_workers", "Workers of this machine that live", workers_alive())
        try:
            waiting, states, edition = asdict(queue_figures()), _states(), _edition()
        except DatabaseError as error:
            log.warning("database_unreachable", reason=type(error).__name__)
            yield GaugeMetricFamily("egide_database_up", "Whether the database answers", 0)
            return
        yield GaugeMetricFamily("egide_database_up", "Whether the database answers", 1)
        yield InfoMetricFamily("egide", "What runs", {"version": settings.VERSION, "edition": edition})
        for name, key, meaning in (
            ("egide_queue_waiting", "waiting", "What waits for a worker, a mail server or a program"),
            ("egide_queue_oldest_seconds", "oldest_seconds", "Since when the oldest of it waits"),
            ("egide_queue_given_up", "failed", "What is not tried again until somebody asks for it"),
        ):
            yield _by(GaugeMetricFamily(name, meaning, labels=["kind"]), {kind: waiting[kind][key] for kind in waiting})
        yield _by(GaugeMetricFamily("egide_submissions", "Files, by state", labels=["state"]), states)


def _by(family: GaugeMetricFamily, figures: dict[str, int]) -> GaugeMetricFamily:
    for label, figure in figures.items():
        family.add_metric([label], figure)
    return family


def _states() -> dict[str, int]:
    """Files in each state, those in which there are none too."""
    counted = Submission.objects.order_by().values_list("state").annotate(Count("pk"))
    return dict.fromkeys(get_args(State), 0) | dict(counted)


def _edition() -> str:
    """The edition of the guide that applies today; empty when there is none that can be read."""
    try:
        return guides.in_force(timezone.localdate()).edition
    except GuideError:
        return ""
