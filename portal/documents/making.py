"""From a row of the database to its PDF: what a worker makes."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from portal import guides
from portal.models import Document, Quote
from portal.models.document import spelled
from portal.snapshots import shown_to_prospect

from .errors import DocumentError
from .fix_sheet import lay_out_fix_sheet
from .incident_card import lay_out_incident_card
from .insurer_letter import lay_out_insurer_letter
from .mandate import lay_out_mandate
from .pdf import Rendered
from .quote import lay_out_quote
from .recommendation import lay_out_recommendation
from .signing import signed
from .trust_annex import lay_out_trust_annex

_SHEETS = {
    "insurer_letter": lay_out_insurer_letter,
    "mandate": lay_out_mandate,
    "fix_sheet": lay_out_fix_sheet,
    "incident_card": lay_out_incident_card,
}
_REASONS = {"fr": "Document remis par le courtier", "en": "Document issued by the broker"}


def made(document: Document) -> Rendered:
    """The PDF of a document, signed: see `laid_out`. The signature alone depends on when it is made."""
    found = laid_out(document)
    return Rendered(signed(found.content, reason=_REASONS[document.language]), found.pages)


def laid_out(document: Document) -> Rendered:
    """The PDF of a document before it is signed: a recommendation, or a quote.

    It depends on the row, the guide and the settings, not on when it is made.
    Raises DocumentError for any other kind, and whatever the documents themselves raise.
    """
    snapshot = document.snapshot
    shown, answers = shown_to_prospect(snapshot.result), snapshot.answers or document.submission.answers
    common: dict[str, Any] = {
        "language": document.language,
        "broker": settings.BROKER,
        "guide": guides.named(snapshot.edition, snapshot.guide_sha256),
        "document": {
            "reference": document.submission.reference,
            "version": document.version,
            "issued_on": timezone.localdate(document.requested_at),
            "code": spelled(document.code),
            "verify_url": settings.SITE_URL + reverse("verify_code", args=[document.code]),
            "incident_url": settings.SITE_URL + reverse("incident"),
            "live_url": settings.SITE_URL + reverse("file", args=[document.submission_id]),
        },
    }
    if document.kind == "recommendation":
        common["document"] |= {"issued_on": snapshot.assessed_on, "authors": snapshot.authors}
        return lay_out_recommendation(shown, answers, **common)
    if sheet := _SHEETS.get(document.kind):
        return sheet(shown, answers, **common)
    if document.kind == "trust_annex":
        return lay_out_trust_annex(shown, answers, shown=document.data["lines"], **common)
    if document.kind == "quote" and document.quote:
        return lay_out_quote(_told(document.quote), answers, shown, **common)
    raise DocumentError(f"no document of kind {document.kind!r} can be made; a quote needs its quote")


def _told(quote: Quote) -> dict[str, Any]:
    return {
        "version": quote.version,
        "insurer": quote.terms.insurer,
        "covers": quote.covers,
        "net_eur": quote.net_eur,
        "tax_eur": quote.tax_eur,
        "total_eur": quote.total_eur,
        "valid_until": quote.valid_until,
        "conditions": quote.all_conditions,
        "issued_at": timezone.localdate(quote.issued_at),
        "issued_by": quote.issued_by,
        "consulted": _consulted(quote),
        "papers": [paper.kind for paper in quote.papers],
    }


def _consulted(quote: Quote) -> list[str]:
    """The insurers that were asked for terms before the quote was issued, or gave some."""
    asked = quote.submission.events.filter(verb="send_to_market", at__lte=quote.issued_at).order_by("number")
    named = [name for event in asked for name in event.data["insurers"]]
    gave = quote.submission.terms.filter(recorded_at__lte=quote.issued_at).values_list("insurer", flat=True)
    return list(dict.fromkeys([*named, *gave]))
