"""From the rules to the reasons, and from the reasons to the outcome of each cover and of the file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from ..assessment import COVERS, PRICED, CoverCode, CoverOutcome, Outcome, Reason
from ..guide.base import Language
from ..guide.loader import Guide
from ..guide.rules_schema import Rule
from ..words import day, euros, listing, number, percent
from .case import RULES, UNSAID, Case

UNITS = {
    "base": "EUR",
    "asked": "EUR",
    "cost": "EUR",
    "share": "share",
    "persons": "persons",
    "months": "months",
    "count": "answers",
}
"""Units of the figures that a finding brings besides its thresholds."""

UNSPOKEN = ("partly", "variant", "fields")
"""What a finding brings that is no figure of its sentence."""

GRAVITY = {"condition": 0, "refer": 1, "incomplete": 2, "decline": 3}


def decide(case: Case, needed: frozenset[CoverCode], hidden: frozenset[str], language: Language) -> tuple[Reason, ...]:
    """Every rule that hits a needed cover, none stopping at the first, the gravest first.

    A fact left unanswered, and a prerequisite met partly, give reasons whose effect is a condition.
    """
    reasons: list[Reason] = []
    for rule in case.guide.rules:
        finding = RULES[rule.code](case)
        covers = tuple(cover for cover in rule.touches if cover in needed)
        if finding is None or (not covers and rule.effect == "refer"):
            continue
        if finding is UNSAID:
            reasons += _unanswered(rule, covers, case, hidden, language)
        else:
            reasons.append(_reason(rule, covers or COVERS, finding, case.guide, language))
    return tuple(sorted(reasons, key=lambda reason: -GRAVITY[reason.effect]))


def cover_outcome(cover: CoverCode, needed: bool, reasons: tuple[Reason, ...]) -> CoverOutcome:
    """The worst effect of the reasons that touch a cover; not_needed when it isn't."""
    if not needed:
        return "not_needed"
    worst = max((GRAVITY[reason.effect] for reason in reasons if cover in reason.covers), default=0)
    outcomes: tuple[CoverOutcome, ...] = ("quote", "refer", "incomplete", "decline")
    return outcomes[worst]


def file_outcome(outcomes: Mapping[CoverCode, CoverOutcome], reasons: tuple[Reason, ...]) -> Outcome:
    """The outcome of the file, from its reasons and its four priced covers."""
    effects = {reason.effect for reason in reasons}
    if "decline" in effects:
        return "decline"
    if "incomplete" in effects:
        return "incomplete"
    priced = [outcomes[cover] for cover in PRICED if outcomes[cover] != "not_needed"]
    if priced and all(outcome == "quote" for outcome in priced):
        return "quote"
    return "partial" if "quote" in priced else "refer"


def _reason(rule: Rule, covers: tuple[CoverCode, ...], finding: Any, guide: Guide, language: Language) -> Reason:
    partly = bool(finding.get("partly"))
    variant = rule.variants[finding["variant"]] if "variant" in finding else None
    text = variant.text if variant else rule.partly if partly and rule.partly else rule.text
    way_back = variant.way_back if variant and variant.way_back else rule.way_back
    fields = finding["names"] if rule.effect == "incomplete" else finding.get("fields") or rule.fields
    values = {key: _said(rule, key, value, guide, language) for key, value in finding.items() if key not in UNSPOKEN}
    return Reason(
        code=rule.code,
        effect="condition" if partly else rule.effect,
        covers=covers,
        text=text.to(language, **values),
        fields=tuple(fields),
        way_back=way_back.to(language, **(_thresholds(rule, guide, language) | values)),
        source=rule.source,
    )


def _thresholds(rule: Rule, guide: Guide, language: Language) -> dict[str, str]:
    return {name: _said(rule, name, figure.value, guide, language) for name, figure in rule.numbers.items()}


def _unanswered(
    rule: Rule, covers: tuple[CoverCode, ...], case: Case, hidden: frozenset[str], language: Language
) -> list[Reason]:
    """One condition for each visible fact of the rule that has no answer."""
    guide = case.guide
    open_facts = [path for path in rule.facts if path not in hidden and case.applicant.get(path) is None]
    text = guide.rule_book.missing_fact
    return [
        Reason(
            code=rule.code,
            effect="condition",
            covers=covers,
            text=text.to(language, name=guide.question(path).name.to(language)),
            fields=(path,),
            way_back=guide.question(path).label.to(language),
            source=rule.source,
        )
        for path in open_facts
    ]


def _said(rule: Rule, key: str, value: Any, guide: Guide, language: Language) -> str:
    """A figure of a finding as its sentence shows it; a threshold according to its unit."""
    if key == "names":
        return listing([guide.question(path).name.to(language) for path in value], language)
    if key in ("class", "since"):
        return str(value)
    if isinstance(value, date):
        return day(value, language)
    unit = rule.numbers[key].unit if key in rule.numbers else UNITS[key]
    if unit.startswith("EUR"):
        return euros(value, language)
    return percent(value, language) if unit.startswith("share") else number(value, language)
