"""The safeguards still missing that are worth most for the work they take."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ..applicant import CONTROL_PATHS
from ..assessment import ControlWorth, cents
from ..words import euros
from .case import Case, Draft, action

PATHS = {path.rpartition(".")[2]: path for path in CONTROL_PATHS}
"""The question of each control by the control's own name, which no two share."""

PLANNED_ELSEWHERE = ("prerequisites.", "directors.")
"""Sections whose controls have actions of their own."""


@dataclass(frozen=True, slots=True)
class Missing:
    """A safeguard that could be improved: its question, what it would save, and the size of the work."""

    path: str
    worth: ControlWorth
    premium_saved: Decimal | None
    effort: str
    hours: Decimal

    @property
    def worth_for_effort(self) -> Decimal:
        """Euros saved a year for each hour of work: losses avoided on average, and the premium where published."""
        return (self.worth.expected_saved_eur + (self.premium_saved or 0)) / self.hours


@action
def improve_safeguard(case: Case) -> Iterator[Draft]:
    """Absent, or in place for a part only: the best worth for the effort first."""
    return (_draft(case, missing) for missing in advised(case) if not _untold(case, missing.path))


@action
def confirm_safeguard(case: Case) -> Iterator[Draft]:
    """Unknown or unanswered, and worth as much: perhaps it only has to be said."""
    return (_draft(case, missing, answers=[missing.path]) for missing in advised(case) if _untold(case, missing.path))


def advised(case: Case) -> tuple[Missing, ...]:
    """The safeguards that are worth most for the work they take, as many as the guide says."""
    ranked = sorted(_missing(case), key=lambda missing: -missing.worth_for_effort)
    return tuple(ranked[: int(case.guide.plan.controls_advised.value)])


def _untold(case: Case, path: str) -> bool:
    answer = case.applicant.control(path)
    return answer is None or answer == "unknown"


def _missing(case: Case) -> Iterator[Missing]:
    rules = case.guide.plan
    for worth in case.losses.controls:
        path = PATHS[worth.code.rpartition(".")[2]]
        if path.startswith(PLANNED_ELSEWHERE) or not _improvable(case, path):
            continue
        effort = rules.control_efforts.get(path, rules.control_effort)
        premium = worth.premium_saved_eur if case.published else None
        yield Missing(path, worth, premium, effort, rules.efforts[effort].hours.value)


def _improvable(case: Case, path: str) -> bool:
    """Asked of this company, and not in place everywhere. A question left unanswered is listed; a hidden one isn't."""
    answer = case.applicant.control(path)
    return path in case.completeness.missing if answer is None else answer not in ("yes", "not_applicable")


def _draft(case: Case, missing: Missing, **effect: Any) -> Draft:
    effect |= {"improves": missing.path, "average_eur": str(cents(missing.worth.expected_saved_eur))}
    if missing.premium_saved:
        effect["premium_saved_eur"] = str(cents(missing.premium_saved))
    return Draft(
        key=missing.path.rpartition(".")[2],
        values={
            "name": case.name(missing.path),
            "average": euros(missing.worth.expected_saved_eur, case.language),
            "bad_year": euros(missing.worth.var_99_saved_eur, case.language),
        },
        effect=effect,
        effort=missing.effort,
        owner=case.guide.question(missing.path).asks,
    )
