"""eligibility.toml: the five technical prerequisites, and the sentences that tell where a company stands."""

from __future__ import annotations

from .base import Strict, Text


class PrerequisiteRule(Strict):
    """One prerequisite. `met_when`, `cloud`, `help` and `effort` are phrases without capital or full stop."""

    code: str
    label: Text
    met_when: Text
    cloud: Text
    remedy: Text
    help: Text
    effort: Text
    source: str


class EligibilityTexts(Strict):
    """Sentences common to the five. Placeholders: {since}, {where}, {met_when}; {remedy}, {cloud}, {help}, {effort}."""

    met: Text
    partly: Text
    partly_unscoped: Text
    not_met: Text
    unknown: Text
    unanswered: Text
    not_applicable: Text
    since: Text
    remedy: Text
    remedy_unknown: Text
    remedy_not_applicable: Text


class EligibilityGuide(Strict):
    """eligibility.toml; the order of the prerequisites is the order in which they are told."""

    texts: EligibilityTexts
    prerequisites: tuple[PrerequisiteRule, ...]
