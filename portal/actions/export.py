"""Personal data leave the house by somebody's hand: who took what, when and why is kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from portal.exports.whole_file import READERS, Reader, archive, guide_of
from portal.models import ListExport

from .actor import Actor, require
from .errors import NotAllowed
from .journal import locked, record


@transaction.atomic
def export_file(
    submission_id: UUID, reader: Reader, *, actor: Actor, at: datetime, reason: str
) -> tuple[bytes, dict[str, Any]]:
    """The archive of a whole file and its manifest; the history keeps that it was taken, by whom and for whom."""
    require(actor, "broker", to="export a file")
    if reader not in READERS or not reason.strip():
        raise NotAllowed(f"an export is for {' or '.join(READERS)}, with a reason")
    submission = locked(submission_id)
    record(
        submission, "export_file", actor=actor, at=at, from_state=submission.state, reason=reason.strip(),
        data={"reader": reader},
    )  # fmt: skip
    return archive(submission, reader, guide_of(submission))


def note_list_export(*, actor: Actor, at: datetime, form: str, rows: int, narrowed: Mapping[str, str]) -> ListExport:
    """Keep that a list was taken: as what, how many rows, narrowed by which filters."""
    return ListExport.objects.create(at=at, by=actor.name, form=form, rows=rows, narrowed=dict(narrowed))
