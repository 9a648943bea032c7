"""Who pays? Eight true-to-life stories, told to this company with what it answered."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from .. import words
from ..applicant import Applicant
from ..assessment import CoverQuote, Gap
from ..assessment.advice import Example, Story, Unpaid
from ..guarantees import complaint_notice
from ..guide.base import Language
from ..guide.loader import Guide
from ..guide.stories_schema import Detail, StoryRule
from .happening import HAPPENING
from .payers import Case, payers_of

__all__ = ["HAPPENING", "TOLD", "tell_stories"]

TOLD = 8
NOTHING = ("no", "none", "unknown")
"""Answers that leave a detail untold, besides false, zero and the empty."""


def tell_stories(
    applicant: Applicant,
    guide: Guide,
    *,
    on: date,
    language: Language,
    gaps: Iterable[Gap],
    covers: Iterable[CoverQuote],
    published: bool,
) -> tuple[Story, ...]:
    """Always eight, for a file reduced to its visible answers.

    First those of the eight that can happen to this company, in the guide's order, then the spares that can; where both
    are too few, those that can't happen complete them and say so.
    """
    case = Case(
        applicant,
        guide,
        on,
        language,
        {gap.code: gap.cover for gap in gaps},
        {cover.code: cover for cover in covers},
        published,
    )
    rules = guide.stories.stories
    possible = {rule.code: HAPPENING[rule.code](applicant) for rule in rules}
    ranked = sorted(rules, key=lambda rule: (not possible[rule.code], rule.spare))
    return tuple(_told(rule, possible[rule.code], case) for rule in ranked[:TOLD])


def _told(rule: StoryRule, concerns: bool, case: Case) -> Story:
    guide, language = case.guide, case.language
    today, after = payers_of(rule.payers, case)
    return Story(
        code=rule.code,
        spare=rule.spare,
        concerns=concerns,
        title=rule.title.to(language),
        text=" ".join(_sentences(rule, concerns, case)),
        today=today,
        after=after,
        unpaid=tuple(_unpaid(code, guide, language) for code in rule.unpaid),
        example=_example(rule, language),
        source=rule.source,
    )


def _unpaid(code: str, guide: Guide, language: Language) -> Unpaid:
    cost = guide.stories.unpaid[code]
    return Unpaid(code, cost.label.to(language), cost.text.to(language))


def _example(rule: StoryRule, language: Language) -> Example | None:
    if rule.example is None:
        return None
    return Example(rule.example.text.to(language), rule.example.standing, rule.example.source)


def _sentences(rule: StoryRule, concerns: bool, case: Case) -> Iterable[str]:
    if not concerns:
        yield case.guide.stories.cannot_happen.to(case.language)
    yield rule.text.to(case.language, notice=complaint_notice(case.guide, case.language))
    if concerns:
        for detail in rule.details:
            if values := _values(detail, case):
                yield detail.text.to(case.language, **values)


def _values(detail: Detail, case: Case) -> dict[str, str] | None:
    """The answers that a detail quotes, in words; None when one of them is not told, or is nothing."""
    told = {name: case.applicant.get(path) for name, path in detail.fields.items()}
    if any(not value or value in NOTHING for value in told.values()):
        return None
    return {name: _written(detail.fields[name], value, case.language) for name, value in told.items()}


def _written(path: str, value: Any, language: Language) -> str:
    """An answer in words: euros and shares by the name of the key."""
    if path.endswith("_eur"):
        return words.euros(value, language)
    if path.endswith("_share"):
        return words.percent(value, language)
    counted = isinstance(value, int) and not isinstance(value, bool)
    return words.number(value, language) if counted else str(value)
