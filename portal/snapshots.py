"""Stored assessments, as people may read them."""

from __future__ import annotations

from typing import Any

from portal.canonical import sha256_of
from portal.models import Snapshot, Submission
from underwriting import Guide, Language, assess, portable
from underwriting import portable_for_prospect as shown_to_prospect

__all__ = ["in_language", "shown_to_prospect"]


def in_language(submission: Submission, snapshot: Snapshot, guide: Guide, language: Language) -> dict[str, Any]:
    """The stored assessment as its applicant may read it.

    In another language than it was stored in, the same answers are assessed again, for their words; when that would
    not give the very same assessment (answers are being completed, the rules' code has changed), the stored one
    stands, in its own language.
    """
    stored: dict[str, Any] = snapshot.result
    if language != snapshot.language:
        applicant, on = submission.applicant, snapshot.assessed_on
        again = portable(assess(applicant, guide, on=on, language=_language_of(snapshot), fixes=True))
        if sha256_of(again) == snapshot.result_sha256:
            stored = portable(assess(applicant, guide, on=on, language=language, fixes=True))
    return shown_to_prospect(stored)


def _language_of(snapshot: Snapshot) -> Language:
    return "en" if snapshot.language == "en" else "fr"
