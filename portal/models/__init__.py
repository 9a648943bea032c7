"""What the portal keeps. Only `portal.actions` writes it."""

from .access_token import AccessToken
from .event import BrokenLink, Event, verify_chain
from .kept import Kept
from .snapshot import Snapshot
from .submission import Submission

__all__ = ["AccessToken", "BrokenLink", "Event", "Kept", "Snapshot", "Submission", "verify_chain"]
