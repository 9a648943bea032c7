"""The registers of checks, and comparisons to which an unanswered key never gives cause."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import TypeVar

from ..applicant import Applicant
from ..guide.base import Number

Check = Callable[[Applicant, date], bool]
CHECKS: dict[str, Check] = {}
"""Checks of visible answers by their code."""

Compared = Callable[[Applicant, Mapping[str, Number]], bool]
COMPARED: dict[str, Compared] = {}
"""Checks of visible answers against figures of the guide."""

Given = Callable[[Applicant], tuple[str, ...]]
GIVEN: dict[str, Given] = {}
"""Checks of the file as given: the answers that another one hides; none when nothing disagrees."""

T = TypeVar("T", float, date)


def check(function: Check) -> Check:
    """Register a check under its own name, which is the code of its words in contradictions.toml."""
    CHECKS[function.__name__] = function
    return function


def compared(function: Compared) -> Compared:
    """Register a check that reads figures of its entry in contradictions.toml."""
    COMPARED[function.__name__] = function
    return function


def as_given(function: Given) -> Given:
    """Register a check of the file as it was given, hidden answers included."""
    GIVEN[function.__name__] = function
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
