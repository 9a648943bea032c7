"""What the portal keeps. Only `portal.actions` writes it."""

from .access_token import DELEGATE_TTL, LINK_TTL, AccessToken
from .delivery import FAILED, SENT, TO_BROKERS, WAITING, WITHOUT_FILE, Delivery
from .document import Document, file_name
from .event import BrokenLink, Event, verify_chain
from .kept import Kept
from .proof import CLEARED, REFUSED, ConditionDecision, Proof
from .snapshot import Snapshot
from .submission import Submission
from .terms import InsurerTerms, Quote

__all__ = [
    "CLEARED",
    "DELEGATE_TTL",
    "FAILED",
    "LINK_TTL",
    "REFUSED",
    "SENT",
    "TO_BROKERS",
    "WAITING",
    "WITHOUT_FILE",
    "AccessToken",
    "BrokenLink",
    "ConditionDecision",
    "Delivery",
    "Document",
    "Event",
    "InsurerTerms",
    "Kept",
    "Proof",
    "Quote",
    "Snapshot",
    "Submission",
    "file_name",
    "verify_chain",
]
