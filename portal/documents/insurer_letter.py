"""The letter of step 1: the gaps as questions that a company puts to its insurer, with room for the answers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from portal import typography

from .parts.needs import activity
from .pdf import Rendered
from .sheet import Sheet, sheet_of

ANSWER_DAYS = 14
"""How long the insurer is given: the delay of the plan's own questions."""
NEVER_INSURED = "fines"


def lay_out_insurer_letter(assessment: Mapping[str, Any], applicant: Mapping[str, Any], **common: Any) -> Rendered:
    """The letter as PDF: a page, or two for many gaps. `common`: as for the recommendation."""
    sheet = sheet_of("letter to the insurer", assessment, applicant, **common)
    words, language = sheet.words, sheet.words.language
    asked = sorted(_asked(sheet), key=lambda gap: (-gap["severity"], -gap["exposure"]))
    held = [_question(gap, sheet) for gap in asked if gap["cover"] != "no_policy"]
    wanted = [_question(gap, sheet) for gap in asked if gap["cover"] == "no_policy"]
    issued = typography.as_date(sheet.document["issued_on"])
    until = typography.day(issued + timedelta(days=ANSWER_DAYS), language)
    count = typography.in_words(len(held) + len(wanted), language).lower()
    context = {
        "title": words(f"letter.about_{'one' if len(asked) == 1 else 'many'}", count=count),
        "activity": activity(sheet.answers, words),
        "opening": words("letter.opening_held" if held else "letter.opening_new"),
        "groups": [
            {"title": words(f"letter.{key}"), "rows": rows}
            for key, rows in (("held", held), ("wanted", wanted)) if rows
        ],
        "closing": words("letter.closing", day=until),
        "issued": typography.day(issued, language),
        "prepared": words("letter.prepared", name=sheet.broker["name"]),
    }  # fmt: skip
    return sheet.lay_out("insurer_letter", context)


def _asked(sheet: Sheet) -> list[Mapping[str, Any]]:
    """The gaps that a question to an insurer can settle."""
    open_gaps = (gap for gap in sheet.assessment["gaps"] if gap["applies"] and gap["cover"] != "covered")
    return [gap for gap in open_gaps if gap["code"] != NEVER_INSURED and gap.get("question_to_insurer")]


def _question(gap: Mapping[str, Any], sheet: Sheet) -> dict[str, str]:
    return {
        "label": sheet.words.label("gaps", gap["code"]),
        "cover": sheet.words.label("gap_covers", gap["cover"]),
        "question": gap["question_to_insurer"],
    }
