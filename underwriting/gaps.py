"""The gaps that standard policies leave open, held against this company's answers and present policies."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from . import words
from .applicant import Applicant
from .assessment import Gap
from .exposures import EXPOSURES
from .gap_case import Case, Exposure, Figure
from .guide.base import Language, Text
from .guide.gaps_schema import GapRule
from .guide.loader import Guide
from .phrases import names_of
from .policy_answers import PolicyAnswer, read_policies

UNINSURABLE = "fines"
"""Shown with severity 0: no policy could ever close it."""


def assess_gaps(applicant: Applicant, guide: Guide, on: date, language: Language) -> tuple[Gap, ...]:
    """All the gaps, in the guide's order.

    Exposure is a whole number from 0 (doesn't apply) to 4. Severity is 0 when the gap doesn't apply or is covered; what
    is excluded, unknown or without a policy weighs in full, what is sublimited by half.
    """
    return tuple(_gap(rule, applicant, guide, on, language) for rule in guide.gaps.gaps)


def _gap(rule: GapRule, applicant: Applicant, guide: Guide, on: date, language: Language) -> Gap:
    case = Case(applicant, rule, guide.gaps.partly.value, on)
    found = EXPOSURES[rule.code](case)
    exposure = int(min(_whole(found.points), guide.gaps.highest_exposure.value))
    answer = read_policies(case)
    return Gap(
        code=rule.code,
        applies=exposure > 0,
        exposure=exposure,
        cover=answer.status,
        severity=_severity(rule, exposure, answer, guide),
        text=_text(case, found, answer, guide, language) if exposure else _closed(rule, found, language),
        question_to_insurer=rule.question.to(language),
    )


def _whole(value: Decimal) -> Decimal:
    return value.quantize(Decimal(1), ROUND_HALF_UP)


def _severity(rule: GapRule, exposure: int, answer: PolicyAnswer, guide: Guide) -> int:
    if rule.code == UNINSURABLE:
        return 0
    return int(_whole(exposure * guide.gaps.points_per_exposure.value * guide.gaps.weights.values[answer.status]))


def _closed(rule: GapRule, found: Exposure, language: Language) -> str:
    """Why it doesn't apply; a gap that is closed only for want of an answer says so."""
    if found.variant in rule.notes:
        return rule.notes[found.variant].to(language)
    return rule.closed.to(language) if rule.closed else ""


def _text(case: Case, found: Exposure, answer: PolicyAnswer, guide: Guide, language: Language) -> str:
    """Why it is open; what is not known; how the policies answer."""
    sentences = [_fill(case.rule.texts[found.variant], found.figures, language)]
    if case.unsure:
        fields = names_of(case.unsure, guide, language)
        sentences.append(guide.gaps.unsure.to(language, fields=fields))
    if answer.policy:
        statuses = guide.gaps.statuses
        sentence = getattr(statuses, answer.status) if answer.held_known else statuses.held_unknown
        sentences.append(sentence.to(language, policy=guide.gaps.policies[answer.policy].to(language)))
    sentences += [_fill(case.rule.notes[note], answer.figures, language) for note in answer.notes]
    return " ".join(sentences)


def _fill(text: Text, figures: Mapping[str, Figure], language: Language) -> str:
    return text.to(language, **{name: _written(name, figure, language) for name, figure in figures.items()})


def _written(name: str, figure: Figure, language: Language) -> str:
    """A figure in words: euros by its name, a share by its type."""
    if isinstance(figure, Text):
        return figure.to(language)
    if isinstance(figure, date):
        return words.day(figure, language)
    if isinstance(figure, float):
        return words.percent(figure, language)
    if isinstance(figure, int):
        return words.euros(figure, language) if name.endswith("_eur") else words.number(figure, language)
    return figure
