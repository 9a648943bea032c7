"""A mail is put in the outbox, in the transaction of the change that calls for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid5

from django.conf import settings

from portal.models import TO_BROKERS, TO_INSURERS, WITHOUT_FILE, Delivery, Document, Submission
from portal.queue import enqueue

from .issue_token import drawn_for, found_again, issue_token

FILE = "file"
SALT = "egide.link"


def post(
    submission: Submission,
    kind: str,
    *,
    at: datetime,
    document: Document | None = None,
    data: Mapping[str, Any] | None = None,
    insurer: tuple[str, str] | None = None,
    enclosed: Sequence[Document] = (),
) -> Delivery | None:
    """Put a mail about a submission, which is held, in the outbox; None when there is no address to send it to.

    Mails to the applicant carry a link that opens the file, while there is one. A mail with a document leaves once
    that is made, and all those `enclosed` are. `insurer`: the address and language of one, for the mails that go there.
    """
    for_brokers = kind in TO_BROKERS
    recipient, language = insurer or (submission.email, submission.language)
    if for_brokers:
        recipient, language = str(settings.BROKER["email"]), "fr"
    if not recipient:
        return None
    version = submission.deliveries.filter(kind=kind).count() + 1
    delivery = Delivery.objects.create(
        id=uuid5(submission.pk, f"{kind}/{version}"),
        submission=submission,
        kind=kind,
        version=version,
        recipient=recipient,
        language=language,
        document=document,
        data=dict(data or {}),
        message_id=f"<{submission.pk}.{kind}.{version}@{urlsplit(settings.SITE_URL).hostname}>",
        next_try_at=at,
        created_at=at,
    )
    delivery.enclosed.set(enclosed)
    if not for_brokers and kind not in (*WITHOUT_FILE, *TO_INSURERS):
        issue_token(
            submission,
            FILE,
            drawn=drawn_for(SALT, _said(delivery)),
            at=at,
            ttl=delivery.link_until - at,
            email=recipient,
        )
    if all(one.ready for one in (document, *enclosed) if one):
        enqueue("deliver", delivery.pk)
    return delivery


def link_token(delivery: Delivery) -> str:
    """The token in the link of a mail: found again for each try, so that it need not be kept anywhere."""
    return found_again(SALT, _said(delivery))


def _said(delivery: Delivery) -> str:
    return f"{delivery.pk} {delivery.recipient}"
