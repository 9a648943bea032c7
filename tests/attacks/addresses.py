"""Every address of the portal, pointed at somebody else's things."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.urls import URLResolver, get_resolver

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
KINDS = re.compile(r"<(?:\w+:)?(\w+)>")


class Address(NamedTuple):
    """A route as it is written, and the address with everything in it filled in."""

    route: str
    path: str


def routes(resolver: Any = None, prefix: str = "") -> Iterator[str]:
    """Every route there is, as the urlconf writes it."""
    for one in (resolver or get_resolver()).url_patterns:
        route = prefix + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from routes(one, route)
        else:
            yield route


def addresses(of: dict[str, Any]) -> list[Address]:
    """Every route that names a thing, pointed at the things `of` somebody; and every other as it is.

    A route that asks for what nobody is told here raises KeyError: who adds one says what it may be pointed at.
    """
    return [Address(route, _path(route, of)) for route in dict.fromkeys(routes())]


def _path(route: str, of: dict[str, Any]) -> str:
    if not isinstance(of.get(route, {}), dict):
        return str(of[route])
    prefix = next(
        (start for start in sorted(of, key=len, reverse=True) if start.endswith("/") and route.startswith(start)), ""
    )
    here = {**of, **of.get(prefix, {})}
    return "/" + KINDS.sub(lambda found: str(here[found[1]]), route)
