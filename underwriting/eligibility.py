"""The five technical prerequisites that insurers put before a cyber cover: where the company stands, what to do."""

from __future__ import annotations

from typing import Literal

from . import facts, words
from .applicant import Applicant, ControlAnswer
from .applicant.kinds import Answer
from .assessment import Prerequisite
from .guide.base import Language
from .guide.eligibility_schema import PrerequisiteRule, SizeRemedy
from .guide.loader import Guide
from .phrases import scope, unnamed_places

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
    """The five prerequisites in the guide's order; an unanswered one is `unknown`. A remedy for all that is not met.

    The remedy is the cloud's when production runs entirely at a cloud or a host, and fits the company's headcount.
    """
    return tuple(_prerequisite(rule, applicant, guide, language) for rule in guide.eligibility.prerequisites)


def fitting_remedy(rule: PrerequisiteRule, applicant: Applicant, guide: Guide) -> SizeRemedy:
    """The way, help and effort for this headcount; those of the smallest while it is unanswered: a start for anyone."""
    headcount = applicant.company.headcount or 0
    reached = [band for band, start in guide.eligibility.sizes.values.items() if headcount >= start]
    return rule.by_size(reached[-1])


def _prerequisite(rule: PrerequisiteRule, applicant: Applicant, guide: Guide, language: Language) -> Prerequisite:
    path = f"prerequisites.{rule.code}"
    answer: ControlAnswer | None = applicant.get(path)
    status = STATUSES[answer.answer if answer else None]
    text = _told(rule, path, status, answer, guide, language)
    if status != "met" and facts.is_hosted(applicant):
        text += guide.eligibility.texts.cloud_counts.to(language, cloud=rule.cloud.to(language))
    remedy = None if status == "met" else _remedy(rule, status, applicant, guide, language)
    return Prerequisite(rule.code, status, text, remedy)


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
    rest = _rest(answer, path, guide, language) if status == "partly" and where else ""
    return sentence.to(language, met_when=rule.met_when.to(language), where=where, since=since, rest=rest)


def _rest(answer: ControlAnswer | None, path: str, guide: Guide, language: Language) -> str:
    """What remains to be covered: the usual places that the answer doesn't name."""
    texts, places = guide.eligibility.texts, unnamed_places(answer, path, guide, language)
    return texts.rest.to(language, places=places) if places else texts.rest_unnamed.to(language)


def _remedy(rule: PrerequisiteRule, status: Status, applicant: Applicant, guide: Guide, language: Language) -> str:
    texts, size, hosted = guide.eligibility.texts, fitting_remedy(rule, applicant, guide), facts.is_hosted(applicant)
    own = {
        "partly": texts.remedy_partly,
        "unknown": texts.remedy_unknown,
        "not_applicable": texts.remedy_not_applicable,
    }
    unsaid = texts.if_cloud.to(language, cloud=rule.cloud.to(language)) if hosted is None else ""
    return own.get(status, texts.remedy).to(
        language,
        step=(rule.cloud_remedy if hosted else rule.remedy).to(language),
        cloud=unsaid,
        way=size.way.to(language),
        help=size.help.to(language),
        effort=size.effort.to(language),
    )
