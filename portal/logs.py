"""Structured logs: one JSON object a line in production, readable lines in development; always on stderr.

In production nothing of a person is in them but the IP address: no key, no mail address, no value of a query, and an
exception tells its kind and its place, not the values that it carried. A developer's own machine shows these whole.
"""

from __future__ import annotations

import re
import sys
import traceback
from collections.abc import Mapping, MutableMapping
from typing import Any

import structlog

# What follows these in an address opens somebody's file: it is a key, and keys don't belong in logs.
_SECRET_PATHS = re.compile(r"(/(?:dossier|page|partage|bienvenue)/)[^/\s?\"']+")

# What a broker searched for, what a link was asked with.
_QUERIES = re.compile(r"(/[^\s?\"']*)\?[^\s\"']+")

_ADDRESSES = re.compile(r"[^\s@<>\"'(),;:/=]+@[^\s@<>\"'(),;:/]+\.\w+")

_PROBE = re.compile(r"^(GET|HEAD) /sante/(live|ready|metriques)$")


def hide_keys(logger: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A structlog processor: blanks the keys of prospects' files, the values of queries and mail addresses."""
    # Nobody is told that it is kept, and it tells browsers apart.
    event.pop("user_agent", None)
    for name, value in event.items():
        if isinstance(value, str):
            plain = _SECRET_PATHS.sub(r"\1***", value)
            event[name] = _ADDRESSES.sub("***@***", _QUERIES.sub(r"\1?***", plain))
    return event


def place_exceptions(logger: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A structlog processor: an exception by its kind and its place, and those that led to it."""
    if error := raised(event.pop("exc_info", None)):
        event["exception"] = placed(error)
    return event


def raised(given: Any) -> BaseException | None:
    """The exception that a line of the log is about, out of its `exc_info`."""
    if not given:
        return None
    return given if isinstance(given, BaseException) else given[1] if isinstance(given, tuple) else sys.exc_info()[1]


def placed(error: BaseException) -> str:
    """Where an exception was raised, line by line of code, and its kind: a database's, or a parser's, holds answers."""
    told: list[str] = []
    seen: set[int] = set()
    one: BaseException | None = error
    while one is not None and id(one) not in seen:
        seen.add(id(one))
        told.append(
            "".join(traceback.format_tb(one.__traceback__)) + f"{type(one).__module__}.{type(one).__qualname__}"
        )
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
    return "\n".join(reversed(told))


def skip_probes(logger: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A structlog processor: a probe that is answered well, every few seconds, is no news."""
    about_request = event.get("event") in ("request_started", "request_finished")
    if about_request and _PROBE.search(str(event.get("request", ""))) and event.get("code", 200) == 200:
        raise structlog.DropEvent
    return event


def configure(*, as_json: bool, level: str, reports: Mapping[str, Any]) -> dict[str, Any]:
    """Set structlog up and return Django's LOGGING, so that both kinds of loggers end in the same lines.

    `reports` are the arguments of portal.reports.Reports; without a `dsn`, errors are told nowhere else.
    """
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
        [place_exceptions, hide_keys, structlog.processors.JSONRenderer(ensure_ascii=False)]
        if as_json
        else [hide_keys, structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)]
    )
    handlers: dict[str, Any] = {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}}
    if reports["dsn"]:
        handlers["reports"] = {"class": "portal.reports.Reports", **reports}
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
        "handlers": handlers,
        "root": {"handlers": [*handlers], "level": level},
        "loggers": {
            # Django gives this logger handlers of its own; the one above is enough.
            "django": {"handlers": [], "level": level, "propagate": True},
            # It warns of every HEAD request that Django answers: it cuts the body off itself.
            "gunicorn.http.wsgi": {"level": "ERROR"},
            # Its lines hold the values of each query.
            "django.db.backends": {"level": "INFO"},
            # Three lines for each task that ends well; one that fails is an error.
            "django-q": {"level": "WARNING"},
            "axes": {"level": "ERROR"},  # the journal of accounts tells it
            "fontTools": {"level": "WARNING"},
            "weasyprint": {"level": "ERROR"},
        },
    }
