"""rules.toml and states.toml: what is automatic, referred or declined, and the life of a submission."""

from __future__ import annotations

from typing import Literal

from ..assessment import COVERS, CoverCode, Outcome
from .base import Number, Strict, Text

ActorKind = Literal["applicant", "broker", "system"]
State = Literal[
    "draft",
    "submitted",
    "duplicate",
    "indicated",
    "referred",
    "information_requested",
    "in_review",
    "at_market",
    "quoted",
    "accepted",
    "not_taken_up",
    "expired",
    "bound",
    "declined",
    "withdrawn",
]


class Variant(Strict):
    """The words of a rule for one of the ways in which it may hit; the rule's own way back unless it has another."""

    text: Text
    way_back: Text | None = None


class Rule(Strict):
    """A rule of the house: its effect, the covers it touches, its words, its thresholds and their source.

    `facts` are answers without which it can't be read: left out, they make a condition before the quote. `variants`
    hold other words for a finding that names one of them.
    """

    code: str
    effect: Literal["refer", "incomplete", "decline"]
    covers: tuple[CoverCode, ...] | Literal["all"]
    title: Text
    text: Text
    way_back: Text
    source: str
    partly: Text | None = None
    variants: dict[str, Variant] = {}
    fields: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    numbers: dict[str, Number] = {}

    @property
    def touches(self) -> tuple[CoverCode, ...]:
        """The covers it touches, in the order of the contract."""
        return COVERS if self.covers == "all" else self.covers


class RulesGuide(Strict):
    """rules.toml."""

    missing_fact: Text
    rules: tuple[Rule, ...]


class Transition(Strict):
    """A permitted change of state, from any of `from` to any of `to`, by any of `who`."""

    origin: tuple[State, ...]
    to: tuple[State, ...]
    who: tuple[ActorKind, ...]


class Renewal(Strict):
    days_before_expiry: Number


class StatesGuide(Strict):
    """states.toml: the only changes of state there are, and the state that follows each outcome."""

    transitions: tuple[Transition, ...]
    outcomes: dict[Outcome, State]
    renewal: Renewal

    def allows(self, origin: State, to: State, who: ActorKind) -> bool:
        """Whether this change of state exists, and is this actor's to make."""
        return any(origin in change.origin and to in change.to and who in change.who for change in self.transitions)
