"""tariff.toml: from the expected insured loss to a premium, the limits advised, and the words that explain both."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from ..applicant.kinds import Family
from ..assessment import PRICED, CoverCode
from .base import Exact, Number, Numbers, Origin, Strict, Text

PRODUCT_KINDS = ("no_device", "software_device", "device")
FACTORS = ("exposure_base", "records", "activity_and_class", "controls", "limit_and_retention")
TRACE = (
    "reference",
    *FACTORS,
    "records_unanswered",
    "loading",
    "expenses",
    "minimum",
    "minimum_reached",
    "net",
    "tax",
    "total",
)
CLASS_WORDS = ("none", "known", "unknown")
SITUATION_WORDS = (
    "implant",
    "study",
    "units",
    "units_unanswered",
    "negative_equity",
    "negative_equity_unanswered",
    "short_runway",
    "external_investors",
    "external_investors_unanswered",
    "litigation",
    "litigation_unanswered",
)
OPTION_WORDS = (
    "recommended",
    *(f"{code}_{kind}" for code in ("essential", "extended") for kind in ("other_price", "same_price", "same_terms")),
)
WishPath = Literal[
    "wishes.cyber_limit_eur",
    "wishes.cyber_retention_eur",
    "wishes.professional_limit_eur",
    "wishes.product_limit_eur",
    "wishes.directors_limit_eur",
]


class Costs(Strict):
    """What the net premium pays besides losses: a fixed amount, then shares of the net premium; and the tax on it."""

    fixed: Number
    expenses: Number
    commission: Number
    margin: Number
    tax: Number

    @model_validator(mode="after")
    def _something_is_left_for_losses(self) -> Self:
        if not 0 <= self.expenses.value + self.commission.value + self.margin.value < 1:
            raise ValueError("expenses, commission and margin together stay below the whole premium")
        return self


class Steps(Origin):
    """The sizes that the market sells, rising."""

    values: Annotated[tuple[Exact, ...], Field(min_length=2)]
    unit: str

    @model_validator(mode="after")
    def _rising(self) -> Self:
        if list(self.values) != sorted(set(self.values)) or self.values[0] <= 0:
            raise ValueError("sizes stand by rising amount, each once, above 0")
        return self


class SizeClass(Strict):
    """The mean limit and retention of companies whose turnover is at most `up_to` euros."""

    up_to: Exact
    limit: Exact
    retention: Exact


class Market(Origin):
    """What companies take on average, by rising turnover: a comparison, no part of any price."""

    unit: str
    classes: Annotated[tuple[SizeClass, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _rising(self) -> Self:
        ends = [size.up_to for size in self.classes]
        if ends != sorted(set(ends)):
            raise ValueError("classes stand by rising turnover, each once")
        return self

    def of(self, turnover: float) -> SizeClass | None:
        """The class of a turnover in euros, None beyond the last."""
        return next((size for size in self.classes if turnover <= size.up_to), None)


class Bounds(Strict):
    """What the market sells at least and at most."""

    smallest: Number
    largest: Number

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if not 0 < self.smallest.value < self.largest.value:
            raise ValueError("smallest lies between 0 and largest")
        return self


class Advice(Strict):
    """What an advised limit must reach, each where given: a floor by what is sold, and parts of other figures."""

    least: Numbers
    per_person: Number | None = None
    var_99: Number | None = None
    client_demand: Number | None = None
    largest_contract: Number | None = None
    exposure_base: Number | None = None
    funds_raised: Number | None = None
    present: Number | None = None


class CoverTariff(Strict):
    """One priced cover. `automatic`: the rule whose limit an advice for size alone never exceeds. `market`: the means
    of the market are of this cover."""

    loading: Number
    minimum: Numbers
    limit: Bounds
    retention: Bounds
    limit_wish: WishPath
    present_limit: str
    retention_wish: WishPath | None = None
    automatic: str
    market: bool = False
    advice: Advice

    @model_validator(mode="after")
    def _by_product(self) -> Self:
        for name, numbers in (("minimum", self.minimum), ("advice.least", self.advice.least)):
            if set(numbers.values) not in ({"all"}, set(PRODUCT_KINDS)):
                raise ValueError(f"{name}: one figure called all, or one for each of {', '.join(PRODUCT_KINDS)}")
        return self


class Authority(Strict):
    """How far one broker may go alone in a cover's favour: a premium lowered, a limit raised, a retention lowered."""

    price: Number
    limit: Number
    retention: Number


class RetentionAdvice(Strict):
    """An advised retention: `at_reference` × (headcount × revenue per head / reference)^exponent, rounded to a size."""

    at_reference: Number
    exponent: Number


class TraceLine(Strict):
    """Why a line of a premium's arithmetic stands there, and what its figure rests on."""

    text: Text
    source: str


class TraceWords(Strict):
    """The lines of the trace; what is sold, its class and the company's situation, for the middle of a sentence."""

    lines: dict[str, TraceLine]
    families: dict[Family, Text]
    classes: dict[str, Text]
    situations: dict[str, Text]

    @model_validator(mode="after")
    def _complete(self) -> Self:
        for name, codes in (("lines", TRACE), ("classes", CLASS_WORDS), ("situations", SITUATION_WORDS)):
            if wrong := sorted(set(getattr(self, name)) ^ set(codes)):
                raise ValueError(f"{name}: exactly {', '.join(codes)}; look at {', '.join(wrong)}")
        return self


class LimitTexts(Strict):
    """Why a limit and a retention are advised, and why a wish was corrected."""

    wish: Text
    var_99: Text
    per_person: Text
    per_person_unanswered: Text
    client_demand: Text
    largest_contract: Text
    exposure_base: Text
    funds_raised: Text
    present: Text
    least: Text
    most: Text
    below_smallest: Text
    above_largest: Text
    retention_wish: Text
    retention_by_heads: Text
    retention_unanswered: Text
    beside_var_99: Text
    beside_market: Text
    retention_below: Text
    retention_above: Text


class TariffGuide(Strict):
    """tariff.toml."""

    costs: Costs
    limits: Steps
    retentions: Steps
    retention: RetentionAdvice
    market: Market
    authority: Authority
    covers: dict[CoverCode, CoverTariff]
    trace: TraceWords
    advice: LimitTexts
    options: dict[str, Text]

    @model_validator(mode="after")
    def _every_cover(self) -> Self:
        if set(self.covers) != set(PRICED):
            raise ValueError(f"covers: one table for each of {', '.join(PRICED)}")
        if wrong := sorted(set(self.options) ^ set(OPTION_WORDS)):
            raise ValueError(f"options: exactly {', '.join(OPTION_WORDS)}; look at {', '.join(wrong)}")
        for code, cover in self.covers.items():
            if cover.limit.largest.value > self.limits.values[-1]:
                raise ValueError(f"covers.{code}: limit.largest is beyond the largest size sold")
        return self
