"""How long questions take a person: the words that stand before them, read, and each answer given.

What is folded away (why we ask, an example, a long help) is read by whoever wants to, and not counted; nor are the
names of a long list, in which one looks for one's own, nor answers that are the same everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from .guide.base import Language, Text
from .guide.question_schema import Question
from .guide.questionnaire_schema import Questionnaire

WORDS_A_MINUTE = 200
SECONDS_AN_ANSWER = 4
READ_WHOLE = 6
"""Choices of the longest list, of which one is taken, that is read from end to end."""
HELP_WORDS = 12
"""Words of the longest help that stands in the open, under its question."""
_SENTENCE_END = re.compile(r"(?<=[.?!])\s+(?=[A-ZÀ-Ý«“])")


def minutes_for(questionnaire: Questionnaire, paths: Iterable[str], language: Language) -> float:
    """Minutes that it takes to read the questions at these paths, with the heads of their pages, and to answer them."""
    asked = tuple(paths)
    words = sum(word_count(text) for text in _read(questionnaire, asked, language))
    return words / WORDS_A_MINUTE + len(asked) * SECONDS_AN_ANSWER / 60


def help_of(question: Question, language: Language) -> tuple[str, str]:
    """A question's help in two: what stands in the open under it, and what is folded away with its reason.

    Only the short path folds: who refines has the time to read.
    """
    said = question.help.to(language) if question.help else ""
    if not question.short:
        return said, ""
    sentences = _SENTENCE_END.split(said)
    shown = 0
    while shown < len(sentences) and word_count(" ".join(sentences[: shown + 1])) <= HELP_WORDS:
        shown += 1
    return " ".join(sentences[:shown]), " ".join(sentences[shown:])


def word_count(said: str) -> int:
    """Words of a text; a sign of punctuation on its own is none."""
    return sum(any(sign.isalnum() for sign in word) for word in said.split())


def _read(questionnaire: Questionnaire, asked: tuple[str, ...], language: Language) -> Iterator[str]:
    """The words in front of these questions, each text once."""
    for section in questionnaire.sections:
        if set(asked).intersection(questionnaire.pages[section.code]):
            yield from (section.title.to(language), section.intro.to(language))
    groups = {one.code: one for path in asked if (one := questionnaire.together_by_path.get(path))}
    for one in groups.values():
        yield from (text.to(language) for text in (one.label, one.help) if text)
    for path in asked:
        question, group = questionnaire.by_path[path], questionnaire.together_by_path.get(path)
        part = next((part for part in group.parts if part.key == path), None) if group else None
        yield (part or question).label.to(language)
        if part:
            yield part.help.to(language) if part.help else ""
        elif question.help:
            yield help_of(question, language)[0]
        yield from (text.to(language) for text in _choices(question))


def _choices(question: Question) -> Iterator[Text]:
    if len(question.choices) <= READ_WHOLE or question.kind == "choices":
        yield from (choice.label for choice in question.choices)
    if question.kind == "study":
        for field in question.fields:
            yield field.label
            yield from (choice.label for choice in field.choices)
