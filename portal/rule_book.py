"""The public rule book: an edition of the guide laid out for people, in one language.

Nothing is decided here. The book tells what the guide holds: the five prerequisites, what makes a broker look at a
file, what no policy pays, and where each of these comes from. The law's duties are not part of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from string import Formatter
from typing import TYPE_CHECKING

from django.utils import translation

from portal.figures import figure, threshold
from portal.typography import listing, lower_first
from underwriting import CONTROL_PATHS, Guide, Language

if TYPE_CHECKING:
    from underwriting import PrerequisiteRule, Rule, Text


@dataclass(frozen=True)
class SourceEntry:
    """Where a rule or a figure comes from; `number` is its rank at the foot of the book."""

    number: int
    code: str
    title: str
    confidence: str
    checked_on: date
    url: str | None
    copy_read: str | None


@dataclass(frozen=True)
class Threshold:
    """A figure of a rule, written with its unit."""

    words: str
    source: SourceEntry


@dataclass(frozen=True)
class RuleEntry:
    """One rule. In its `text`, « … » stands for the figures of the company that is looked at."""

    code: str
    effect: str
    title: str
    text: str
    partly: str | None
    thresholds: tuple[Threshold, ...]
    way_back: str
    needs_fact: bool
    source: SourceEntry


@dataclass(frozen=True)
class Prerequisite:
    """One of the five, with the rule that watches over it."""

    code: str
    label: str
    met_when: str
    cloud: str
    remedy: str
    help: str
    effort: str
    rule: RuleEntry
    source: SourceEntry


@dataclass(frozen=True)
class Chapter:
    """The rules that touch the same covers. `cover` is a cover's code, `all`, or several codes joined by a hyphen."""

    cover: str
    title: str
    rules: tuple[RuleEntry, ...]


@dataclass(frozen=True)
class Unpaid:
    """What one policy leaves out, or what no policy pays when `cover` is None."""

    cover: str | None
    text: str
    source: SourceEntry | None


@dataclass(frozen=True)
class Book:
    """The whole rule book of one edition."""

    edition: str
    draft: bool
    effective_from: date
    sha256: str
    prerequisites: tuple[Prerequisite, ...]
    chapters: tuple[Chapter, ...]
    never: tuple[Unpaid, ...]
    elsewhere: tuple[Unpaid, ...]
    complaint: str
    complaint_source: SourceEntry
    sources: tuple[SourceEntry, ...]

    @property
    def rule_count(self) -> int:
        return len(self.prerequisites) + sum(len(chapter.rules) for chapter in self.chapters)


@lru_cache(maxsize=8)
def rule_book(guide: Guide, language: Language) -> Book:
    """The book of an edition in one language; the same edition gives the same book."""
    with translation.override(language):
        return _Writer(guide, language).book()


def told(text: Text, known: Mapping[str, str], language: Language) -> str:
    """The sentence with what is known filled in, and « … » where it wants a figure that only a company has."""
    words = text.to(language)
    wanted = {name for _, name, _, _ in Formatter().parse(words) if name}
    return words.format_map({name: known.get(name, "…") for name in wanted}).replace("….", "…")


