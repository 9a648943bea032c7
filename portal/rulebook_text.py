"""The rule book as plain text, for the terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from portal.figures import threshold
from portal.typography import day, spaced
from underwriting import Asked, Chapter, Language, PrerequisiteEntry, RuleBook, RuleEntry, SourceEntry

WIDTH = 100
WORDS: dict[Language, dict[str, str]] = {
    "fr": {
        "head": "Édition {edition}, en vigueur depuis le {day}. {status} SHA-256 : {sha256}",
        "draft": "Brouillon, en attente d’approbation.",
        "approved": "Approuvée.",
        "all": "Toute l’entreprise",
        "prerequisites": "Les cinq préalables",
        "never": "Ce qu’aucun contrat ne paie",
        "elsewhere": "Ce qu’un contrat laisse à un autre",
        "conditions": "Conditions possibles",
        "asked": "Ce que nous demandons",
        "sources": "Sources",
        "refer": "par un courtier",
        "incomplete": "réponse attendue",
        "decline": "pas de prix en l’état",
        "quote": "avant le devis",
        "bind": "avant la prise d’effet",
        "30_days_after": "dans les 30 jours de la prise d’effet",
        "met_when": "Rempli quand {text}.",
        "cloud": "Si tout est dans le cloud : {text}.",
        "remedy": "Pour y arriver : {text}",
        "cloud_remedy": "Dans le cloud : {text}",
        "size": "Dès {count} personnes. {way} Qui peut aider : {help}. Effort : {effort}.",
        "variant": "Ou bien : {text}",
        "partly": "Si c’est en partie : {text}",
        "threshold": "Seuil : {figure} [{rank}], vérifié le {day}, {confidence}.",
        "way_back": "Ce qui rouvre la voie : {text}",
        "facts": "Sans réponse, une condition avant le devis : {names}.",
        "also": "Touchent aussi cette couverture : {codes}.",
        "later": "{when}, si ce n’est pas encore prouvé : {text}",
        "unanswered_incomplete": "sans réponse, pas de décision",
        "unanswered_condition": "sans réponse, une condition avant le devis",
        "unanswered_as_no": "sans réponse, comme un non",
        "unanswered_listed": "sans réponse, notée comme manquante",
        "unknown": "« je ne sais pas » compte comme « {choice} »",
        "no": "non",
        "source": "{title}. {confidence}, vérifié le {day}.",
        "verified": "lu à la source",
        "secondary": "lu dans un commentaire",
        "transcription": "lu dans une copie",
        "general_knowledge": "connaissance commune, à confirmer",
        "assumption": "choix de la maison",
    },
    "en": {
        "head": "Edition {edition}, in force since {day}. {status} SHA-256: {sha256}",
        "draft": "Draft, awaiting approval.",
        "approved": "Approved.",
        "all": "The whole company",
        "prerequisites": "The five prerequisites",
        "never": "What no policy pays",
        "elsewhere": "What one policy leaves to another",
        "conditions": "Possible conditions",
        "asked": "What we ask",
        "sources": "Sources",
        "refer": "by a broker",
        "incomplete": "answer expected",
        "decline": "no price as it stands",
        "quote": "before the quote",
        "bind": "before cover starts",
        "30_days_after": "within 30 days of the start",
        "met_when": "Met when {text}.",
        "cloud": "If everything is in the cloud: {text}.",
        "remedy": "How to get there: {text}",
        "cloud_remedy": "In the cloud: {text}",
        "size": "From {count} people. {way} Who can help: {help}. Effort: {effort}.",
        "variant": "Or else: {text}",
        "partly": "If only in part: {text}",
        "threshold": "Threshold: {figure} [{rank}], checked on {day}, {confidence}.",
        "way_back": "The way back: {text}",
        "facts": "Unanswered, a condition before the quote: {names}.",
        "also": "These touch this cover too: {codes}.",
        "later": "{when}, if it is not proven yet: {text}",
        "unanswered_incomplete": "unanswered, no decision",
        "unanswered_condition": "unanswered, a condition before the quote",
        "unanswered_as_no": "unanswered, as a no",
        "unanswered_listed": "unanswered, noted as missing",
        "unknown": "“I don’t know” counts as “{choice}”",
        "no": "no",
        "source": "{title}. {confidence}, checked on {day}.",
        "verified": "read at the source",
        "secondary": "read in a commentary",
        "transcription": "read in a copy",
        "general_knowledge": "common knowledge, to be confirmed",
        "assumption": "the house’s choice",
    },
}


def text_of(book: RuleBook) -> str:
    """The whole book, in its language; lines of at most 100 characters. Needs that language active for the units."""
    return spaced("\n".join(_Lines(book).all()), book.language) + "\n"


class _Lines:
    def __init__(self, book: RuleBook) -> None:
        self.book = book
        self.words = WORDS[book.language]
        self.colon = " :" if book.language == "fr" else ":"

    def all(self) -> Iterator[str]:
        book, words = self.book, self.words
        yield book.title
        yield self._say(
            "head",
            edition=book.edition,
            day=day(book.effective_from, book.language),
            status=words[book.status],
            sha256=book.sha256,
        )
        yield from self._title(words["prerequisites"])
        for number, prerequisite in enumerate(book.prerequisites, start=1):
            yield from self._prerequisite(number, prerequisite)
        for chapter in book.chapters:
            yield from self._chapter(chapter)
        for part, entries in (("never", book.never), ("elsewhere", book.elsewhere)):
            yield from self._title(words[part])
            for entry in entries:
                yield from _wrapped(f"{entry.cover}{self.colon} {entry.text}" if entry.cover else entry.text, "- ")
        yield from _wrapped(f"{book.complaint} [{book.complaint_source.rank}]", "- ")
        yield from self._title(words["asked"])
        for section in book.sections:
            yield f"{section.title} ({section.code})"
            for asked in section.questions:
                yield from _wrapped(f"{asked.label} ({self._missing(asked)})", "  - ")
        yield from self._title(words["sources"])
        for source in book.sources:
            yield from _wrapped(self._source(source), f"[{source.rank}] ")

    def _chapter(self, chapter: Chapter) -> Iterator[str]:
        yield from self._title(chapter.title or self.words["all"])
        for rule in chapter.rules:
            yield from self._rule(rule)
        if chapter.also:
            yield from _wrapped(self._say("also", codes=", ".join(chapter.also)), "")
        if chapter.conditions:
            yield f"{self.words['conditions']}{self.colon}"
        for condition in chapter.conditions:
            yield from _wrapped(f"[{self.words[condition.before]}] {condition.text} ({condition.code})", "  - ")
            if condition.later and condition.later_before:
                when = self.words[condition.later_before]
                yield from _wrapped(self._say("later", when=when, text=condition.later), "    ")

    def _rule(self, rule: RuleEntry) -> Iterator[str]:
        yield from _wrapped(f"{rule.title} [{self.words[rule.effect]}] ({rule.code})", "- ")
        yield from _wrapped(f"{rule.text} [{rule.source.rank}]", "  ")
        for variant in rule.variants:
            yield from _wrapped(self._say("variant", text=variant), "  ")
        yield from self._thresholds(rule)
        if rule.partly:
            yield from _wrapped(self._say("partly", text=rule.partly), "  ")
        yield from _wrapped(self._say("way_back", text=rule.way_back), "  ")
        if rule.facts:
            yield from _wrapped(self._say("facts", names=", ".join(rule.facts)), "  ")

    def _thresholds(self, rule: RuleEntry) -> Iterator[str]:
        language = self.book.language
        for entry in rule.thresholds:
            figure, confidence = threshold(entry, language), self.words[entry.confidence]
            checked_on = day(entry.checked_on, language)
            said = self._say("threshold", figure=figure, rank=entry.source.rank, day=checked_on, confidence=confidence)
            yield from _wrapped(said, "  ")

    def _prerequisite(self, number: int, entry: PrerequisiteEntry) -> Iterator[str]:
        yield f"{number}. {entry.label} [{self.words[entry.rule.effect]}] ({entry.rule.code})"
        yield from _wrapped(f"{self._say('met_when', text=entry.met_when)} [{entry.source.rank}]", "   ")
        yield from _wrapped(self._say("cloud", text=entry.cloud), "   ")
        yield from _wrapped(self._say("remedy", text=entry.remedy), "   ")
        yield from _wrapped(self._say("cloud_remedy", text=entry.cloud_remedy), "   ")
        for size in entry.sizes:
            said = self._say("size", count=size.from_headcount, way=size.way, help=size.help, effort=size.effort)
            yield from _wrapped(said, "   ")
        if entry.rule.partly:
            yield from _wrapped(self._say("partly", text=entry.rule.partly), "   ")

    def _missing(self, asked: Asked) -> str:
        said = [self.words[f"unanswered_{asked.unanswered}"]]
        if asked.unknown:
            said.append(self._say("unknown", choice=self.words.get(asked.unknown, asked.unknown)))
        return " ; ".join(said) if self.book.language == "fr" else "; ".join(said)

    def _source(self, source: SourceEntry) -> str:
        confidence = self.words[source.confidence].capitalize()
        checked_on = day(source.checked_on, self.book.language)
        said = self._say("source", title=source.title, confidence=confidence, day=checked_on)
        return f"{said} {source.url}" if source.url else said

    def _title(self, title: str) -> Iterator[str]:
        yield ""
        yield title
        yield "─" * len(title)

    def _say(self, code: str, **values: object) -> str:
        return self.words[code].format(**values)


def _wrapped(text: str, first: str) -> list[str]:
    """A paragraph behind its mark, the following lines set in as far."""
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=first,
        subsequent_indent=" " * len(first),
        break_long_words=False,
        break_on_hyphens=False,
    )
