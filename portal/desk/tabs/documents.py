"""Documents with their hash, conditions with their proofs, and mails with what became of them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext

from portal.desk.post import told_deliveries
from portal.desk.proofs import listed
from portal.desk.reading import Reading
from portal.desk.words import DOCUMENTS, Mark, moment, word
from portal.models import Document


def build(reading: Reading) -> dict[str, Any]:
    """Documents and mails newest first; the conditions that wait for a broker before the others."""
    documents = reading.submission.documents.order_by("-requested_at", "-version")
    deliveries = reading.submission.deliveries.order_by("-created_at")
    return {
        "documents": [
            {
                "document": document,
                "kind": word(DOCUMENTS, document.kind),
                "status": _status(document),
                "when": moment(document.made_at or document.requested_at),
            }
            for document in documents
        ],
        "deliveries": told_deliveries(deliveries),
        "conditions": listed(reading),
    }


def _status(document: Document) -> Mark:
    if document.ready:
        return Mark("yes", gettext("Prêt"))
    if document.last_error:
        return Mark("no", gettext("En échec"))
    return Mark("partly", gettext("En fabrication"))