@dataclass
class _Writer:
    """Writes a book, and numbers its sources in the order in which they are first named."""

    guide: Guide
    language: Language
    sources: dict[str, SourceEntry] = field(default_factory=dict)

    def book(self) -> Book:
        guide = self.guide
        prerequisites = tuple(self._prerequisite(rule) for rule in guide.eligibility.prerequisites)
        told = {entry.rule.code for entry in prerequisites}
        chapters = self._chapters([rule for rule in guide.rules if rule.code not in told])
        never, elsewhere = self._unpaid()
        notice = guide.guarantees.complaint
        return Book(
            edition=guide.edition,
            draft=guide.about.status == "draft",
            effective_from=guide.effective_from,
            sha256=guide.sha256,
            prerequisites=prerequisites,
            chapters=chapters,
            never=never,
            elsewhere=elsewhere,
            complaint=notice.text.to(self.language),
            complaint_source=self._source(notice.source),
            sources=tuple(self.sources.values()),
        )

    def _prerequisite(self, rule: PrerequisiteRule) -> Prerequisite:
        to = self.language
        return Prerequisite(
            code=rule.code,
            label=rule.label.to(to),
            met_when=rule.met_when.to(to),
            cloud=rule.cloud.to(to),
            remedy=rule.remedy.to(to),
            help=rule.help.to(to),
            effort=rule.effort.to(to),
            source=self._source(rule.source),
            rule=self._rule(self.guide.rule(f"prerequisite_{rule.code}")),
        )

    def _chapters(self, rules: list[Rule]) -> tuple[Chapter, ...]:
        """What touches the whole company first, then by cover, in the order of the covers."""
        order: list[str] = [cover.code for cover in self.guide.covers.covers]
        grouped: dict[tuple[str, ...], list[Rule]] = {}
        for rule in rules:
            grouped.setdefault(rule.touches, []).append(rule)
        whole = tuple(order)
        groups = sorted(grouped, key=lambda covers: (covers != whole, order.index(covers[0]), len(covers)))
        return tuple(self._chapter(covers, grouped[covers], everything=covers == whole) for covers in groups)

    def _chapter(self, covers: tuple[str, ...], rules: list[Rule], *, everything: bool) -> Chapter:
        entries = tuple(self._rule(rule) for rule in rules)
        if everything:
            return Chapter("all", translation.gettext("Toute l’entreprise"), entries)
        first, *rest = [self.guide.cover(code).name.to(self.language) for code in covers]
        title = listing([first, *map(lower_first, rest)], self.language)
        return Chapter("-".join(covers), title, entries)

    def _rule(self, rule: Rule) -> RuleEntry:
        known = {name: figure(number, self.language) for name, number in rule.numbers.items()}
        if controls := [path for path in rule.fields if path in CONTROL_PATHS]:
            known["names"] = listing(
                (self.guide.question(path).name.to(self.language) for path in controls), self.language
            )
        return RuleEntry(
            code=rule.code,
            effect=rule.effect,
            title=rule.title.to(self.language),
            text=told(rule.text, known, self.language),
            partly=rule.partly.to(self.language) if rule.partly else None,
            thresholds=tuple(
                Threshold(threshold(number, self.language), self._source(number.source))
                for number in rule.numbers.values()
            ),
            way_back=told(rule.way_back, known, self.language),
            needs_fact=bool(rule.facts),
            source=self._source(rule.source),
        )

    def _unpaid(self) -> tuple[tuple[Unpaid, ...], tuple[Unpaid, ...]]:
        """What every policy leaves out, told once; then what one leaves to another, or pays only on request."""
        left_out = {
            cover: {entry.code: entry for entry in entries if entry.included == "no"}
            for cover, entries in self.guide.guarantees.covers.items()
        }
        everywhere = set.intersection(*(set(entries) for entries in left_out.values()))
        never: dict[str, Unpaid] = {}
        elsewhere = []
        for cover, entries in left_out.items():
            for code, entry in entries.items():
                source = self._source(entry.source) if entry.source else None
                text = entry.text.to(self.language)
                if code in everywhere:
                    never.setdefault(code, Unpaid(None, text, source))
                else:
                    elsewhere.append(Unpaid(self.guide.cover(cover).name.to(self.language), text, source))
        return tuple(never.values()), tuple(elsewhere)

    def _source(self, code: str) -> SourceEntry:
        if code not in self.sources:
            found = self.guide.sources[code]
            self.sources[code] = SourceEntry(
                number=len(self.sources) + 1,
                code=code,
                title=found.title.to(self.language),
                confidence=found.reading,
                checked_on=found.checked_on,
                url=found.address,
                copy_read=found.copy_read,
            )
        return self.sources[code]
