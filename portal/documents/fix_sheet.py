"""The way to a quote on one sheet: the fewest answers to change, who does it, by when, and what it opens."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portal import typography

from .errors import DocumentError
from .pdf import Rendered
from .sheet import sheet_of


def lay_out_fix_sheet(assessment: Mapping[str, Any], applicant: Mapping[str, Any], **common: Any) -> Rendered:
    """The sheet as PDF. `common`: as for the recommendation. Raises DocumentError where there is nothing to fix."""
    sheet = sheet_of("way to a quote", assessment, applicant, **common)
    way, words, language = sheet.assessment.get("fix_to_quote"), sheet.words, sheet.words.language
    if not way or not way["fixes"]:
        raise DocumentError("this assessment has no way to a quote: no answer is left to change")
    context = {
        "title": words("fix.title"),
        "text": way["text"],
        "first": [sheet.answers.name(path) for path in way["answer_first"]],
        "fixes": [
            {
                "text": fix["text"],
                "owner": words.label("owners", fix["owner"]),
                "effort": fix["effort"],
                "due": typography.day(fix["due_on"], language, month="short"),
                "gain": _gain(fix["saved_eur"], words),
            }
            for fix in way["fixes"]
        ],
        "issued": typography.day(sheet.document["issued_on"], language),
    }
    return sheet.lay_out("fix_sheet", context)


def _gain(saved: str | None, words: Any) -> str:
    """What a fix takes off the premium of a year, when it is worth telling."""
    if saved is None or float(saved) < 1:
        return ""
    return str(words("fix.gain", amount=typography.eur(typography.significant(float(saved)), words.language)))
