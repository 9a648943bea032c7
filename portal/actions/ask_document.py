"""An applicant asks for a document that isn't made unless somebody wants it."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from uuid import UUID

from django.db import transaction

from portal.models import Document, Snapshot, Submission

from .actor import Actor, require
from .conditions import CLOSED
from .errors import NotAllowed
from .journal import locked, record
from .placement import MANDATE, MANDATED
from .request_document import request_document

LETTER, WAY, CARD = "insurer_letter", "fix_sheet", "incident_card"
ON_DEMAND = (MANDATE, LETTER, WAY, CARD)


def to_ask_for(submission: Submission) -> tuple[str, ...]:
    """The kinds that can be asked for now, and aren't there yet for the last assessment."""
    last = submission.snapshots.order_by("pk").values_list("pk", "result_sha256").last()
    if last is None or submission.state in CLOSED:
        return ()
    there = set(submission.documents.filter(snapshot=last[0]).values_list("kind", flat=True))
    offered = [kind for kind in ON_DEMAND if kind != MANDATE or submission.state in MANDATED]
    telling = _telling(*last)
    return tuple(kind for kind in offered if kind not in there and kind in telling)


@transaction.atomic
def ask_document(submission_id: UUID, kind: str, *, actor: Actor, at: datetime) -> Document:
    """Let a worker make a document of the last assessment; asked again, it is the one that is there."""
    require(actor, "applicant", to="ask for a document")
    submission = locked(submission_id)
    snapshot = submission.snapshots.order_by("pk").last()
    if kind in ON_DEMAND and snapshot is not None:
        found = submission.documents.filter(kind=kind, snapshot=snapshot).first()
        if found is not None:
            return found
    if snapshot is None or kind not in to_ask_for(submission):
        raise NotAllowed(f"{kind!r} can't be made of this submission, which is {submission.state}")
    document = request_document(submission, kind, snapshot=snapshot, actor=actor, at=at)
    record(submission, "ask_document", actor=actor, at=at, from_state=submission.state, data={"kind": kind})
    return document


@lru_cache(maxsize=1024)
def _telling(snapshot_id: int, result_sha256: str) -> frozenset[str]:
    """The kinds that have something to say of an assessment, which never changes: gaps to ask about, ways to mend."""
    result = Snapshot.objects.values_list("result", flat=True).get(pk=snapshot_id, result_sha256=result_sha256)
    says = {
        LETTER: any(gap["applies"] and gap["cover"] != "covered" for gap in result["gaps"]),
        WAY: (result.get("fix_to_quote") or {}).get("fixes"),
    }
    return frozenset(kind for kind in ON_DEMAND if says.get(kind, True))
