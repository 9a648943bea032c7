"""The broker at market: insurers are asked, what they answer is recorded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext

from portal.market import standing, wanted
from portal.models import (
    DECLINED,
    NO_ANSWER,
    QUESTION,
    TERMS,
    Document,
    Insurer,
    InsurerTerms,
    MarketAnswer,
    Snapshot,
    Submission,
)
from portal.models.delivery import MARKET_PACK
from portal.panel import profile_of
from portal.uploads import Upload

from .actor import Actor, require
from .attach_papers import keep_papers
from .errors import NotAllowed
from .journal import locked, record
from .move import change
from .post import post
from .request_document import request_document

RECOMMENDATION, LETTER, ANSWERS, ASSESSMENT = "recommendation", "insurer_letter", "answers", "assessment"
PRINTED = (RECOMMENDATION, LETTER)
PACKABLE = (ANSWERS, ASSESSMENT, *PRINTED)
"""What can go to an insurer: files written for it, and documents of the file."""


@transaction.atomic
def send_to_market(
    submission_id: UUID,
    insurers: Sequence[str],
    *,
    panel: Sequence[int] = (),
    files: Sequence[str] = (),
    message: str = "",
    answer_by: date | None = None,
    actor: Actor,
    at: datetime,
    reason: str,
) -> Submission:
    """Ask insurers for terms: a mail goes to each one of the panel, those known by name alone are noted.

    `files` are of PACKABLE, `message` is for the insurers' eyes.
    """
    require(actor, "broker", to="send a file to market")
    submission = locked(submission_id)
    chosen = [*Insurer.objects.filter(pk__in=panel, active=True)]
    if len(chosen) != len(set(panel)) or not set(files) <= set(PACKABLE):
        raise NotAllowed(
            "an insurer or a file that isn't offered was chosen",
            gettext("Un des assureurs choisis n’est plus proposé : rechargez la page."),
        )
    known = {insurer.name.casefold() for insurer in chosen}
    noted = [name.strip() for name in insurers if name.strip() and name.strip().casefold() not in known]
    asked = [*(insurer.name for insurer in chosen), *noted]
    if not asked:
        raise NotAllowed("going to market needs the name of an insurer", gettext("Choisissez un assureur au moins."))
    snapshot = submission.snapshots.order_by("pk").last()
    if chosen and snapshot is None:
        raise NotAllowed("a market pack needs an assessed file")
    data: dict[str, Any] = {"insurers": asked}
    if chosen:
        data |= {"mailed": [insurer.name for insurer in chosen], "files": [*files]}
    change(submission, "at_market", actor=actor, at=at, verb="send_to_market", reason=reason, data=data)
    submission.save()
    if snapshot is not None:
        for insurer in chosen:
            _mail(submission, snapshot, insurer, files, message, answer_by, actor=actor, at=at)
    return submission


def pack_data(
    submission: Submission, snapshot: Snapshot, insurer: Insurer, files: Sequence[str], message: str, until: date | None
) -> dict[str, Any]:
    """What the words of a market pack need: nothing that the house keeps to itself."""
    covers = [
        {"code": one.code, "limit_eur": _text(one.limit_eur), "retention_eur": _text(one.retention_eur)}
        for one in wanted(submission, snapshot)
    ]
    return {
        "insurer": insurer.name,
        "covers": covers,
        "files": [*files],
        "message": message.strip(),
        "answer_by": until.isoformat() if until else None,
        "snapshot": snapshot.pk,
    }


def _mail(
    submission: Submission, snapshot: Snapshot, insurer: Insurer, files: Sequence[str], message: str,
    until: date | None, *, actor: Actor, at: datetime,
) -> None:  # fmt: skip
    data = pack_data(submission, snapshot, insurer, files, message, until)
    enclosed = [_document(submission, snapshot, kind, actor, at) for kind in PRINTED if kind in files]
    post(submission, MARKET_PACK, at=at, data=data, insurer=(insurer.email, insurer.language), enclosed=enclosed)


def _document(submission: Submission, snapshot: Snapshot, kind: str, actor: Actor, at: datetime) -> Document:
    """The document of the last assessment; asked for when there is none yet."""
    found = submission.documents.filter(kind=kind, snapshot=snapshot).order_by("version").last()
    return found or request_document(submission, kind, snapshot=snapshot, actor=actor, at=at)


@transaction.atomic
def log_answer(
    submission_id: UUID,
    *,
    insurer: str,
    kind: str,
    code: str,
    words: str,
    conditions: str,
    received_on: date,
    actor: Actor,
    at: datetime,
) -> MarketAnswer:
    """Keep that an insurer declined, asked something, or doesn't answer.

    A file at market comes back to review once nobody is left to answer.
    """
    require(actor, "broker", to="record an insurer's answer")
    submission = locked(submission_id)
    if submission.state not in ("at_market", "in_review", "quoted"):
        raise NotAllowed(f"answers are recorded at market, in review or once quoted: this is {submission.state}")
    if kind not in (DECLINED, QUESTION, NO_ANSWER) or not insurer.strip():
        raise NotAllowed("an answer has an insurer and a kind")
    if kind != NO_ANSWER and not words.strip():
        raise NotAllowed("a declinature or a question has its words", gettext("Écrivez ce qu’il a répondu."))
    answer = _remember(
        submission, insurer, kind=kind, code=code if kind == DECLINED else "", words=words.strip(),
        conditions=conditions.strip(), received_on=received_on, actor=actor, at=at,
    )  # fmt: skip
    data = {"insurer": answer.name, "answer": answer.pk, "kind": kind, "reason_code": answer.code}
    if submission.state == "at_market" and not any(one.waits for one in standing(submission)):
        change(submission, "in_review", actor=actor, at=at, verb="log_answer", data=data)
        submission.save()
    else:
        record(submission, "log_answer", actor=actor, at=at, from_state=submission.state, data=data)
    return answer


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
    delegated: bool = False,
) -> InsurerTerms:
    """Keep an insurer's terms: a file at market comes back to review; one in review, or quoted, stays there.

    Each of `covers`: code, limit_eur, retention_eur, net_eur, tax_eur, in euros (Decimal, or text that reads as one).
    `delegated`: given by the house in the insurer's name.
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
        delegated=delegated,
        recorded_at=at,
        recorded_by=actor.name,
    )
    if not delegated:
        _remember(
            submission, terms.insurer, kind=TERMS, conditions=terms.conditions, received_on=received_on, terms=terms,
            actor=actor, at=at,
        )  # fmt: skip
    data = {"insurer": terms.insurer, "terms": terms.pk, "net_eur": str(terms.net_eur), "tax_eur": str(terms.tax_eur)}
    if delegated:
        data["delegated"] = "yes"
    if submission.state == "at_market":
        change(submission, "in_review", actor=actor, at=at, verb="record_terms", reason=reason, data=data)
        submission.save()
    else:
        record(submission, "record_terms", actor=actor, at=at, from_state=submission.state, reason=reason, data=data)
    keep_papers(submission, terms, papers or {}, actor=actor, at=at)
    return terms


def _remember(submission: Submission, name: str, *, actor: Actor, at: datetime, **told: Any) -> MarketAnswer:
    """An answer, with what it is found again by."""
    profile = profile_of(submission, None)
    return MarketAnswer.objects.create(
        submission=submission,
        insurer=Insurer.objects.filter(name__iexact=name.strip()).first(),
        name=name.strip(),
        siren=submission.siren,
        product_class=profile.product_class,
        recorded_by=actor.name,
        recorded_at=at,
        **told,
    )


def _in_euros(cover: Mapping[str, Any]) -> dict[str, str]:
    amounts = ("limit_eur", "retention_eur", "net_eur", "tax_eur")
    return {"code": str(cover["code"])} | {name: f"{Decimal(cover[name]):.2f}" for name in amounts}


def _text(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:.2f}"
