"""The placement mandate: which cover the broker looks for, what it may do for that, and what it may not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portal import typography

from .parts.needs import activity
from .pdf import Rendered
from .sheet import Sheet, sheet_of


def lay_out_mandate(assessment: Mapping[str, Any], applicant: Mapping[str, Any], **common: Any) -> Rendered:
    """The mandate as PDF, to be signed: a page. `common`: as for the recommendation."""
    sheet = sheet_of("mandate", assessment, applicant, **common)
    words, language = sheet.words, sheet.words.language
    company = sheet.answers.raw("company.name") or words("frame.cover.unnamed")
    context = {
        "title": words("mandate.title"),
        "issued": typography.day(sheet.document["issued_on"], language),
        "given": words("mandate.given", company=company, broker=sheet.broker["name"]),
        "activity": activity(sheet.answers, words),
        "covers": [_cover(cover, sheet) for cover in assessment["quote"]["covers"] if cover["needed"]],
        "may": [words(f"mandate.{key}") for key in ("may_present", "may_receive", "may_place")],
        "may_not": [words(f"mandate.{key}") for key in ("not_accept", "not_cancel")],
    }
    return sheet.lay_out("mandate", context)


def _cover(cover: Mapping[str, Any], sheet: Sheet) -> dict[str, str]:
    def euros(amount: Any) -> str:
        return typography.eur(amount, sheet.words.language) if amount else sheet.words("mandate.open")

    return {
        "name": sheet.words.label("covers", cover["code"]),
        "limit": euros(cover["limit_eur"]),
        "retention": euros(cover["retention_eur"]),
    }
