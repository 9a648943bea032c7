"""A broker has a mail sent, or a document made, again."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from portal.models import SENT, WAITING, Delivery, Document
from portal.queue import enqueue

from .actor import Actor, require
from .errors import NotAllowed
from .journal import locked, record


@transaction.atomic
def resend(delivery_id: UUID, *, actor: Actor, at: datetime) -> Delivery:
    """Put a mail that failed, or still waits, at the head of the outbox. One that was sent stays sent."""
    require(actor, "broker", to="send a mail again")
    submission = locked(Delivery.objects.values_list("submission", flat=True).get(pk=delivery_id))
    delivery = Delivery.objects.select_related("document").get(pk=delivery_id)
    if delivery.status == SENT:
        raise NotAllowed("this mail was sent: the server took it")
    delivery.status, delivery.tries, delivery.next_try_at = WAITING, 0, at
    delivery.save()
    if delivery.document is None or delivery.document.ready:
        enqueue("deliver", delivery.pk)
    data = {"kind": delivery.kind, "version": delivery.version}
    record(submission, "resend", actor=actor, at=at, from_state=submission.state, data=data)
    return delivery


@transaction.atomic
def remake(document_id: UUID, *, actor: Actor, at: datetime) -> Document:
    """Let a worker try again a document that could not be made. One that is made stays as it is."""
    require(actor, "broker", to="have a document made again")
    submission = locked(Document.objects.values_list("submission", flat=True).get(pk=document_id))
    document = Document.objects.get(pk=document_id)
    if document.ready:
        raise NotAllowed("this document is made: it changes no more")
    document.tries, document.next_try_at = 0, at
    document.save(update_fields=["tries", "next_try_at"])
    enqueue("make_document", document.pk)
    data = {"kind": document.kind, "version": document.version}
    record(submission, "remake", actor=actor, at=at, from_state=submission.state, data=data)
    return document
