"""Structured logs: one JSON object a line in production, readable lines in development; always on stderr."""

from __future__ import annotations

import re
from collections.abc import MutableMapping
from typing import Any

import structlog

# What follows these in an address opens somebody's file: it is a key, and keys don't belong in logs.
_SECRET_PATHS = re.compile(r"(/(?:dossier|page|partage|bienvenue)/)[^/\s?\"']+")

_PROBE = re.compile(r"^(GET|HEAD) /sante/(live|ready)$")


def hide_keys(logger: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A structlog processor: blanks the keys of prospects' files wherever an address was logged."""
    for name, value in event.items():
        if isinstance(value, str):
            event[name] = _SECRET_PATHS.sub(r"\1***", value)
    return event


def skip_probes(logger: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A structlog processor: a probe that is answered well, every few seconds, is no news."""
    about_request = event.get("event") in ("request_started", "request_finished")
    if about_request and _PROBE.search(str(event.get("request", ""))) and event.get("code", 200) == 200:
        raise structlog.DropEvent
    return event


def configure(*, as_json: bool, level: str) -> dict[str, Any]:
    """Set structlog up and return Django's LOGGING, so that both kinds of loggers end in the same lines."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            skip_probes,
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    last: list[Any] = (
        [structlog.processors.format_exc_info, hide_keys, structlog.processors.JSONRenderer(ensure_ascii=False)]
        if as_json
        else [hide_keys, structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)]
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": structlog.stdlib.ProcessorFormatter,
                "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last],
                "foreign_pre_chain": shared,
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            # Django gives this logger handlers of its own; the one above is enough.
            "django": {"handlers": [], "level": level, "propagate": True},
            # It warns of every HEAD request that Django answers: it cuts the body off itself.
            "gunicorn.http.wsgi": {"level": "ERROR"},
            # Three lines for each task that ends well; one that fails is an error.
            "django-q": {"level": "WARNING"},
            "axes": {"level": "ERROR"},  # the journal of accounts tells it
            "fontTools": {"level": "WARNING"},
            "weasyprint": {"level": "ERROR"},
        },
    }
