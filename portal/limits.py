"""How often one address may do what anybody may do: counted in the database, since each process has a cache of its own.

The address itself is kept nowhere: see `portal.actions.limit`.
"""

from __future__ import annotations

import ipaddress
import secrets

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from portal.actions import count_against_limit

AN_HOUR = {"start_draft": 30, "new_link": 30, "verify": 60, "unknown_link": 60}
"""The most that one address may do in an hour."""


def wait_before(request: HttpRequest, what: str) -> int:
    """Count one more of `what` against the sender's address: 0, or for how many seconds it has had enough."""
    sender = sender_of(request)
    if sender is None:
        return 0
    drawn = secrets.token_bytes(8)
    return count_against_limit(what, sender, most=AN_HOUR[what], at=timezone.now(), drawn=drawn)


def sender_of(request: HttpRequest) -> str | None:
    """Where a request comes from: an IPv4 address, or the /64 network of an IPv6 one.

    None for this very machine, and for what is no address: a proxy that tells of nobody must not have everybody
    refused together.
    """
    address = _address(request)
    if address is None or address.is_loopback:
        return None
    return str(address) if address.version == 4 else str(ipaddress.ip_network((address, 64), strict=False))


def address_of(request: HttpRequest) -> str | None:
    """The very address a request comes from, where it is told."""
    address = _address(request)
    return str(address) if address else None


def network_of(request: HttpRequest) -> str:
    """Roughly where a request comes from, for journals: the /24 or /48 network; empty where it is not told."""
    address = _address(request)
    if address is None:
        return ""
    return str(ipaddress.ip_network((address, 24 if address.version == 4 else 48), strict=False))


def _address(request: HttpRequest) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    given = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_PROXY:
        # The last one was added by our own proxy; those before it anybody can write.
        given = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
    try:
        return ipaddress.ip_address(given)
    except ValueError:
        return None
