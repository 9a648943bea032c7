"""A document is asked for, in the transaction of the change that calls for it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid5

from portal.models import Document, Quote, Snapshot, Submission
from portal.queue import AWAITED, enqueue

from .actor import Actor


def request_document(
    submission: Submission,
    kind: str,
    *,
    snapshot: Snapshot,
    actor: Actor,
    at: datetime,
    quote: Quote | None = None,
    data: Mapping[str, Any] | None = None,
) -> Document:
    """Let a worker make the next version of a document for a submission that is held."""
    version = quote.version if quote else submission.documents.filter(kind=kind).count() + 1
    document = Document.objects.create(
        id=uuid5(submission.pk, f"document/{kind}/{version}"),
        submission=submission,
        kind=kind,
        version=version,
        language=snapshot.language,
        snapshot=snapshot,
        quote=quote,
        data=dict(data or {}),
        requested_by=actor.name,
        requested_at=at,
        next_try_at=at,
    )
    enqueue("make_document", document.pk, head_start=AWAITED if quote else timedelta(0))
    return document
