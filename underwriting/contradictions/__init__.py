"""Answers that disagree with one another: questions to the applicant, never errors.

Each check is a small function that says whether one disagreement is there; its words and its fields are in
contradictions.toml, under the same code. An unanswered key disagrees with nothing.
"""

from __future__ import annotations

from datetime import date

from ..applicant import Applicant
from ..assessment import Contradiction
from ..guide.base import Language
from ..guide.loader import Guide
from . import activity, operations, standing
from .check import CHECKS

__all__ = ["CHECKS", "activity", "find_contradictions", "operations", "standing"]


def find_contradictions(applicant: Applicant, on: date, guide: Guide, language: Language) -> tuple[Contradiction, ...]:
    """The disagreements in a file reduced to its visible answers, in the order of the questionnaire."""
    checks = guide.contradictions.checks
    return tuple(
        Contradiction(code, checks[code].fields, checks[code].text.to(language))
        for code, disagrees in CHECKS.items()
        if disagrees(applicant, on)
    )
