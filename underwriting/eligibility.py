"""The five technical prerequisites that insurers put before a cyber cover: where the company stands, what to do."""

from __future__ import annotations

from typing import Literal

from . import words
from .applicant import Applicant, ControlAnswer
from .applicant.kinds import Answer
from .assessment import Prerequisite
from .guide.base import Language
from .guide.eligibility_schema import PrerequisiteRule
from .guide.loader import Guide
from .phrases import scope

Status = Literal["met", "partly", "not_met", "unknown", "not_applicable"]

STATUSES: dict[Answer | None, Status] = {
    "yes": "met",
    "partly": "partly",
    "no": "not_met",
    "unknown": "unknown",
    None: "unknown",
    "not_applicable": "not_applicable",
}


def assess_eligibility(applicant: Applicant, guide: Guide, language: Language) -> tuple[Prerequisite, ...]:
    """The five prerequisites in the guide's order; an unanswered one is `unknown`. A remedy for all that is not met."""
    return tuple(_prerequisite(rule, applicant, guide, language) for rule in guide.eligibility.prerequisites)


def _prerequisite(rule: PrerequisiteRule, applicant: Applicant, guide: Guide, language: Language) -> Prerequisite:
    path = f"prerequisites.{rule.code}"
    answer: ControlAnswer | None = applicant.get(path)
    status = STATUSES[answer.answer if answer else None]
    return Prerequisite(
        code=rule.code,
        status=status,
        text=_told(rule, path, status, answer, guide, language),
        remedy=_remedy(rule, status, guide, language),
    )


def _told(
    rule: PrerequisiteRule, path: str, status: Status, answer: ControlAnswer | None, guide: Guide, language: Language
) -> str:
    texts = guide.eligibility.texts
    where = scope(answer, path, guide, language)
    since = texts.since.to(language, day=words.day(answer.since, language)) if answer and answer.since else ""
    if answer is None:
        sentence = texts.unanswered
    elif status == "partly" and not where:
        sentence = texts.partly_unscoped
    else:
        sentence = getattr(texts, status)
    return sentence.to(language, met_when=rule.met_when.to(language), where=where, since=since)


def _remedy(rule: PrerequisiteRule, status: Status, guide: Guide, language: Language) -> str | None:
    if status == "met":
        return None
    texts = guide.eligibility.texts
    own = {"unknown": texts.remedy_unknown, "not_applicable": texts.remedy_not_applicable}
    sentence = own.get(status, texts.remedy)
    return sentence.to(
        language,
        remedy=rule.remedy.to(language),
        cloud=rule.cloud.to(language),
        help=rule.help.to(language),
        effort=rule.effort.to(language),
    )
