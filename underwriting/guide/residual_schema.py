"""residual.toml: the levers that take risk off a company, and what none of them removes."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from ..applicant.present import Clauses
from .base import Number, Strict, Text
from .losses_schema import SCENARIOS, ScenarioCode

LeverCode = Literal[
    "contractual_limits", "organisational_security", "infrastructure_security", "awareness", "insurance"
]
LEVERS: tuple[LeverCode, ...] = (
    "contractual_limits",
    "organisational_security",
    "infrastructure_security",
    "awareness",
    "insurance",
)
"""In the order in which they take their part: insurance comes last, on what the others leave."""

RemainsCode = Literal["supplier_fall", "human_factor", "everything_else"]
REMAINS: tuple[RemainsCode, ...] = ("supplier_fall", "human_factor", "everything_else")


class LeverRule(Strict):
    """One lever. `controls`: what pulls it, as paths of the loss model. `fields`: other answers that belong to it."""

    code: LeverCode
    label: Text
    text: Text
    controls: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()


class RemainsRule(Strict):
    """What no lever removes altogether, and the scenarios through which it comes."""

    code: RemainsCode
    label: Text
    text: Text
    scenarios: Annotated[tuple[ScenarioCode, ...], Field(min_length=1)]


class Changes(Strict):
    """What the plan does to a lever."""

    more: Text
    same: Text


class ResidualGuide(Strict):
    """residual.toml.

    `read_in`: the clause in which the professional liability policy held today answers to a scenario. `sublimited`: the
    share of a layer counted where such a clause has a reduced amount.
    """

    text: Text
    changes: Changes
    sublimited: Number
    read_in: dict[ScenarioCode, str]
    levers: tuple[LeverRule, ...]
    remains: tuple[RemainsRule, ...]

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if tuple(lever.code for lever in self.levers) != LEVERS:
            raise ValueError(f"levers: each once, in this order: {', '.join(LEVERS)}")
        if tuple(part.code for part in self.remains) != REMAINS:
            raise ValueError(f"remains: each once, in this order: {', '.join(REMAINS)}")
        named = sorted(code for part in self.remains for code in part.scenarios)
        if named != sorted(SCENARIOS):
            raise ValueError("remains: every scenario belongs to exactly one part")
        if unknown := set(self.read_in.values()) - set(Clauses.model_fields):
            raise ValueError(f"read_in: the policy has no clause called {', '.join(sorted(unknown))}")
        controls = [path for lever in self.levers for path in lever.controls]
        if len(set(controls)) < len(controls):
            raise ValueError("controls: each belongs to one lever")
        if not 0 <= self.sublimited.value <= 1:
            raise ValueError("sublimited: between 0 and 1")
        return self
