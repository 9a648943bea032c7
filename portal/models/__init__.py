"""What the portal keeps. Only `portal.actions` writes it."""

from .access_token import DELEGATE_TTL, LINK_TTL, AccessToken
from .account import AccountEvent, EntryLink
from .delivery import FAILED, INVITATION, SENT, TO_BROKERS, TO_INSURERS, WAITING, WITHOUT_FILE, Delivery
from .desk import Deadline, SavedView, Tally
from .document import Document, file_name
from .event import BrokenLink, Event, verify_chain
from .guide import (
    ACTIVATED,
    PROPOSED,
    SET_ASIDE,
    GuideContent,
    GuideDecision,
    GuideReplay,
    ReplayedFile,
    broken_decision,
)
from .insurer import Insurer, InsurerChange
from .integration import SCOPES, Integration, WebhookCall
from .kept import Kept
from .market import DECLINED, NO_ANSWER, QUESTION, TERMS, MarketAnswer
from .override import APPROVED, TURNED_DOWN, Override, OverrideDecision
from .policy import Policy
from .proof import CLEARED, REFUSED, ConditionDecision, ConditionSet, Proof
from .snapshot import Snapshot
from .submission import Submission
from .taken import ListExport, PurgeReport
from .terms import IPID, PAPERS, InsurerPaper, InsurerTerms, Quote, QuoteRevocation, paper_name

__all__ = [
    "ACTIVATED",
    "APPROVED",
    "CLEARED",
    "DECLINED",
    "DELEGATE_TTL",
    "FAILED",
    "INVITATION",
    "IPID",
    "LINK_TTL",
    "NO_ANSWER",
    "PAPERS",
    "PROPOSED",
    "QUESTION",
    "REFUSED",
    "SCOPES",
    "SENT",
    "SET_ASIDE",
    "TERMS",
    "TO_BROKERS",
    "TO_INSURERS",
    "TURNED_DOWN",
    "WAITING",
    "WITHOUT_FILE",
    "AccessToken",
    "AccountEvent",
    "BrokenLink",
    "ConditionDecision",
    "ConditionSet",
    "Deadline",
    "Delivery",
    "Document",
    "EntryLink",
    "Event",
    "GuideContent",
    "GuideDecision",
    "GuideReplay",
    "Insurer",
    "InsurerChange",
    "InsurerPaper",
    "InsurerTerms",
    "Integration",
    "Kept",
    "ListExport",
    "MarketAnswer",
    "Override",
    "OverrideDecision",
    "Policy",
    "Proof",
    "PurgeReport",
    "Quote",
    "QuoteRevocation",
    "ReplayedFile",
    "SavedView",
    "Snapshot",
    "Submission",
    "Tally",
    "WebhookCall",
    "broken_decision",
    "file_name",
    "paper_name",
    "verify_chain",
]
