"""What changed between two versions of the answers, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from portal.documents.ledger import Row, ledger
from portal.models import Submission
from underwriting import Guide, Language


@dataclass(frozen=True)
class Difference:
    """One question whose answer is another: its path, its words, and both answers with their scope."""

    path: str
    label: str
    before: str
    after: str


def differences(
    before: Mapping[str, Any], after: Mapping[str, Any], guide: Guide, language: Language
) -> tuple[Difference, ...]:
    """Every question answered otherwise, in the questionnaire's order. Both files are plain tables."""
    sections = guide.questionnaire.sections
    old = {row["path"]: _said(row) for row in ledger(sections, before, language)}
    rows = ((row, _said(row)) for row in ledger(sections, after, language))
    none = gettext("aucune réponse")
    return tuple(
        Difference(row["path"], row["label"], old.get(row["path"]) or none, said or none)
        for row, said in rows
        if said != old.get(row["path"], "")
    )


def changes_of(submission: Submission, guide: Guide, language: Language) -> dict[str, Any]:
    """What the pages show of a version that follows another: its differences, and the number of the one before.

    The number is 0 for what was first sent of this very version.

    A file that was completed at its broker's request is compared with what it was assessed on before.
    """
    before = _before(submission)
    if before is None:
        return {"changes": (), "changed_from": 0}
    version, answers = before
    return {"changes": differences(answers, submission.answers, guide, language), "changed_from": version}


def _before(submission: Submission) -> tuple[int, dict[str, Any]] | None:
    """The answers to compare with, and the number of their version: 0 for those first sent of this very one."""
    if submission.previous:
        return submission.previous.version, submission.previous.answers
    first = submission.snapshots.order_by("pk").first()
    return (0, first.answers) if first and first.answers else None


def _said(row: Row) -> str:
    return ", ".join(part for part in (row["answer_text"], row["scope"]) if part)
