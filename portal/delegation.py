"""Delegated authority: what an insurer lets the broker quote in its name, as the environment says it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from .env import Refused, env

COVERS = ("cyber", "professional_liability", "product_liability", "directors_liability")
"""The covers that the tariff prices."""
KEYS = {"insurer", "covers", "max_limit_eur", "max_net_eur", "until"}
EXAMPLE = (
    '{"insurer": "Assureur Exemple", "covers": ["cyber"], "max_limit_eur": 1000000, "max_net_eur": 5000, '
    '"until": "2027-12-31"}'
)


@dataclass(frozen=True)
class Delegation:
    """Up to which limit each cover, and which net premium a year all of them together, in euros; its last day."""

    insurer: str
    covers: tuple[str, ...]
    max_limit_eur: Decimal
    max_net_eur: Decimal
    until: date


def read() -> Delegation | None:
    """`DELEGATED_AUTHORITY`: a JSON object; None when it is not set. Raises Refused for anything unclear."""
    given = env.str("DELEGATED_AUTHORITY", default="").strip()
    if not given:
        return None
    try:
        table: Any = json.loads(given)
        if not isinstance(table, dict) or set(table) != KEYS or isinstance(table["covers"], str):
            raise ValueError
        found = Delegation(
            insurer=str(table["insurer"]).strip(),
            covers=tuple(table["covers"]),
            max_limit_eur=Decimal(str(table["max_limit_eur"])),
            max_net_eur=Decimal(str(table["max_net_eur"])),
            until=date.fromisoformat(table["until"]),
        )
        sound = found.insurer and found.covers and set(found.covers) <= set(COVERS)
        if not sound or not (found.max_limit_eur > 0 and found.max_net_eur > 0):
            raise ValueError
    except (ValueError, TypeError, InvalidOperation):
        raise Refused(
            f"DELEGATED_AUTHORITY can't be used: write for instance {EXAMPLE}, with covers among {', '.join(COVERS)}."
        ) from None
    return found
