"""Coherence of an edition, both ways: every code used exists, every code that exists is used.

The loader checks each file by itself; here the files are held against one another, against the applicant file and
against the functions that carry the rules out. A part that could not be read is passed over: its own problems are told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import get_args

from pydantic import BaseModel

from .applicant import QUESTION_PATHS
from .applicant.model import annotation_of, codes_of
from .assessment import COVERS, Outcome
from .guide.checks import placeholders, walk
from .guide.loader import FILES, Guide
from .registries import REGISTRIES

PARTS = {"rules": "rule_book"}
"""Files whose part of the guide has another name."""

WRITTEN = ("country", "numbers", "clauses")
"""Kinds of question whose answers are not the codes of one list of the applicant file."""


def problems_of(guide: Guide) -> tuple[str, ...]:
    """One line for each incoherence, `file: path: what is wrong: what would be right`; empty when there is none."""
    parts = {PARTS.get(name, name) for name in FILES} | {"questionnaire"}
    read = {name for name in parts if getattr(guide, name) is not None}
    found = [*_codes(guide, read)]
    for check, needed in CHECKS.items():
        if needed <= read:
            found += check(guide)
    if read == parts:
        found += _unused_sources(guide)
    return tuple(found)


def _unused_sources(guide: Guide) -> Iterator[str]:
    used = {getattr(part, "source", None) for _, part in walk(guide) if isinstance(part, BaseModel)}
    for code in guide.sources:
        if code not in used:
            yield f"sources: {code}: nothing uses this source: remove it, or cite it"


def _questions(guide: Guide) -> Iterator[str]:
    for path in QUESTION_PATHS:
        if path not in guide.questions:
            yield f"questionnaire: {path}: the applicant file has this key: ask it"
    for path in guide.questions:
        if path not in QUESTION_PATHS:
            yield f"questionnaire: {path}: the applicant file has no such key: remove the question"


def _choices(guide: Guide) -> Iterator[str]:
    """The choices offered are those that the applicant file takes, `unknown` among them where it is one."""
    for path, question in guide.questions.items():
        if path not in QUESTION_PATHS or question.kind in WRITTEN or not question.choices:
            continue
        allowed, offered = set(codes_of(annotation_of(path))), {choice.code for choice in question.choices}
        for code in sorted(allowed - offered):
            yield f"questionnaire: {path}: the applicant file takes {code}: offer it among the choices"
        for code in sorted(offered - allowed):
            yield f"questionnaire: {path}: the applicant file takes no {code}: remove that choice"


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


def _codes(guide: Guide, read: set[str]) -> Iterator[str]:
    for name, (known, telling) in REGISTRIES.items():
        if PARTS.get(name, name) not in read:
            continue
        told = telling(guide)
        for code in sorted(known - told):
            yield f"{name}.toml: {code}: the code has a function of this name: add its entry"
        for code in sorted(told - known):
            yield f"{name}.toml: {code}: no function has this name: remove the entry, or write the function"


def _covers(guide: Guide) -> Iterator[str]:
    if tuple(cover.code for cover in guide.covers.covers) != COVERS:
        yield f"covers.toml: covers: not in the contract's order: {', '.join(COVERS)}"


def _outcomes(guide: Guide) -> Iterator[str]:
    """Every outcome leads to a state that the system may give a submission."""
    for outcome in get_args(Outcome):
        state = guide.states.outcomes.get(outcome)
        if state is None:
            yield f"states.toml: outcomes.{outcome}: missing: name the state that follows this outcome"
        elif not guide.states.allows("submitted", state, "system"):
            yield f"states.toml: outcomes.{outcome}: no transition of the system leads to {state}: add it"


def _levers(guide: Guide) -> Iterator[str]:
    """Every control of the loss model belongs to a lever, and a lever names nothing else."""
    named = {path for lever in guide.residual.levers for path in lever.controls}
    for path in sorted(set(guide.losses.controls) - named):
        yield f"residual.toml: levers: {path}: losses.toml measures this control: give it to a lever"
    for path in sorted(named - set(guide.losses.controls)):
        yield f"residual.toml: levers: {path}: losses.toml doesn't measure this: remove it, or measure it"
    for lever in guide.residual.levers:
        for path in lever.fields:
            if path not in QUESTION_PATHS:
                yield f"residual.toml: levers.{lever.code}: no question is called {path}: name one that exists"


def _stories(guide: Guide) -> Iterator[str]:
    """A story reads gaps that exist, and its details fill their words with the answers that they name."""
    gaps = {rule.code for rule in guide.gaps.gaps}
    for story in guide.stories.stories:
        for payer in story.payers:
            for gap in payer.gaps:
                if gap not in gaps:
                    yield f"stories.toml: {story.code}.{payer.cover}: no gap is called {gap}: name one of gaps.toml"
        for detail in story.details:
            if extra := set(placeholders(detail.text.fr)) - set(detail.fields):
                yield f"stories.toml: {story.code}.details: no field fills {', '.join(sorted(extra))}: name its path"


CHECKS: dict[Callable[[Guide], Iterator[str]], set[str]] = {
    _covers: {"covers"},
    _outcomes: {"states"},
    _questions: {"questionnaire"},
    _choices: {"questionnaire"},
    _rules: {"questionnaire", "rule_book"},
    _levers: {"residual", "losses"},
    _stories: {"stories", "gaps"},
}
"""Each check with the parts of the guide that it reads."""
