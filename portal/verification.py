"""Whether a document is ours, unchanged, and still holds: told to whoever has its code, without naming the company."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from portal.documents.signing import seal_of
from portal.models import Document
from portal.models.document import read_code

from .access import CLOSED

SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Standing:
    """Where a document stands: `holds`, `replaced` (by `version`), `revoked` or `lapsed` (since `day`), `closed` with
    its file, or `accepted`.
    """

    code: str
    day: date | None = None
    version: int | None = None


def document_by(typed: str) -> Document | None:
    """The document with a code, as a person types it; one that was never handed over is nobody's to verify."""
    code = read_code(typed)
    found = Document.objects.filter(code=code).exclude(made_at=None).select_related("submission", "quote").first()
    if found and found.kind == "quote" and found.version not in found.submission.quotes_sent():
        return None
    return found


def standing_of(document: Document, *, on: date) -> Standing:
    """What has become of a document since it was made. `on`: today."""
    submission = document.submission
    handed = submission.quotes_sent() if document.kind == "quote" else None
    later = submission.documents.filter(kind=document.kind, version__gt=document.version).exclude(made_at=None)
    if document.kind == "trust_annex":  # the same answers, in other lines, replace nothing
        later = later.exclude(snapshot=document.snapshot_id)
    versions = [row.version for row in later if handed is None or row.version in handed]
    if versions:
        return Standing("replaced", version=max(versions))
    if document.quote and (revoked := document.quote.revoked):
        return Standing("revoked", day=timezone.localdate(revoked.revoked_at))
    if document.quote and submission.state in ("accepted", "bound"):
        return Standing("accepted")
    if submission.state in CLOSED or submission.erase_on:
        return Standing("closed")
    until = document.quote.valid_until if document.quote else None
    if until and until < on:
        return Standing("lapsed", day=until)
    return Standing("holds")


def verdict_on(document: Document, content: bytes) -> str:
    """`genuine` for its very bytes; `other` for another of our documents, unchanged; else `altered`."""
    digest = hashlib.sha256(content).hexdigest()
    if digest == document.sha256:
        return "genuine"
    seal = seal_of(content)
    return "other" if seal and seal.ours and seal.intact else "altered"


def verdict_on_digest(document: Document, typed: str) -> str | None:
    """The same for the SHA-256 of a file, in hexadecimal; None when what was typed isn't one."""
    digest = re.sub(r"\s", "", typed).lower()
    if not SHA256.fullmatch(digest):
        return None
    return "genuine" if digest == document.sha256 else "altered"
