"""Coherence of an edition, both ways: every code used exists, every code that exists is used.

The loader checks the shape of each file; here the files are held against one another, against the applicant file and
against the functions that carry the rules out.
"""

from __future__ import annotations

import string
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from .applicant import QUESTION_PATHS
from .assessment import COVERS
from .guide.base import Text
from .guide.loader import Guide
from .registries import REGISTRIES


def problems_of(guide: Guide) -> tuple[str, ...]:
    """One line for each incoherence, `file: path: what is wrong: what would be right`; empty when there is none."""
    return (*_sources(guide), *_texts(guide), *_questions(guide), *_rules(guide), *_codes(guide))


def _walk(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every part of a guide with its path."""
    yield path, value
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _walk(getattr(value, name), f"{path}.{name}" if path else name)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _walk(item, f"{path}.{key}")
    elif isinstance(value, tuple | list):
        for index, item in enumerate(value):
            code = getattr(item, "code", None) or getattr(item, "key", None) or index
            yield from _walk(item, f"{path}.{code}")


def _sources(guide: Guide) -> Iterator[str]:
    used = set()
    for path, part in _walk(guide):
        code = getattr(part, "source", None) if isinstance(part, BaseModel) else None
        if isinstance(code, str):
            used.add(code)
            if code not in guide.sources:
                yield f"{_file(path)}: {path}: source {code} is told nowhere: add it to sources/, or name one that is"
    yield from (
        f"sources: {code}: nothing uses this source: remove it, or cite it"
        for code in guide.sources
        if code not in used
    )


def _texts(guide: Guide) -> Iterator[str]:
    for path, part in _walk(guide):
        if isinstance(part, Text):
            french, english = (set(_placeholders(words)) for words in (part.fr, part.en))
            if french != english:
                yield f"{_file(path)}: {path}: the two languages fill different values: {sorted(french ^ english)}"


def _placeholders(words: str) -> Iterator[str]:
    return (name for _, name, _, _ in string.Formatter().parse(words) if name)


def _questions(guide: Guide) -> Iterator[str]:
    for path in QUESTION_PATHS:
        if path not in guide.questions:
            yield f"questionnaire: {path}: the applicant file has this key: ask it"
    for path in guide.questions:
        if path not in QUESTION_PATHS:
            yield f"questionnaire: {path}: the applicant file has no such key: remove the question"


def _rules(guide: Guide) -> Iterator[str]:
    for rule in guide.rules:
        for path in (*rule.fields, *rule.facts):
            if path not in guide.questions:
                yield f"rules.toml: rules.{rule.code}: {path} is no question: name one of the applicant file"
        for path in rule.facts:
            if path in guide.questions and not guide.questions[path].refers:
                yield f"questionnaire: {path}: rule {rule.code} refers on it: mark it refers = true"
    facts = {path for rule in guide.rules for path in rule.facts}
    for path, question in guide.questions.items():
        if question.refers and path not in facts:
            yield f"questionnaire: {path}: marked refers, yet no rule's facts name it: add it to one, or unmark it"


def _codes(guide: Guide) -> Iterator[str]:
    for name, (known, telling) in REGISTRIES.items():
        told = telling(guide)
        for code in sorted(known - told):
            yield f"{name}.toml: {code}: the code has a function of this name: add its entry"
        for code in sorted(told - known):
            yield f"{name}.toml: {code}: no function has this name: remove the entry, or write the function"
    if tuple(cover.code for cover in guide.covers.covers) != COVERS:
        yield f"covers.toml: covers: not in the contract's order: {', '.join(COVERS)}"


def _file(path: str) -> str:
    head = path.split(".", maxsplit=1)[0]
    return {"rule_book": "rules.toml", "questionnaire": "questionnaire", "about": "guide.toml"}.get(
        head, f"{head}.toml"
    )
