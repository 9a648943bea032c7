"""conditions.toml: what a cover is subject to, and by when."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ..assessment import CoverCode, Moment
from .base import Number, Strict, Text


class Later(Strict):
    """The same condition for a company that can't prove it yet: what to do, and by when."""

    before: Moment
    text: Text


class Condition(Strict):
    """A condition: its short name, its sentence, and for each cover it touches the moment before which it is met."""

    code: str
    name: Text
    text: Text
    covers: Annotated[dict[CoverCode, Moment], Field(min_length=1)]
    later: Later | None = None


class ConditionsGuide(Strict):
    """conditions.toml: the conditions in the order shown, and the one that any missing answer becomes."""

    conditions: tuple[Condition, ...]
    missing_answer: Text
    proposal_ages_after: Number

    def named(self, code: str) -> Condition:
        """The condition of this code; KeyError if there is none."""
        for condition in self.conditions:
            if condition.code == code:
                return condition
        raise KeyError(code)
