"""Mails for people: what each row of the outbox says, and a letter read before it leaves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from portal.delivery.letters import Attached, letter_of
from portal.models import FAILED, WAITING, Delivery, Submission

from .words import MAILS, POSTED, mark, moment, word


@dataclass(frozen=True)
class Letter:
    """A mail as its reader will see it, its link left out."""

    to: str
    language: str
    subject: str
    body: str
    attached: bool
    files: tuple[str, ...] = ()


def told_deliveries(deliveries: Iterable[Delivery]) -> list[dict[str, Any]]:
    """The rows of mails, in the order given."""
    return [
        {
            "delivery": delivery,
            "status": mark(POSTED, delivery.status),
            "kind": word(MAILS, delivery.kind),
            "written": moment(delivery.created_at),
            "sent": moment(delivery.sent_at) if delivery.sent_at else "",
            "next": moment(delivery.next_try_at) if delivery.status == WAITING and delivery.tries else "",
            "again": delivery.status == FAILED or (delivery.status == WAITING and delivery.tries > 0),
        }
        for delivery in deliveries
    ]


def letter_before(
    submission: Submission, kind: str, data: Mapping[str, Any], *, at: datetime, attached: bool = False
) -> Letter | None:
    """What a mail will say, before there is one; None when there is no address to send it to."""
    if not submission.email:
        return None
    draft = Delivery(
        id=UUID(int=0), submission=submission, kind=kind, version=1, recipient=submission.email,
        language=submission.language, data=dict(data), message_id="<->", created_at=at, next_try_at=at,
    )  # fmt: skip
    files = [Attached("", b"")] if attached else []
    link = f"{settings.SITE_URL}/dossier/…/"
    letter: EmailMultiAlternatives = letter_of(draft, link=link, broker=settings.BROKER, attached=files)
    return Letter(submission.email, submission.language, str(letter.subject), str(letter.body), attached)
