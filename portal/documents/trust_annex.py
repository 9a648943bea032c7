"""The trust annex (step 4): what a company does for security, in the lines that its founder chose to show a client.

It shows answers alone: never a score, a gap or a price, and nothing that could be taken for an insurance certificate.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from portal import typography

from .answers import plain_value, value_at
from .errors import DocumentError
from .ledger import Row, ledger
from .pdf import Rendered
from .sheet import sheet_of
from .words import Words

SECTIONS = ("prerequisites", "safeguards", "data", "hosting", "continuity", "product")
"""Where the answers stand that a client may want to read; contracts, directors and cover stay at home."""
CERTIFICATIONS = "safeguards.certifications"
MOST_LINES = 24
"""What one page holds."""


def lines_of(guide: Any, applicant: Mapping[str, Any], language: str, hidden: Collection[str]) -> list[Row]:
    """The lines that can be shown: controls answered yes or partly, and certifications. `hidden`: as in the ledger."""
    sections = sorted(
        (section for section in guide.questionnaire.sections if section.code in SECTIONS),
        key=lambda section: SECTIONS.index(section.code),
    )
    controls = {
        f"{section.code}.{question.key}"
        for section in sections
        for question in section.questions
        if question.kind == "control"
    }
    return [
        row | {"scope": row["answer_text"], "answer_text": Words(language)("frame.words.yes")}
        if row["path"] == CERTIFICATIONS
        else row
        for row in ledger(sections, applicant, language, hidden)
        if (row["path"] in controls and plain_value(value_at(applicant, row["path"])) in ("yes", "partly"))
        or (row["path"] == CERTIFICATIONS and _certified(applicant))
    ]


def lay_out_trust_annex(
    assessment: Mapping[str, Any], applicant: Mapping[str, Any], *, shown: Iterable[str], **common: Any
) -> Rendered:
    """The annex as PDF, one page. `shown`: paths of the lines chosen; `common`: as for the recommendation.

    Raises DocumentError when none of them can be shown, or when they are too many.
    """
    sheet = sheet_of("trust annex", assessment, applicant, **common)
    words, chosen = sheet.words, set(shown)
    hidden = sheet.assessment["completeness"]["ignored"]
    rows = [row for row in lines_of(common["guide"], sheet.answers.applicant, words.language, hidden)
            if row["path"] in chosen]  # fmt: skip
    if not 0 < len(rows) <= MOST_LINES:
        raise DocumentError(f"a trust annex shows 1 to {MOST_LINES} lines, not {len(rows)}: choose others")
    day = typography.day(sheet.document["issued_on"], words.language)
    person = sheet.answers.text("contact.full_name")
    context = {
        "title": words("annex.title"),
        "groups": [
            {"title": words(f"annex.sections.{section}"), "rows": mine}
            for section in SECTIONS
            if (mine := [row for row in rows if row["path"].startswith(f"{section}.")])
        ],
        "declared": words("annex.declared", name=person, day=day) if person else words("annex.declared_bare", day=day),
        "issued": day,
    }
    return sheet.lay_out("trust_annex", context)


def _certified(applicant: Mapping[str, Any]) -> bool:
    return bool(set(value_at(applicant, CERTIFICATIONS) or ()) - {"none"})
