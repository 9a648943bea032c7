"""The broker at market: insurers are asked, their terms recorded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from portal.models import InsurerTerms, Submission
from portal.uploads import Upload

from .actor import Actor, require
from .attach_papers import keep_papers
from .errors import NotAllowed
from .journal import locked, record
from .move import change, move


def send_to_market(
    submission_id: UUID, insurers: Sequence[str], *, actor: Actor, at: datetime, reason: str
) -> Submission:
    """Note that insurers, by name, were asked for terms."""
    asked = [name.strip() for name in insurers if name.strip()]
    if not asked:
        raise NotAllowed("going to market needs the name of an insurer")
    data = {"insurers": asked}
    return move(submission_id, "at_market", actor=actor, at=at, reason=reason, verb="send_to_market", data=data)


@transaction.atomic
def record_terms(
    submission_id: UUID,
    *,
    insurer: str,
    received_on: date,
    valid_until: date,
    covers: Sequence[Mapping[str, Any]],
    conditions: str,
    actor: Actor,
    at: datetime,
    reason: str,
    papers: Mapping[str, Upload] | None = None,
) -> InsurerTerms:
    """Keep an insurer's terms: a file at market comes back to review; one in review, or quoted, stays there.

    Each of `covers`: code, limit_eur, retention_eur, net_eur, tax_eur, in euros (Decimal, or text that reads as one).
    """
    require(actor, "broker", to="record an insurer's terms")
    submission = locked(submission_id)
    if submission.state not in ("at_market", "in_review", "quoted"):
        raise NotAllowed(
            f"terms are recorded at market, in review or once quoted: this submission is {submission.state}"
        )
    if not insurer.strip() or not covers:
        raise NotAllowed("terms need the insurer's name and a cover at least")
    terms = InsurerTerms.objects.create(
        submission=submission,
        insurer=insurer.strip(),
        received_on=received_on,
        valid_until=valid_until,
        covers=[_in_euros(cover) for cover in covers],
        conditions=conditions.strip(),
        recorded_at=at,
        recorded_by=actor.name,
    )
    data = {"insurer": terms.insurer, "terms": terms.pk, "net_eur": str(terms.net_eur), "tax_eur": str(terms.tax_eur)}
    if submission.state == "at_market":
        change(submission, "in_review", actor=actor, at=at, verb="record_terms", reason=reason, data=data)
        submission.save()
    else:
        record(submission, "record_terms", actor=actor, at=at, from_state=submission.state, reason=reason, data=data)
    keep_papers(submission, terms, papers or {}, actor=actor, at=at)
    return terms


def _in_euros(cover: Mapping[str, Any]) -> dict[str, str]:
    amounts = ("limit_eur", "retention_eur", "net_eur", "tax_eur")
    return {"code": str(cover["code"])} | {name: f"{Decimal(cover[name]):.2f}" for name in amounts}
