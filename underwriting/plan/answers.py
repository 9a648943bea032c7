"""What is unknown or unanswered, and who could find out; what a broker must decide, and the way back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..applicant import CONTROL_PATHS
from ..assessment import PRICED, Reason
from ..guide.questionnaire_schema import Colleague
from ..subjectivities import answer_code
from ..words import listing
from .case import Case, Draft, StepNumber, action
from .safeguards import advised

PREREQUISITES = "prerequisites."


@action
def complete_short_path(case: Case) -> Iterator[Draft]:
    """Answers without which nothing can be decided."""
    if missing := _missing(case, short=True):
        yield Draft(values={"names": _names(case, missing)}, effect={"answers": list(missing)})


@action
def lift_reason(case: Case) -> Iterator[Draft]:
    """One action for each reason that sends a priced cover to a person, unless a prerequisite's own action lifts it."""
    for reason in case.reasons:
        priced = not reason.covers or not set(PRICED).isdisjoint(reason.covers)
        if reason.effect in ("refer", "decline") and reason.way_back and priced and not _of_prerequisites(reason):
            yield Draft(
                key=reason.code,
                values={
                    "title": case.guide.rule(reason.code).title.to(case.language),
                    "way_back": reason.way_back,
                    "reason": reason.text,
                },
                effect={"lifts_reason": reason.code, "covers": list(reason.covers)},
                step=_step_of(reason),
            )


@action
def ask_who_knows(case: Case) -> Iterator[Draft]:
    """One action for each person who could find out what was answered by "I don't know"."""
    return _by_owner(case, case.completeness.unknown)


@action
def answer_before_quote(case: Case) -> Iterator[Draft]:
    """Unanswered facts that could refer a cover."""
    if missing := [path for path in case.completeness.missing if case.guide.question(path).refers]:
        effect = {"answers": missing, "meets_conditions": [answer_code(path) for path in missing]}
        yield Draft(values={"names": _names(case, missing)}, effect=effect)


@action
def complete_answers(case: Case) -> Iterator[Draft]:
    """Unanswered safeguards, which count as absent until told; those worth most have an action of their own."""
    told = {missing.path for missing in advised(case)}
    return _by_owner(case, [path for path in _missing(case, short=False) if path in CONTROL_PATHS and path not in told])


def _by_owner(case: Case, paths: Iterable[str]) -> Iterator[Draft]:
    asked: dict[Colleague, list[str]] = {}
    for path in paths:
        asked.setdefault(case.guide.question(path).asks, []).append(path)
    for owner, theirs in asked.items():
        values = {"names": _names(case, theirs)}
        yield Draft(key=owner, values=values, effect={"answers": theirs, "ask": owner}, owner=owner)


def _missing(case: Case, *, short: bool) -> tuple[str, ...]:
    return tuple(path for path in case.completeness.missing if case.guide.question(path).short is short)


def _names(case: Case, paths: Iterable[str]) -> str:
    return listing(list(dict.fromkeys(case.name(path) for path in paths)), case.language)


def _of_prerequisites(reason: Reason) -> bool:
    return bool(reason.fields) and all(path.startswith(PREREQUISITES) for path in reason.fields)


def _step_of(reason: Reason) -> StepNumber:
    if not reason.covers or "cyber" in reason.covers:
        return 2
    return 3 if set(reason.covers) == {"directors_liability"} else 1
