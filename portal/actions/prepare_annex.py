"""An applicant has a trust annex made of the lines that they choose."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext

from portal import guides
from portal.documents.trust_annex import MOST_LINES, lines_of
from portal.models import Document, Snapshot, Submission

from .actor import Actor, require
from .conditions import CLOSED
from .errors import NotAllowed
from .journal import locked, record
from .request_document import request_document

ANNEX = "trust_annex"


def lines_to_show(submission: Submission, language: str) -> list[dict[str, object]]:
    """The lines of the last assessment that an annex may show, in words of a language; none before there is one."""
    snapshot = submission.snapshots.order_by("pk").last()
    return [] if snapshot is None or submission.state in CLOSED else _lines(snapshot, submission, language)


def may_prepare_annex(submission: Submission) -> bool:
    """Whether there is any line to show."""
    last = submission.snapshots.order_by("pk").values_list("pk", "result_sha256").last()
    return last is not None and submission.state not in CLOSED and _any_lines(*last)


@lru_cache(maxsize=1024)
def _any_lines(snapshot_id: int, result_sha256: str) -> bool:
    """Of an assessment, which never changes."""
    snapshot = Snapshot.objects.select_related("submission").get(pk=snapshot_id, result_sha256=result_sha256)
    return bool(_lines(snapshot, snapshot.submission, snapshot.language))


def _lines(snapshot: Snapshot, submission: Submission, language: str) -> list[dict[str, object]]:
    guide = guides.named(snapshot.edition, snapshot.guide_sha256)
    hidden = snapshot.result["completeness"]["ignored"]
    return lines_of(guide, snapshot.answers or submission.answers, language, hidden)


@transaction.atomic
def prepare_annex(submission_id: UUID, chosen: Iterable[str], *, actor: Actor, at: datetime) -> Document:
    """Let a worker make an annex of these lines, by the paths of their questions: each choice is a version."""
    require(actor, "applicant", to="choose what an annex shows")
    submission = locked(submission_id)
    known = [str(row["path"]) for row in lines_to_show(submission, submission.language)]
    lines = [path for path in known if path in set(chosen)]
    snapshot = submission.snapshots.order_by("pk").last()
    if snapshot is None or not 0 < len(lines) <= MOST_LINES:
        raise NotAllowed(
            f"an annex shows 1 to {MOST_LINES} lines, not {len(lines)}",
            gettext("Choisissez entre une et vingt-quatre lignes : c’est ce que tient une page."),
        )
    document = request_document(submission, ANNEX, snapshot=snapshot, actor=actor, at=at, data={"lines": lines})
    told = {"kind": ANNEX, "lines": len(lines)}
    record(submission, "ask_document", actor=actor, at=at, from_state=submission.state, data=told)
    return document
