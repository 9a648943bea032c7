"""The register of checks, and comparisons to which an unanswered key never gives cause."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import TypeVar

from ..applicant import Applicant

Check = Callable[[Applicant, date], bool]
CHECKS: dict[str, Check] = {}
"""Every check by its code, in the order in which the questions are asked."""

T = TypeVar("T", float, date)


def check(function: Check) -> Check:
    """Register a check under its own name, which is the code of its words in contradictions.toml."""
    CHECKS[function.__name__] = function
    return function


def above(left: T | None, right: T | None) -> bool:
    """Both answered, and the first one strictly greater, or later."""
    return left is not None and right is not None and left > right


def has(values: Iterable[str] | None, *wanted: str) -> bool:
    """Answered, with at least one of these values."""
    return values is not None and any(item in values for item in wanted)


def lacks(values: Iterable[str] | None, *wanted: str) -> bool:
    """Answered, with none of these values."""
    return values is not None and not any(item in values for item in wanted)
