"""The demo's panel: three insurers that don't exist, at addresses where no mail can go, with an appetite each."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from portal import actions
from portal.actions import Actor
from portal.models import Insurer

NO_BOUND: Mapping[str, Any] = {
    "contact": "", "language": "fr", "covers": [], "families": [], "classes": [], "revenue_from_eur": None,
    "revenue_to_eur": None, "active": True, "notes": "",
}  # fmt: skip
INSURERS: Mapping[str, Mapping[str, Any]] = {
    "Assureur Exemple A": {"email": "souscription@assureur-a.example"},
    "Assureur Exemple B": {
        "email": "submissions@assureur-b.example",
        "language": "en",
        "covers": ["cyber", "professional_liability"],
        "families": ["software"],
        "revenue_to_eur": 10_000_000,
    },
    "Assureur Exemple C": {
        "email": "souscription@assureur-c.example",
        "families": ["connected_device", "other_health_product"],
        "classes": ["IIa", "IIb", "III"],
        "notes": "Demande toujours le certificat CE.",
    },
}


def make_panel(actor: Actor, at: datetime) -> None:
    """Those that aren't there yet."""
    for name, told in INSURERS.items():
        if not Insurer.objects.filter(name=name).exists():
            actions.keep_insurer(None, {"name": name, **NO_BOUND, **told}, actor=actor, at=at, reason="Démonstration.")
