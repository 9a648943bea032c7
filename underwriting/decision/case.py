"""What a rule of the house reads, and how it answers.

A rule is a function of the code that its words and thresholds have in rules.toml. It answers with the figures to put in
its sentence when it hits, None when it doesn't, and UNSAID when an answer that would decide it is missing. Besides
figures, it may name the variant of its words that fits and the fields that decided. It reads thresholds from the guide
and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any, Final

from ..applicant import Applicant
from ..assessment import CoverCode
from ..guide.loader import Guide


class Unsaid(Enum):
    UNSAID = "unsaid"


UNSAID: Final = Unsaid.UNSAID
Finding = Mapping[str, Any] | Unsaid | None
HIT: Mapping[str, Any] = {}


@dataclass(frozen=True, slots=True)
class Case:
    """What the rules read: visible answers, the day, the exposure, and the limit considered for each cover."""

    applicant: Applicant
    guide: Guide
    on: date
    exposure_base: float
    persons: int
    limits: Mapping[CoverCode, Decimal]
    missing: tuple[str, ...]

    def threshold(self, rule: str, name: str = "limit") -> Decimal:
        return self.guide.rule(rule).numbers[name].value

    def control(self, path: str) -> str | None:
        return self.applicant.control(path)


Rule = Callable[[Case], Finding]
RULES: dict[str, Rule] = {}


def rule(function: Rule) -> Rule:
    """Register a rule under its own name, in the order of this file."""
    RULES[function.__name__] = function
    return function


def fact(value: bool | None) -> Finding:
    """A yes refers, a no passes, no answer leaves the rule unsaid."""
    return UNSAID if value is None else (HIT if value else None)


def known(value: bool | None) -> Finding:
    """As `fact`, for an essential answer: its absence already makes the file incomplete."""
    return HIT if value else None


def hosts(case: Case) -> bool:
    return bool(case.applicant.hosting.hosts_health_data_for_others)


def prerequisite(case: Case, code: str) -> Finding:
    """Met passes; met partly is a condition; anything else refers. Unanswered refers and makes the file incomplete."""
    answer = case.control(f"prerequisites.{code}")
    return {"yes": None, "partly": {"partly": True}}.get(answer or "", HIT)


def recent_incidents(case: Case, code: str) -> tuple[list[Any], int]:
    since = case.on.year - int(case.threshold(code, "years"))
    return [incident for incident in case.applicant.history.incidents or () if incident.year >= since], since


def base_above(case: Case, code: str) -> Finding:
    limit = case.threshold(code)
    return {"base": case.exposure_base, "limit": limit} if case.exposure_base > limit else None


def limit_above(case: Case, code: str, cover: CoverCode) -> Finding:
    """The limit considered, as wished, or else as advised from the answers given among the rule's fields."""
    limit, asked = case.threshold(code), case.limits[cover]
    if asked <= limit:
        return None
    wish = case.guide.tariff.covers[cover].limit_wish
    if case.applicant.get(wish) is not None:
        return {"asked": asked, "limit": limit, "variant": "wished", "fields": (wish,)}
    told = tuple(path for path in case.guide.rule(code).fields if case.applicant.get(path) is not None)
    return {"asked": asked, "limit": limit, "fields": told}


def any_us_canada(case: Case) -> Finding:
    return HIT if case.applicant.company.revenue_us_canada_share else None
