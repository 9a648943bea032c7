"""A worker makes a document."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import F, Q

from portal import storage
from portal.delivery.outcome import jitter_of, wait_before
from portal.documents.memory import at_most
from portal.documents.template_version import template_version
from portal.models import WAITING, Delivery, Document
from portal.queue import LEASE, enqueue
from portal.stopping import Stopped, interruptible

from .actor import SYSTEM
from .journal import locked, record

MOST_TRIES = 5
log = structlog.get_logger(__name__)


def make_document(document_id: UUID, *, clock: Callable[[], datetime]) -> Document | None:
    """Make a document, and let the mails leave that wait for it. None when it is made, or another worker has it.

    What goes wrong is kept on the row, and tried again later: five times in all, since a document that can't be made
    must not keep a worker from the others; without end where it can't be written.
    """
    # WeasyPrint needs Pango, which only workers must have.
    from portal.documents.making import made

    at = clock()
    free = Document.objects.filter(pk=document_id, made_at=None, next_try_at__lte=at, tries__lt=MOST_TRIES)
    if not free.update(next_try_at=at + LEASE, tries=F("tries") + 1):
        return None
    document = Document.objects.select_related("submission", "snapshot", "quote", "quote__terms").get(pk=document_id)
    try:
        with at_most(settings.DOCUMENT_MEMORY), interruptible():
            rendered = made(document)
        return _keep(document_id, rendered.content, rendered.pages, at=clock())
    except Stopped:
        Document.objects.filter(pk=document_id).update(next_try_at=clock(), tries=F("tries") - 1)
        enqueue("make_document", document_id)
        return None
    except (Exception, SystemExit) as error:  # the queue ends what takes too long by a SystemExit
        log.exception("document_failed", document=str(document_id), tries=document.tries)
        return _put_off(document_id, error, at=clock())


@transaction.atomic
def _put_off(document_id: UUID, error: BaseException, *, at: datetime) -> None:
    submission = locked(Document.objects.values_list("submission", flat=True).get(pk=document_id))
    document = Document.objects.get(pk=document_id)
    if isinstance(error, OSError):  # a disk that is full is no fault of the document: such a try is never the last
        document.tries = min(document.tries, MOST_TRIES - 1)
    document.last_error = f"{type(error).__name__}: {error}"
    document.next_try_at = at + wait_before(document.tries, jitter_of(document.pk.int))
    document.save(update_fields=["tries", "last_error", "next_try_at"])
    if document.tries >= MOST_TRIES:
        known = {"kind": document.kind, "version": document.version, "tries": document.tries}
        record(submission, "document_failed", actor=SYSTEM, at=at, from_state=submission.state, data=known)


@transaction.atomic
def _keep(document_id: UUID, content: bytes, pages: int, *, at: datetime) -> Document | None:
    submission = locked(Document.objects.values_list("submission", flat=True).get(pk=document_id))
    document = Document.objects.get(pk=document_id)
    if document.ready:
        return None
    document.place = storage.keep(submission.pk, f"{document.kind}-{document.version}.pdf", content)
    document.size, document.pages, document.sha256 = len(content), pages, hashlib.sha256(content).hexdigest()
    document.template = template_version()
    document.made_at, document.last_error = at, ""
    document.save()
    known = {"kind": document.kind, "version": document.version, "sha256": document.sha256, "pages": pages}
    record(submission, "make_document", actor=SYSTEM, at=at, from_state=submission.state, data=known)
    waiting = Delivery.objects.filter(Q(document=document) | Q(enclosed=document), status=WAITING)
    for delivery in waiting.distinct():
        enqueue("deliver", delivery.pk)
    return document
