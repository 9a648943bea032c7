"""losses.toml: how often and how hard a company is hit, what makes it worse and what makes it better."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Annotated, Literal, Self, get_args

from pydantic import Field, model_validator

from ..applicant.kinds import Family
from ..applicant.model import CONTROL_PATHS
from ..applicant.sections import DataKind
from .base import Exact, Number, Numbers, Origin, Strict, Text

PricedCover = Literal["cyber", "professional_liability", "product_liability", "directors_liability"]
ScenarioCode = Literal[
    "ransomware",
    "health_data_breach",
    "supplier_outage",
    "human_error",
    "device_hijack",
    "directors_claim",
    "professional_error",
    "product_defect",
]
SCENARIOS: tuple[ScenarioCode, ...] = (
    "ransomware",
    "health_data_breach",
    "supplier_outage",
    "human_error",
    "device_hijack",
    "directors_claim",
    "professional_error",
    "product_defect",
)
FAMILIES: tuple[Family, ...] = ("software", "connected_device", "other_health_product")
CLASSES = ("none", "I", "IIa", "IIb", "III", "A", "B", "C", "D", "unknown")
BODILY: tuple[ScenarioCode, ...] = ("device_hijack", "product_defect")
PRODUCTS = ("software_no_device", "software_device", "connected_device", "other_health_product")
DIRECTORS = ("negative_equity", "short_runway", "external_investors", "litigation", "most")


Concern = Literal["everyone", "who_serves_clients", "who_can_be_reached"]
"""To whom a scenario can happen; underwriting/losses/concerns.py has a function of each name."""


class Reference(Strict):
    """The company and the cover that every figure of the model is stated for."""

    exposure_base: Number
    persons: Number
    limit: Number
    retention: Number


class Exposure(Strict):
    """How size is measured. `persons_offset` is added to the persons, so that one person more never makes a cliff;
    `unanswered_persons` stands in, by kind of data, for a number of persons that was asked and not told."""

    revenue_per_head: Number
    smallest_base: Number
    fewest_persons: Number
    persons_offset: Number
    unanswered_persons: Numbers

    @model_validator(mode="after")
    def _every_kind(self) -> Self:
        _same("unanswered_persons", self.unanswered_persons.values, get_args(DataKind))
        _within("unanswered_persons", self.unanswered_persons.values.values(), 0, 10**9)
        return self


class Tail(Strict):
    """The generalised Pareto tail beyond a threshold common to all losses.

    `shape` below 1 keeps the mean finite. `stretch` multiplies the scale that would join the lognormal body smoothly.
    """

    threshold: Number
    shape: Number
    stretch: Number

    @model_validator(mode="after")
    def _the_mean_is_finite(self) -> Self:
        _within("shape", [self.shape.value], Decimal("0.01"), Decimal("0.95"))
        _within("stretch", [self.stretch.value], Decimal("0.1"), 100)
        _within("threshold", [self.threshold.value], 1, 10**9)
        return self


class Scenario(Strict):
    """One way of losing money, for the reference company.

    `base` and `records` are exponents (`frequency`, `severity`) of the exposure base and of the persons. `answered`:
    the share of the events that each cover answers; `part`: the part of the loss that it then pays. `main` is the cover
    that keeps its reference price when the tail is spliced on. `concerns`: to whom it can happen at all.
    """

    code: ScenarioCode
    label: Text
    frequency: Number
    median: Number
    sigma: Number
    base: Numbers
    records: Numbers
    main: PricedCover
    concerns: Concern
    answered: Numbers
    part: Numbers

    @model_validator(mode="after")
    def _shares_are_shares(self) -> Self:
        for name in ("base", "records"):
            _same(f"{self.code}.{name}", getattr(self, name).values, ("frequency", "severity"))
            _within(f"{self.code}.{name}", getattr(self, name).values.values(), 0, 1)
        _same(f"{self.code}.part", self.part.values, self.answered.values)
        _within(f"{self.code}.answered", self.answered.values.values(), 0, 1)
        _within(f"{self.code}.part", self.part.values.values(), Decimal("0.01"), 1)
        _within(f"{self.code}.frequency", [self.frequency.value], Decimal("0.000001"), 10)
        _within(f"{self.code}.median", [self.median.value], 1, 10**9)
        _within(f"{self.code}.sigma", [self.sigma.value], Decimal("0.1"), 4)
        paid = sum(share * self.part.values[cover] for cover, share in self.answered.values.items())
        if paid > 1:
            raise ValueError(f"{self.code}: the covers together pay {paid} of a loss: keep it within the loss")
        if self.main not in self.answered.values:
            raise ValueError(f"{self.code}: main is one of {', '.join(self.answered.values)}")
        return self


class Units(Strict):
    """Devices in service: (units + offset)^exponent, 1 at the reference. `unanswered` stands in for a missing count."""

    reference: Number
    exponent: Number
    offset: Number
    unanswered: Number


class Hazards(Strict):
    """Multipliers of frequencies by what is sold and by the company's situation.

    Where bodies may be hurt (`device_hijack`, `product_defect`), software counts by whether it is, or may be, a device.
    """

    families: dict[Family, Numbers]
    device_hijack: Numbers
    product_defect: Numbers
    device_class: Numbers
    implant: Number
    study: Number
    units: Units
    directors: Numbers
    short_runway_months: Number

    @model_validator(mode="after")
    def _complete(self) -> Self:
        _same("families", self.families, FAMILIES)
        for family, numbers in self.families.items():
            _same(f"families.{family}", numbers.values, (code for code in SCENARIOS if code not in BODILY))
            _within(f"families.{family}", numbers.values.values(), Decimal("0.001"), 1000)
        lists = (*((name, PRODUCTS) for name in BODILY), ("device_class", CLASSES), ("directors", DIRECTORS))
        for name, codes in lists:
            multipliers: Numbers = getattr(self, name)
            _same(name, multipliers.values, codes)
            _within(name, multipliers.values.values(), Decimal("0.001"), 1000)
        return self


class ControlEffect(Origin):
    """How many times rarer each scenario was found to be where the control is in place.

    `reference`: the market-standard company has it, so that its absence is a surcharge; else its presence is a credit.
    """

    reference: bool = False
    unit: str
    values: dict[ScenarioCode, Annotated[Exact, Field(ge=1)]]


class ControlRules(Strict):
    """How observed effects become effects on price.

    An effect is the observed ratio to the power -`shrink`, at most as strong as `strongest`. All effects on a scenario
    together stay between `best` and `worst`, which they approach and never reach.
    """

    partly: Number
    shrink: Number
    strongest: Number
    best: Number
    worst: Number

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        for name in ("partly", "shrink", "strongest", "best"):
            _within(name, [getattr(self, name).value], Decimal("0.01"), Decimal("0.99"))
        _within("worst", [self.worst.value], Decimal("1.01"), 10)
        return self


class Calibrations(Strict):
    """`claims` is 1. `stress` multiplies frequency and median; `credibility` is the weight of claims in `blended`."""

    stress: Number
    credibility: Number

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        _within("stress", [self.stress.value], 1, 100)
        _within("credibility", [self.credibility.value], 0, 1)
        return self


class Payback(Strict):
    """What an hour of work costs, in euros, and over how many years a control must have paid for its work."""

    hour: Number
    years: Number


class Sentences(Strict):
    """The year, and what its controls are worth on average, in words."""

    year: Text
    quiet_year: Text
    no_control_pays: Text
    some_controls_pay: Text


class LossesGuide(Strict):
    """losses.toml."""

    reference: Reference
    exposure: Exposure
    tail: Tail
    calibrations: Calibrations
    scenarios: tuple[Scenario, ...]
    hazards: Hazards
    control_rules: ControlRules
    controls: dict[str, ControlEffect]
    payback: Payback
    sentences: Sentences

    @model_validator(mode="after")
    def _codes_exist(self) -> Self:
        if tuple(scenario.code for scenario in self.scenarios) != SCENARIOS:
            raise ValueError(f"scenarios: each once, in this order: {', '.join(SCENARIOS)}")
        if unknown := sorted(set(self.controls) - set(CONTROL_PATHS)):
            raise ValueError(f"controls: no control of the applicant file is called {', '.join(unknown)}")
        return self


def _same(where: str, found: Iterable[str], right: Iterable[str]) -> None:
    wanted = set(right)
    if set(found) != wanted:
        raise ValueError(f"{where}: one figure for each of {', '.join(sorted(wanted))}, and no other")


def _within(where: str, values: Iterable[Decimal], low: Decimal | int, high: Decimal | int) -> None:
    if not all(low <= value <= high for value in values):
        raise ValueError(f"{where}: between {low} and {high}")
