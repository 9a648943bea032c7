"""Errors told to whoever keeps the portal: a service that speaks Sentry's protocol, by `SENTRY_DSN`; off without it.

Told is what a log of production tells, and less: the kind of an exception, the lines of code that led to it, the route
and the method. Never what an exception says, what a variable holds, an address, a header, or a form.
"""

from __future__ import annotations

import logging
from typing import Any

import structlog

from portal.logs import raised

KEPT = frozenset(
    ("event_id", "timestamp", "platform", "level", "logger", "transaction", "request", "tags", "exception", "message",
     "release", "environment", "server_name", "sdk")
)  # fmt: skip
"""Of an event; whatever else a later version of the library may gather stays here."""


class Reports(logging.Handler):
    """Takes what is logged as an error, in any process. Answers and refusals that Django logs as one are none."""

    def __init__(self, dsn: str, **options: Any) -> None:
        import sentry_sdk
        from sentry_sdk.integrations.atexit import AtexitIntegration
        from sentry_sdk.integrations.dedupe import DedupeIntegration

        super().__init__(level=logging.ERROR)
        sentry_sdk.init(
            dsn,
            # Nothing is gathered by itself: no request, no query, no trail of what was logged before.
            default_integrations=False,
            auto_enabling_integrations=False,
            integrations=[DedupeIntegration(), AtexitIntegration(callback=lambda pending, timeout: None)],
            spotlight=False,
            include_local_variables=False,
            max_request_body_size="never",
            max_breadcrumbs=0,
            auto_session_tracking=False,
            send_client_reports=False,
            before_send=plain,
            **options,
        )

    def emit(self, record: logging.LogRecord) -> None:
        import sentry_sdk
        from sentry_sdk.utils import event_from_exception

        told = record.msg if isinstance(record.msg, dict) else {}
        error = raised(record.exc_info or told.get("exc_info"))
        if record.name.startswith("django") and (error is None or record.name != "django.request"):
            return
        event: Any = {"message": told.get("event") or record.name}
        hint: Any = {}
        if error is not None:
            event, hint = event_from_exception(error, client_options=sentry_sdk.get_client().options)
        event |= {"level": record.levelname.lower(), "logger": record.name} | _where(record)
        sentry_sdk.capture_event(event, hint)


def _where(record: logging.LogRecord) -> dict[str, Any]:
    """The route, as it is written in portal/urls.py, and what finds the line in the logs."""
    found: dict[str, Any] = {}
    if number := structlog.contextvars.get_contextvars().get("request_id"):
        found["tags"] = {"request_id": str(number)}
    request = getattr(record, "request", None)
    if request is not None and request.resolver_match:
        found["transaction"] = request.resolver_match.view_name
        found["request"] = {"method": request.method, "url": f"/{request.resolver_match.route}"}
    return found


def plain(event: Any, hint: Any) -> Any:
    """An event with nothing in it but kinds and places."""
    for one in event.get("exception", {}).get("values", ()):
        one.pop("value", None)
        for frame in (one.get("stacktrace") or {}).get("frames", ()):
            frame.pop("vars", None)
    return {name: value for name, value in event.items() if name in KEPT}
