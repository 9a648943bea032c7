"""The conditions of the covers asked for, gathered by the moment before which they are met."""

from __future__ import annotations

from collections.abc import Iterator

from ..assessment import Moment
from ..calendar_days import later
from ..subjectivities import GRACE_DAYS, MOMENTS
from ..words import listing
from .case import Case, Draft, action
from .cyber import start_of

TOLD_ELSEWHERE = ("answer_", "prerequisite_")
"""Conditions that already have an action of their own."""


@action
def settle_before_quote(case: Case) -> Iterator[Draft]:
    return _gather(case, "quote")


@action
def gather_before_binding(case: Case) -> Iterator[Draft]:
    """By the start of the cover, when one can be told."""
    return _gather(case, "bind", days_after_start=0)


@action
def finish_within_30_days(case: Case) -> Iterator[Draft]:
    """By 30 days after the start of the cover, when one can be told."""
    return _gather(case, "30_days_after", days_after_start=GRACE_DAYS)


def _gather(case: Case, moment: Moment, days_after_start: int | None = None) -> Iterator[Draft]:
    codes = [code for code, earliest in _conditions(case).items() if earliest == moment]
    if not codes:
        return
    start = None if days_after_start is None else start_of(case)
    deadline = None if start is None or days_after_start is None else later(start, days_after_start)
    names = [case.guide.conditions.named(code).name.to(case.language) for code in codes]
    yield Draft(
        values={"names": listing(names, case.language)},
        effect={"meets_conditions": codes, **({} if deadline is None else {"deadline": deadline.isoformat()})},
        due_in_days=None if deadline is None else case.days_until(deadline),
    )


def _conditions(case: Case) -> dict[str, Moment]:
    """Each condition of a cover asked for, with the earliest moment at which a cover wants it."""
    found: dict[str, Moment] = {}
    for cover in case.covers:
        if cover.outcome not in ("quote", "refer"):
            continue
        for condition in cover.subjectivities:
            if not condition.code.startswith(TOLD_ELSEWHERE):
                known = found.get(condition.code, condition.before)
                found[condition.code] = min(known, condition.before, key=MOMENTS.index)
    return found
