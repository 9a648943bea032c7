"""Calling an integration: one signed POST, to a public address only, whatever its name stands for at that moment."""

from __future__ import annotations

import hashlib
import hmac
import http.client
import ipaddress
import json
import socket
from collections.abc import Sequence
from datetime import UTC, datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.crypto import salted_hmac

from portal.models import Integration, WebhookCall

PATIENCE = 10
MOST_READ = 1000


class Untold(Exception):
    """The integration did not take it; the message says why."""


def secrets_of(integration: Integration) -> list[str]:
    """What its calls are signed with: drawn from the portal's key and its token's hash, so that it is kept nowhere.

    The first is the one in force; those of earlier keys follow, until they no longer count.
    """
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    said = integration.sha256
    return [salted_hmac("egide.webhook", said, secret=key, algorithm="sha256").hexdigest() for key in keys]


def secret_of(integration: Integration) -> str:
    """The one in force, which its keeper is told."""
    return secrets_of(integration)[0]


def signature(secrets: Sequence[str], at: datetime, body: bytes) -> str:
    """`t=…,v1=…`: seconds since 1970, and the HMAC-SHA256 of `t.body` in hexadecimal, once for each secret."""
    stamp = str(int(at.timestamp()))
    said = f"{stamp}.".encode() + body
    signed = [hmac.new(secret.encode(), said, hashlib.sha256).hexdigest() for secret in secrets]
    return ",".join([f"t={stamp}", *(f"v1={one}" for one in signed)])


def told(row: WebhookCall) -> dict[str, object]:
    """What is said of a change: no answer, no name of a person."""
    event = row.event
    return {
        "type": "submission.state_changed",
        "id": f"{event.submission_id}/{event.number}",
        "at": event.at.astimezone(UTC).isoformat(),
        "submission": {"id": str(event.submission_id), "reference": event.submission.reference},
        "from": event.from_state,
        "to": event.to_state,
    }


def call(row: WebhookCall, *, at: datetime) -> None:
    """Post a change. Raises Untold for anything but an answer of the 200s."""
    body = json.dumps(told(row), sort_keys=True).encode()
    parts = urlsplit(row.integration.webhook_url)
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Egide-Webhook/1",
        "Egide-Signature": signature(secrets_of(row.integration), at, body),
    }
    port = parts.port or (443 if parts.scheme == "https" else 80)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname or "", port, timeout=PATIENCE)
    connection._create_connection = _to_public  # type: ignore[attr-defined]
    try:
        connection.request("POST", f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}", body, headers)
        answer = connection.getresponse()
        answer.read(MOST_READ)
    except (OSError, http.client.HTTPException) as error:
        raise Untold(f"{type(error).__name__}: {error}") from error
    finally:
        connection.close()
    if not 200 <= answer.status < 300:
        raise Untold(f"it answered {answer.status}")


def _to_public(address: tuple[str, int], *more: object, **options: object) -> socket.socket:
    """Connect, and look where to before anything is sent: a name may stand for an inner address at any moment."""
    found = socket.create_connection(address, *more, **options)  # type: ignore[arg-type]
    reached = ipaddress.ip_address(found.getpeername()[0])
    if settings.PRODUCTION and not reached.is_global:
        found.close()
        raise OSError(f"{address[0]} is no public address")
    return found
