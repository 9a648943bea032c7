"""situations.toml: the three situations of a health-technology company, and what drives the risk of each."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import model_validator

from ..assessment import SITUATIONS, SituationCode
from .base import Number, Numbers, Strict, Text

QUARTER = Decimal("0.25")
CONTROL_ORDER = ("yes", "partly", "no")


class SituationRule(Strict):
    """One situation: what it is, the points it starts from, and which architecture of cover fits it.

    `reasons` are clauses, each from an answer, that say why liability and data hang together here or not; `also` are
    sentences for companies with a second activity. Both are keyed as their functions in architectures.py.
    """

    code: SituationCode
    label: Text
    coupling: Literal["inseparable", "sometimes", "distinct"]
    base: Number
    base_text: Text
    architecture: dict[str, Text]
    reasons: dict[str, Text] = {}
    also: dict[str, Text] = {}
    elsewhere: Text


class DriverRule(Strict):
    """What one answer adds to the situations named in `points`, level by level.

    A level is an answer, or a band of figures begun at its value in `thresholds`. `texts` has a sentence for each
    level that may carry points; {figure} is the figure told.
    """

    field: str
    points: dict[SituationCode, Numbers]
    texts: dict[str, Text]
    thresholds: Numbers | None = None

    @model_validator(mode="after")
    def _points_are_told_and_ordered(self) -> DriverRule:
        for situation, numbers in self.points.items():
            values = numbers.values
            if any(value % QUARTER for value in values.values()):
                raise ValueError(f"points of {situation} must be multiples of 0.25")
            if untold := sorted(level for level, value in values.items() if value and level not in self.texts):
                raise ValueError(f"points of {situation} without a sentence in texts: {', '.join(untold)}")
            controls = [values[level] for level in CONTROL_ORDER if level in values]
            if len(controls) == len(CONTROL_ORDER) and controls != sorted(controls):
                raise ValueError(f"points of {situation} must rise from yes through partly to no")
        return self


class CouplingReason(Strict):
    """One reason as a predicate of the device, and as what isn't known of it yet."""

    told: Text
    whether: Text


class CouplingRule(Strict):
    """The reasons, each enough, that make a device's liability and its data one risk; keyed as their functions."""

    carries_personal_data: CouplingReason
    remotely_reachable: CouplingReason
    fails_unsafe_offline: CouplingReason


class SituationTexts(Strict):
    """Sentences common to all. Placeholders: {name} of the question, {others} that depend on its answer, {reasons}."""

    unknown: Text
    unknown_with_others: Text
    not_applicable: Text
    families_unanswered: Text
    cap: Text
    reasons_linked: Text
    reasons_apart: Text
    main: Text


class SituationsGuide(Strict):
    """situations.toml. Drivers are keyed by the code of the function that reads them, in the order shown."""

    ceiling: Number
    floor: Number
    texts: SituationTexts
    coupling: CouplingRule
    situations: tuple[SituationRule, ...]
    drivers: dict[str, DriverRule]

    @model_validator(mode="after")
    def _three_in_order(self) -> SituationsGuide:
        if tuple(situation.code for situation in self.situations) != SITUATIONS:
            raise ValueError(f"the situations are {', '.join(SITUATIONS)}, in this order")
        if any(situation.base.value % QUARTER for situation in self.situations):
            raise ValueError("bases must be multiples of 0.25")
        return self

    def situation(self, code: SituationCode) -> SituationRule:
        return next(situation for situation in self.situations if situation.code == code)
