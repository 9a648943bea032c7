"""Assessments as an applicant may read them, the last ones at hand."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from underwriting import Applicant, Assessment, Guide, Language, assess, for_prospect

AT_HAND = 32


@lru_cache(maxsize=AT_HAND)
def assessed(applicant: Applicant, guide: Guide, on: date, language: Language) -> Assessment:
    """What a prospect may read of a file under an edition, on a day.

    Whoever changes one answer after another needs each file twice, after one change and before the next: a server
    process keeps the last ones in its memory, and nowhere else.
    """
    return for_prospect(assess(applicant, guide, on=on, language=language))
