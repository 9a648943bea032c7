"""Who does something."""

from __future__ import annotations

from dataclasses import dataclass

from underwriting import ActorKind

from .errors import NotAllowed


@dataclass(frozen=True)
class Actor:
    """An applicant, a broker or the portal itself, and the name kept in the history."""

    kind: ActorKind
    name: str


SYSTEM = Actor("system", "portal")


def require(actor: Actor, *kinds: ActorKind, to: str) -> None:
    """Refuse an actor of another kind. `to` says what is done."""
    if actor.kind not in kinds:
        raise NotAllowed(f"only {' or '.join(f'the {kind}' for kind in kinds)} may {to}, not the {actor.kind}")
