"""Yes, no or to confirm: how duties reason on answers that may be missing.

An answer left out, and a choice "unknown", are to confirm: they never count as yes or as no. A no settles `both`, a yes
settles `either`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

Verdict = Literal["yes", "no", "to_confirm"]


def both(*verdicts: Verdict) -> Verdict:
    """No if any is no, yes if all are yes."""
    if "no" in verdicts:
        return "no"
    return "to_confirm" if "to_confirm" in verdicts else "yes"


def either(*verdicts: Verdict) -> Verdict:
    """Yes if any is yes, no if all are no."""
    if "yes" in verdicts:
        return "yes"
    return "to_confirm" if "to_confirm" in verdicts else "no"


def perhaps(verdict: Verdict) -> Verdict:
    """A yes that the answers cannot settle alone."""
    return "to_confirm" if verdict == "yes" else verdict


def told(answer: str | None, *values: str) -> Verdict:
    """Whether a choice is one of `values`."""
    if answer is None or answer == "unknown":
        return "to_confirm"
    return "yes" if answer in values else "no"


def holds(answer: bool | None) -> Verdict:
    """A yes-or-no answer."""
    if answer is None:
        return "to_confirm"
    return "yes" if answer else "no"


def among(answers: Iterable[str] | None, *values: str) -> Verdict:
    """Whether a list of choices names one of `values`."""
    if answers is None:
        return "to_confirm"
    return "yes" if set(values) & set(answers) else "no"


def at_least(count: int | None, limit: float) -> Verdict:
    """Whether a count reaches a limit."""
    return holds(None if count is None else count >= limit)


def above(amount: int | None, limit: float) -> Verdict:
    """Whether an amount exceeds a limit."""
    return holds(None if amount is None else amount > limit)
