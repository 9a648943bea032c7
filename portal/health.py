"""The two probes: is the process alive, and can it serve?"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import structlog
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.db import Error as DatabaseError
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal import guides
from underwriting import GuideError

from . import assets
from .database import migrations_to_apply
from .queue_figures import queue_figures

log = structlog.get_logger(__name__)


@never_cache
@require_safe
def live(request: HttpRequest) -> JsonResponse:
    """The process answers. Nothing else is looked at."""
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """200 when everything a page needs is there, else 503, with what is missing.

    Workers and their queue are told for information: pages are served without them, and workers on other machines
    aren't seen.
    """
    database = _database()
    parts = {
        "database": database,
        "migrations": _migrations() if database == "ok" else "unknown",
        "guide": _guide(),
        "assets": _assets(),
    }
    well = all(state == "ok" for state in parts.values())
    if not well:
        log.warning("not_ready", **parts)
    body: dict[str, Any] = {"status": "ok" if well else "unavailable", **parts}
    body["edition"] = guides.in_force(timezone.localdate()).edition if parts["guide"] == "ok" else None
    body["workers"] = workers_alive()
    body["queue"] = asdict(queue_figures()) if parts["migrations"] == "ok" else None
    return JsonResponse(body, status=200 if well else 503)


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        log.warning("database_unreachable", reason=str(error))
        return "unreachable"
    return "ok"


def _migrations() -> str:
    waiting = migrations_to_apply()
    return f"{waiting} to apply" if waiting else "ok"


def _guide() -> str:
    try:
        guides.in_force(timezone.localdate())
    except GuideError as error:
        log.warning("guide_refused", problems=error.problems)
        return f"{len(error.problems)} mistakes"
    return "ok"


def _assets() -> str:
    if lacking := assets.missing(settings.ASSETS):
        return f"{len(lacking)} files to build"
    return "ok" if staticfiles_storage.exists(f"built/{assets.COPIED[0].target}") else "not collected"


def workers_alive() -> int:
    """How many workers of this machine have given a sign of life in the last seconds."""
    from django_q.brokers import Broker
    from django_q.status import Stat

    # The plain broker reads the cache alone; the queue's own would open the database, which may be what is missing.
    return len(Stat.get_all(Broker()))
