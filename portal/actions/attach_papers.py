"""A broker keeps the documents that an insurer handed over with its terms."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext

from portal import storage
from portal.models import PAPERS, InsurerPaper, InsurerTerms, Submission
from portal.uploads import PDF, Upload

from .actor import Actor, require
from .errors import NotAllowed
from .journal import locked, record


@transaction.atomic
def attach_papers(
    submission_id: UUID, terms_id: int, papers: Mapping[str, Upload], *, actor: Actor, at: datetime
) -> list[InsurerPaper]:
    """Keep an insurer's documents, PDFs by their kind: those of a kind that is there already take its place."""
    require(actor, "broker", to="keep an insurer's documents")
    submission = locked(submission_id)
    terms = InsurerTerms.objects.filter(pk=terms_id, submission=submission).first()
    if terms is None or not papers:
        raise NotAllowed(
            "an insurer's documents belong to terms recorded for the same file",
            gettext("Choisissez au moins un document, et les conditions auxquelles il appartient."),
        )
    return keep_papers(submission, terms, papers, actor=actor, at=at)


def keep_papers(
    submission: Submission, terms: InsurerTerms, papers: Mapping[str, Upload], *, actor: Actor, at: datetime
) -> list[InsurerPaper]:
    """The same for a submission that is held."""
    if wrong := [kind for kind, paper in papers.items() if kind not in PAPERS or paper.kind != PDF]:
        raise NotAllowed(f"not a PDF, or not an insurer's document: {', '.join(wrong)}")
    kept = [
        InsurerPaper.objects.create(
            submission=submission,
            terms=terms,
            kind=kind,
            name=paper.name,
            place=storage.keep(submission.pk, f"{kind}-{terms.pk}.pdf", paper.content),
            size=len(paper.content),
            sha256=hashlib.sha256(paper.content).hexdigest(),
            received_at=at,
            received_by=actor.name,
        )
        for kind, paper in papers.items()
    ]
    if kept:
        known = {"terms": terms.pk, "papers": {paper.kind: paper.sha256 for paper in kept}}
        record(submission, "attach_papers", actor=actor, at=at, from_state=submission.state, data=known)
    return kept
