"""Writes the rule book of an edition. Nothing is decided here, and nothing is read but the guide."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache

from ..applicant import CONTROL_PATHS
from ..assessment import COVERS, CoverCode, Moment
from ..guide.base import Language, Number, Text
from ..guide.checks import placeholders
from ..guide.conditions_schema import Condition
from ..guide.eligibility_schema import PrerequisiteRule, SizeRemedy
from ..guide.loader import Guide
from ..guide.questionnaire_schema import Question, Section
from ..guide.rules_schema import Rule
from ..words import euros, listing, number, percent
from .entries import (
    Asked,
    AskedSection,
    Chapter,
    ConditionEntry,
    PrerequisiteEntry,
    RuleBook,
    RuleEntry,
    SizeEntry,
    SourceEntry,
    Threshold,
    Unanswered,
    Unpaid,
)

MOMENTS: tuple[Moment, ...] = ("quote", "bind", "30_days_after")
UNFILLED = "…"
"""Stands in a sentence for a figure that only a company has."""


@lru_cache(maxsize=8)
def rule_book(guide: Guide, language: Language) -> RuleBook:
    """The book of an edition in one language; the same edition gives an equal book."""
    return _Writer(guide, language).book()


def told(text: Text, known: Mapping[str, str], language: Language) -> str:
    """A sentence with what is known filled in, and « … » where it wants a figure that only a company has."""
    words = text.to(language)
    filled = words.format_map({name: known.get(name, UNFILLED) for name in placeholders(words)})
    return filled.replace(f"{UNFILLED}.", UNFILLED)


@dataclass
class _Writer:
    """Writes a book, and ranks its sources in the order in which they are first named."""

    guide: Guide
    language: Language
    sources: dict[str, SourceEntry] = field(default_factory=dict)

    def book(self) -> RuleBook:
        guide, to = self.guide, self.language
        prerequisites = tuple(self._prerequisite(rule) for rule in guide.eligibility.prerequisites)
        chapters = tuple(self._chapters({entry.rule.code for entry in prerequisites}))
        never, elsewhere = self._unpaid()
        notice = guide.guarantees.complaint
        return RuleBook(
            edition=guide.edition,
            title=guide.about.title.to(to),
            status=guide.about.status,
            effective_from=guide.effective_from,
            sha256=guide.sha256,
            language=to,
            prerequisites=prerequisites,
            chapters=chapters,
            never=never,
            elsewhere=elsewhere,
            complaint=notice.text.to(to),
            complaint_source=self._source(notice.source),
            sections=tuple(self._section(section) for section in guide.questionnaire.sections),
            sources=tuple(self.sources.values()),
        )

    def _prerequisite(self, rule: PrerequisiteRule) -> PrerequisiteEntry:
        to, bands = self.language, self.guide.eligibility.sizes.values.items()
        return PrerequisiteEntry(
            code=rule.code,
            label=rule.label.to(to),
            met_when=rule.met_when.to(to),
            cloud=rule.cloud.to(to),
            remedy=rule.remedy.to(to),
            cloud_remedy=rule.cloud_remedy.to(to),
            sizes=tuple(self._size(rule.by_size(band), int(start)) for band, start in bands),
            source=self._source(rule.source),
            rule=self._rule(self.guide.rule(f"prerequisite_{rule.code}")),
        )

    def _size(self, remedy: SizeRemedy, start: int) -> SizeEntry:
        to = self.language
        return SizeEntry(start, remedy.way.to(to), remedy.help.to(to), remedy.effort.to(to))

    def _chapters(self, told_before: set[str]) -> Iterator[Chapter]:
        """What touches every cover first; then cover by cover, each rule where its first cover is told."""
        rules = [rule for rule in self.guide.rules if rule.code not in told_before]
        whole = [rule for rule in rules if rule.touches == COVERS]
        yield Chapter(None, "", tuple(self._rule(rule) for rule in whole), (), ())
        rest = [rule for rule in rules if rule.touches != COVERS]
        for cover in self.guide.covers.covers:
            own = [rule for rule in rest if rule.touches[0] == cover.code]
            also = tuple(rule.code for rule in rest if cover.code in rule.touches[1:])
            entries = tuple(self._rule(rule) for rule in own)
            yield Chapter(cover.code, cover.name.to(self.language), entries, also, self._conditions(cover.code))

    def _conditions(self, cover: CoverCode) -> tuple[ConditionEntry, ...]:
        """What the cover may be subject to, by moment and then in the guide's order."""
        found = [self._condition(rule, cover) for rule in self.guide.conditions.conditions if cover in rule.covers]
        return tuple(sorted(found, key=lambda entry: MOMENTS.index(entry.before)))

    def _condition(self, rule: Condition, cover: CoverCode) -> ConditionEntry:
        to = self.language
        later, moment = (told(rule.later.text, {}, to), rule.later.before) if rule.later else (None, None)
        return ConditionEntry(rule.code, rule.name.to(to), told(rule.text, {}, to), rule.covers[cover], later, moment)

    def _rule(self, rule: Rule) -> RuleEntry:
        to, named = self.language, self.guide.question
        known = {name: figure(threshold, to) for name, threshold in rule.numbers.items()}
        if controls := [path for path in rule.fields if path in CONTROL_PATHS]:
            known["names"] = listing([named(path).name.to(to) for path in controls], to)
        return RuleEntry(
            code=rule.code,
            effect=rule.effect,
            covers=rule.touches,
            title=rule.title.to(to),
            text=told(rule.text, known, to),
            partly=told(rule.partly, known, to) if rule.partly else None,
            variants=tuple(told(variant.text, known, to) for variant in rule.variants.values()),
            thresholds=tuple(self._threshold(name, entry) for name, entry in rule.numbers.items()),
            way_back=told(rule.way_back, known, to),
            asked=tuple(named(path).name.to(to) for path in rule.fields),
            facts=tuple(named(path).name.to(to) for path in rule.facts),
            source=self._source(rule.source),
        )

    def _threshold(self, name: str, entry: Number) -> Threshold:
        source = self._source(entry.source)
        return Threshold(
            name=name,
            value=_exact(entry.value, entry.unit),
            unit=entry.unit,
            low=None if entry.low is None else _exact(entry.low, entry.unit),
            high=None if entry.high is None else _exact(entry.high, entry.unit),
            source=source,
            checked_on=entry.checked_on or source.checked_on,
            confidence=entry.confidence or source.confidence,
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
                text = told(entry.text, {}, self.language)
                if code in everywhere:
                    never.setdefault(code, Unpaid(None, text, source))
                else:
                    elsewhere.append(Unpaid(self.guide.cover(cover).name.to(self.language), text, source))
        return tuple(never.values()), tuple(elsewhere)

    def _section(self, section: Section) -> AskedSection:
        questions = tuple(self._asked(section.path(question), question) for question in section.questions)
        return AskedSection(section.code, section.title.to(self.language), questions)

    def _asked(self, path: str, question: Question) -> Asked:
        control = path in CONTROL_PATHS
        worst = next(
            (choice.label.to(self.language) for choice in question.choices if choice.code == question.worst), None
        )
        unanswered: Unanswered = (
            "incomplete" if question.short else "condition" if question.refers else "as_no" if control else "listed"
        )
        label = question.label.to(self.language)
        return Asked(path, label, question.short, unanswered, "no" if control else worst)

    def _source(self, code: str) -> SourceEntry:
        if code not in self.sources:
            found = self.guide.sources[code]
            title, rank = found.title.to(self.language), len(self.sources) + 1
            read = found.reading, found.checked_on, found.address, found.copy_read
            entry = SourceEntry(rank, code, title, found.kind, *read)
            self.sources[code] = entry
        return self.sources[code]


def _exact(amount: Decimal, unit: str) -> Decimal | float:
    """Euros as they are; a share or a count as a plain number, which keeps more than two decimals once written."""
    return amount if unit.startswith("EUR") else float(amount)


def figure(threshold: Number, language: Language) -> str:
    """A threshold as it stands inside a sentence that says what it counts."""
    if threshold.unit.startswith("EUR"):
        return euros(threshold.value, language)
    shares = threshold.unit.startswith("share")
    return percent(threshold.value, language) if shares else number(threshold.value, language)
