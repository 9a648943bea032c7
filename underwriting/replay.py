"""What changes for a file from one edition of the guide to another: two assessments of it, held side by side.

Compared is what decides, scores, prices or binds; sentences are not, so that a better wording is no difference.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from .assessment import Assessment, cents

Part = Literal[
    "outcome",
    "cover",
    "reason",
    "condition",
    "contradiction",
    "prerequisite",
    "situation",
    "maturity",
    "gap",
    "gap_cover",
    "obligation",
    "guarantee",
    "loss",
    "limit",
    "retention",
    "premium",
    "option",
    "action",
]
Value = str | int | float | Decimal | None
"""A code, a score, or euros; None where there is none: the finding is not there, or has no amount."""


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. `code` says of what, dotted where it is part of a cover (`cyber.mfa_proof`)."""

    part: Part
    code: str
    before: Value
    after: Value

    @property
    def kind(self) -> Literal["appeared", "gone", "changed"]:
        if self.before is None:
            return "appeared"
        return "gone" if self.after is None else "changed"

    @property
    def share(self) -> Decimal | None:
        """For an amount of money, by which part of it the first one moves: 0.1 is 10 % more. None from nothing."""
        if isinstance(self.before, Decimal) and isinstance(self.after, Decimal) and self.before:
            return (self.after - self.before) / self.before
        return None


def compare(before: Assessment, after: Assessment) -> tuple[Change, ...]:
    """Every difference between two assessments of one file, the outcome first; none when they agree.

    Both are of the same file, day and audience; only their guides differ.
    """
    return tuple(change for part, read in PARTS.items() for change in _differences(part, read(before), read(after)))


def _differences(part: Part, before: Mapping[str, Value], after: Mapping[str, Value]) -> Iterator[Change]:
    for code in dict.fromkeys((*before, *after)):
        if before.get(code) != after.get(code):
            yield Change(part, code, before.get(code), after.get(code))


def _reasons(assessment: Assessment) -> dict[str, Value]:
    """Each reason's effect. One that waits for an answer is told by that answer too: a rule may wait for several."""
    found: dict[str, Value] = {}
    for reason in assessment.decision.reasons:
        waits = reason.effect == "condition" and len(reason.fields) == 1
        found[f"{reason.code}.{reason.fields[0]}" if waits else reason.code] = reason.effect
    return found


def _conditions(assessment: Assessment) -> dict[str, Value]:
    return {
        f"{cover.code}.{condition.code}": condition.before
        for cover in assessment.quote.covers
        for condition in cover.subjectivities
    }


def _guarantees(assessment: Assessment) -> dict[str, Value]:
    return {
        f"{cover.code}.{guarantee.code}": guarantee.included
        for cover in assessment.quote.covers
        for guarantee in cover.guarantees
    }


def _obligations(assessment: Assessment) -> dict[str, Value]:
    """Duties that bind the company, or may; one that doesn't is as one that is not told."""
    return {duty.code: duty.applies for duty in assessment.obligations if duty.applies != "no"}


def _losses(assessment: Assessment) -> dict[str, Value]:
    figures = assessment.losses.calibrations["blended"]
    return {"expected_annual_eur": cents(figures.expected_annual_eur), "var_99_eur": cents(figures.var_99_eur)}


def _amounts(name: Literal["limit_eur", "retention_eur", "total_eur"]) -> Callable[[Assessment], Mapping[str, Value]]:
    def read(assessment: Assessment) -> dict[str, Value]:
        amounts = ((cover.code, getattr(cover, name)) for cover in assessment.quote.covers)
        return {code: None if amount is None else cents(amount) for code, amount in amounts}

    return read


PARTS: dict[Part, Callable[[Assessment], Mapping[str, Value]]] = {
    "outcome": lambda a: {"file": a.decision.outcome},
    "cover": lambda a: {cover.code: cover.outcome for cover in a.quote.covers},
    "reason": _reasons,
    "prerequisite": lambda a: {item.code: item.status for item in a.eligibility},
    "condition": _conditions,
    "contradiction": lambda a: {item.code: "asked" for item in a.contradictions},
    "premium": _amounts("total_eur"),
    "limit": _amounts("limit_eur"),
    "retention": _amounts("retention_eur"),
    "option": lambda a: {option.code: cents(option.total_eur) for option in a.quote.options},
    "guarantee": _guarantees,
    "situation": lambda a: {item.code: item.score if item.applies else None for item in a.situations},
    "maturity": lambda a: {"score": a.maturity.score, "grade": a.maturity.grade},
    "gap": lambda a: {gap.code: gap.severity for gap in a.gaps},
    "gap_cover": lambda a: {gap.code: gap.cover for gap in a.gaps},
    "obligation": _obligations,
    "loss": _losses,
    "action": lambda a: {f"{step.step}.{action.code}": "advised" for step in a.plan for action in step.actions},
}
"""What is compared, in the order told: each part gives what an assessment says of it, by code."""
