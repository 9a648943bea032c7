"""obligations.toml: each duty with its words, its standing, its dates of force, its thresholds and its sources."""

from __future__ import annotations

import string
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Annotated, Self

from pydantic import Field, model_validator

from ..applicant import CONTROL_PATHS
from .base import Number, Standing, Strict, Text

Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$")]


class Sanction(Strict):
    """What the law provides for whoever does not comply, with the text that says so."""

    text: Text
    source: str


class Citation(Strict):
    """A further text that the duty rests on."""

    source: str


class Duty(Strict):
    """One duty. Who it binds, and how its status is read, is the Python function of the same code.

    `confirm` is added while it is not certain that the duty applies, `sanction` unless it does not. `phrases` are
    sentences that the function of the same code adds. `in_force_from` is None for a text long in force; `stages` are
    the later dates on which more of it applies. `from_market` marks a duty that begins when the product is placed on
    the market. `answered_by` names the control questions whose answers say whether
    the duty is met; `on_event` marks a duty that only falls due when something happens.
    """

    code: Code
    title: Text
    text: Text
    standing: Standing
    source: str
    confirm: Text | None = None
    sanction: Sanction | None = None
    also: tuple[Citation, ...] = ()
    in_force_from: date | None = None
    stages: tuple[date, ...] = ()
    awaiting_transposition: bool = False
    from_market: bool = False
    answered_by: tuple[str, ...] = ()
    on_event: bool = False
    numbers: dict[str, Number] = {}
    phrases: dict[str, Text] = {}

    @model_validator(mode="after")
    def _dates_follow_one_another(self) -> Self:
        days = [day for day in (self.in_force_from, *self.stages) if day is not None]
        if days != sorted(set(days)):
            raise ValueError("the dates of force must follow one another: in_force_from first, then stages in order")
        if self.stages and self.in_force_from is None:
            raise ValueError("stages without in_force_from: give the first date of force")
        return self

    @model_validator(mode="after")
    def _a_law_to_come_is_unsettled(self) -> Self:
        if self.awaiting_transposition and (self.standing == "settled" or self.in_force_from is not None):
            raise ValueError("a duty that awaits its French law is not settled and has no date of force yet")
        return self

    @model_validator(mode="after")
    def _answers_are_controls(self) -> Self:
        for path in self.answered_by:
            if path not in CONTROL_PATHS:
                raise ValueError(f"answered_by names {path}, which is no control of the applicant file")
        if self.answered_by and self.on_event:
            raise ValueError("a duty is read from answers or falls due on an event: keep answered_by or on_event")
        return self

    @model_validator(mode="after")
    def _words_fill_known_figures(self) -> Self:
        words = [self.text, *([self.confirm] if self.confirm else []), *([self.sanction.text] if self.sanction else [])]
        for name in sorted({name for text in words for name in _placeholders(text)} - set(self.numbers)):
            raise ValueError(f"the words name {{{name}}}, which is no number of this duty: add it to numbers")
        return self


class ObligationsGuide(Strict):
    """obligations.toml: the duties, in the order in which they are shown.

    `before_market` is what a duty that begins on the market says to a company whose product is not there yet.
    """

    duties: tuple[Duty, ...]
    before_market: Text | None = None

    @model_validator(mode="after")
    def _a_product_to_come_is_told_so(self) -> Self:
        if self.before_market is None and any(duty.from_market for duty in self.duties):
            raise ValueError("a duty is marked from_market: before_market must say so to a product to come")
        return self

    @model_validator(mode="after")
    def _codes_are_unique(self) -> Self:
        for code, times in Counter(duty.code for duty in self.duties).items():
            if times > 1:
                raise ValueError(f"{code} stands {times} times: keep one")
        return self

    def duty(self, code: str) -> Duty:
        """The duty called `code`; KeyError if there is none."""
        for duty in self.duties:
            if duty.code == code:
                return duty
        raise KeyError(code)


def _placeholders(text: Text) -> Iterator[str]:
    return (name for words in (text.fr, text.en) for _, name, _, _ in string.Formatter().parse(words) if name)
