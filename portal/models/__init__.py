"""What the portal keeps. Only `portal.actions` writes it."""

from .access_token import DELEGATE_TTL, LINK_TTL, AccessToken
from .delivery import FAILED, SENT, TO_BROKERS, WAITING, Delivery
from .document import Document, file_name
from .event import BrokenLink, Event, verify_chain
from .kept import Kept
from .snapshot import Snapshot
from .submission import Submission
from .terms import InsurerTerms, Quote

__all__ = [
    "DELEGATE_TTL",
    "FAILED",
    "LINK_TTL",
    "SENT",
    "TO_BROKERS",
    "WAITING",
    "AccessToken",
    "BrokenLink",
    "Delivery",
    "Document",
    "Event",
    "InsurerTerms",
    "Kept",
    "Quote",
    "Snapshot",
    "Submission",
    "file_name",
    "verify_chain",
]
