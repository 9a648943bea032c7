"""Answers that disagree with one another: questions to the applicant, never errors.

Each check is a small function that says whether one disagreement is there; its words and its fields are in
contradictions.toml, under the same code. An unanswered key disagrees with nothing. Most checks read visible answers;
those of `hidden` read the file as it was given, for an answer that its own branch hides is itself a disagreement.
"""

from __future__ import annotations

from datetime import date

from ..applicant import Applicant
from ..assessment import Contradiction
from ..guide.base import Language
from ..guide.loader import Guide
from . import activity, hidden, operations, standing
from .check import CHECKS, COMPARED, GIVEN

CODES = frozenset(CHECKS) | frozenset(COMPARED) | frozenset(GIVEN)

__all__ = ["CODES", "GIVEN", "activity", "find_contradictions", "hidden", "operations", "standing"]


def find_contradictions(
    applicant: Applicant, on: date, guide: Guide, language: Language, *, given: Applicant
) -> tuple[Contradiction, ...]:
    """The disagreements in a file, in the order of contradictions.toml.

    `applicant` is the file reduced to its visible answers, `given` the same as it was given. A disagreement with an
    answer that is hidden names that answer among its fields.
    """
    found = []
    for code, check in guide.contradictions.checks.items():
        if code in GIVEN:
            ignored = GIVEN[code](given)
            disagrees, fields = bool(ignored), (*check.fields, *ignored)
        elif code in COMPARED:
            disagrees, fields = COMPARED[code](applicant, check.numbers), check.fields
        else:
            disagrees, fields = CHECKS[code](applicant, on), check.fields
        if disagrees:
            found.append(Contradiction(code, fields, check.text.to(language)))
    return tuple(found)
