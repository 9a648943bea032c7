"""What a rule book is made of: sentences in one language, figures as they stand in the guide."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from ..assessment import CoverCode, Moment
from ..guide.base import Confidence, Language

Unanswered = Literal["incomplete", "condition", "as_no", "listed"]
"""No decision without it; a condition before the quote; counted as a no; only listed as missing."""


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """Where a rule or a figure comes from; `rank` numbers sources in the order in which they are first named."""

    rank: int
    code: str
    title: str
    kind: str
    confidence: Confidence
    checked_on: date
    url: str | None
    copy_read: str | None


@dataclass(frozen=True, slots=True)
class Threshold:
    """A figure of a rule with its unit (as the guide has it) and its origin; bounds where it is an assumption.

    Euros are Decimal, to the cent; other figures are plain numbers.
    """

    name: str
    value: Decimal | float
    unit: str
    low: Decimal | float | None
    high: Decimal | float | None
    source: SourceEntry
    checked_on: date
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class RuleEntry:
    """One rule, and in `variants` what it says for its other ways of hitting.

    `asked`: the answers it reads; `facts`: those without which it becomes a condition before the quote.
    """

    code: str
    effect: Literal["refer", "incomplete", "decline"]
    covers: tuple[CoverCode, ...]
    title: str
    text: str
    partly: str | None
    variants: tuple[str, ...]
    thresholds: tuple[Threshold, ...]
    way_back: str
    asked: tuple[str, ...]
    facts: tuple[str, ...]
    source: SourceEntry


@dataclass(frozen=True, slots=True)
class SizeEntry:
    """How a company of at least so many persons goes about a prerequisite, who helps, at what effort."""

    from_headcount: int
    way: str
    help: str
    effort: str


@dataclass(frozen=True, slots=True)
class PrerequisiteEntry:
    """One of the five, with the rule that watches over it. `cloud`: what stands for it when all is in the cloud."""

    code: str
    label: str
    met_when: str
    cloud: str
    remedy: str
    cloud_remedy: str
    sizes: tuple[SizeEntry, ...]
    rule: RuleEntry
    source: SourceEntry


@dataclass(frozen=True, slots=True)
class ConditionEntry:
    """What a cover is subject to, before a moment; `later` and its moment for a company that can't prove it yet."""

    code: str
    name: str
    text: str
    before: Moment
    later: str | None
    later_before: Moment | None


@dataclass(frozen=True, slots=True)
class Chapter:
    """One cover, or the whole company when `cover` is None. `also`: codes of rules on it that are told before."""

    cover: CoverCode | None
    title: str
    rules: tuple[RuleEntry, ...]
    also: tuple[str, ...]
    conditions: tuple[ConditionEntry, ...]


@dataclass(frozen=True, slots=True)
class Unpaid:
    """What one policy leaves out, or what no policy pays when `cover` is None."""

    cover: str | None
    text: str
    source: SourceEntry | None


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, and what a file without its answer becomes. `unknown`: what not knowing counts as, or None."""

    path: str
    label: str
    short_path: bool
    unanswered: Unanswered
    unknown: str | None


@dataclass(frozen=True, slots=True)
class AskedSection:
    code: str
    title: str
    questions: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class RuleBook:
    """The whole rule book of one edition."""

    edition: str
    title: str
    status: Literal["draft", "approved"]
    effective_from: date
    sha256: str
    language: Language
    prerequisites: tuple[PrerequisiteEntry, ...]
    chapters: tuple[Chapter, ...]
    never: tuple[Unpaid, ...]
    elsewhere: tuple[Unpaid, ...]
    complaint: str
    complaint_source: SourceEntry
    sections: tuple[AskedSection, ...]
    sources: tuple[SourceEntry, ...]

    @property
    def rules(self) -> tuple[RuleEntry, ...]:
        """Every rule once, those of the prerequisites first."""
        own = (rule for chapter in self.chapters for rule in chapter.rules)
        return (*(entry.rule for entry in self.prerequisites), *own)
