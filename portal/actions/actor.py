"""Who does something."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from underwriting import ActorKind

from .errors import NotAllowed

Kind = ActorKind | Literal["delegate"]
"""Who acts: those whom the guide lets change a state, and who answers a page for the applicant."""


@dataclass(frozen=True)
class Actor:
    """An applicant, a broker, the portal itself or a delegate, and the name kept in the history.

    A delegate acts by the token of this id, within the page that it opens. `said_by`: whom a broker writes down the
    answers of, on the telephone.
    """

    kind: Kind
    name: str
    token: int | None = None
    said_by: str = ""


SYSTEM = Actor("system", "portal")


def require(actor: Actor, *kinds: Kind, to: str) -> None:
    """Refuse an actor of another kind. `to` says what is done."""
    if actor.kind not in kinds:
        raise NotAllowed(f"only {' or '.join(f'the {kind}' for kind in kinds)} may {to}, not the {actor.kind}")
