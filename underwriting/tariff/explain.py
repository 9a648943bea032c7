"""Why a premium is what it is: factors that multiply to the pure premium, then steps that add up to the total.

The factors are Shapley values of the logarithm of the pure premium: each feature's average effect over every order in
which the reference company could be turned into this one. They depend on no order and their product is exact.

Steps, each in euros: `loading` and `expenses` are added to the pure premium (in cents), `minimum` is the top-up to the
minimum premium (0 when reached), `net` is the sum of those four; `tax` is added to it, `total` is the sum.
"""

from __future__ import annotations

import math
from decimal import Decimal
from itertools import product

import numpy as np

from ..assessment import CoverCode, TraceEntry, cents
from ..guide.base import Language
from ..guide.loader import Guide
from ..guide.tariff_schema import FACTORS, TraceLine
from ..losses.model import model_of
from ..losses.profile import RiskProfile
from ..losses.severity import Floats
from ..words import euros, number, percent
from .rating import PLACES, Premium, insured, minimum_of, premium

COALITIONS: Floats = np.array(list(product((0.0, 1.0), repeat=len(FACTORS))))
"""Every set of features taken from this company, the others staying those of the reference: (32, 5)."""

DIGITS = 12

SITUATIONS: dict[CoverCode, tuple[str, ...]] = {
    "cyber": (),
    "professional_liability": ("class",),
    "product_liability": ("class", "implant", "study", "units"),
    "directors_liability": ("negative_equity", "short_runway", "external_investors", "litigation"),
}
"""What the sentence on activity and class names for each cover, besides the family."""


def _shapley_weights() -> Floats:
    """Weights (5, 32): times the 32 values they give each feature's Shapley value."""
    n = len(FACTORS)
    weights = np.zeros((n, len(COALITIONS)))
    for place, members in enumerate(COALITIONS):
        size = int(members.sum())
        for feature in range(n):
            if members[feature]:
                weights[feature, place] = math.factorial(size - 1) * math.factorial(n - size) / math.factorial(n)
            else:
                weights[feature, place] = -math.factorial(size) * math.factorial(n - size - 1) / math.factorial(n)
    return weights


WEIGHTS = _shapley_weights()


def factors(
    profile: RiskProfile, guide: Guide, cover: CoverCode, limit: Decimal | int, retention: Decimal | int
) -> dict[str, float]:
    """The multipliers that lead from the reference pure premium to this one, by feature."""
    model, reference = model_of(guide), guide.losses.reference
    base, records = profile.ln_base * model.base, profile.ln_persons * model.records
    smooth = np.exp(COALITIONS[:, [0, 1, 3]] @ np.stack([base[0], records[0], model.control_logs(profile.states)]))
    # Hazards stay out of the logarithms: that of a scenario that can't happen to this company is 0.
    often = model.frequency * smooth * np.where(COALITIONS[:, 2:3] > 0, profile.hazards, model.reference_hazards)
    severity = model.severity(model.ln_median + COALITIONS[:, :2] @ np.stack([base[1], records[1]]))
    own = COALITIONS[:, 4] > 0
    limits = np.where(own, float(limit), reference.limit.f)[:, None, None]
    retentions = np.where(own, float(retention), reference.retention.f)[:, None, None]
    weights = insured(model, severity, [PLACES[cover]], limits, retentions)[..., 0]
    values = np.log((often * weights).sum(axis=1))
    return {name: math.exp(value) for name, value in zip(FACTORS, WEIGHTS @ values, strict=True)}


def trace(
    profile: RiskProfile,
    guide: Guide,
    cover: CoverCode,
    limit: Decimal | int,
    retention: Decimal | int,
    language: Language,
) -> tuple[TraceEntry, ...]:
    """The whole arithmetic of one premium, each line with its reason: the reference, five factors, six steps."""
    result = premium(profile, guide, cover, limit, retention)
    values = _values(profile, guide, cover, Decimal(limit), Decimal(retention), language)
    lines = guide.tariff.trace.lines

    def entry(kind: str, name: str, value: float | Decimal, line: TraceLine) -> TraceEntry:
        return TraceEntry(kind, name, value, line.text.to(language, **values), line.source)  # type: ignore[arg-type]

    multipliers = factors(profile, guide, cover, limit, retention)
    steps = _steps(result)
    minimum = lines["minimum" if steps["minimum"] else "minimum_reached"]
    because = dict(lines) if profile.persons_told else lines | {"records": lines["records_unanswered"]}
    return (
        entry("reference", "reference", _written(result.reference), lines["reference"]),
        *(entry("factor", name, _written(value), because[name]) for name, value in multipliers.items()),
        *(entry("step", name, value, minimum if name == "minimum" else lines[name]) for name, value in steps.items()),
    )


def _steps(result: Premium) -> dict[str, Decimal]:
    pure, technical = cents(result.pure), cents(result.technical)
    loading = cents(result.pure * result.loading)
    return {
        "loading": loading,
        "expenses": technical - pure - loading,
        "minimum": result.net - technical,
        "net": result.net,
        "tax": result.tax,
        "total": result.total,
    }


def _written(value: float) -> float:
    return float(f"{value:.{DIGITS}g}")


def _values(
    profile: RiskProfile, guide: Guide, cover: CoverCode, limit: Decimal, retention: Decimal, language: Language
) -> dict[str, str]:
    """Every figure that the sentences of a trace may name, written for people."""
    reference, costs, tariff = guide.losses.reference, guide.tariff.costs, guide.tariff.covers[cover]
    full, partly, asked = _counted_controls(profile, guide, cover)
    return {
        "base": euros(profile.exposure_base, language),
        "reference_base": euros(reference.exposure_base.value, language),
        "persons": number(profile.persons, language),
        "reference_persons": number(reference.persons.value, language),
        "situation": _situation(profile, guide, cover, language),
        "full": number(full, language),
        "partly": number(partly, language),
        "asked": number(asked, language),
        "limit": euros(limit, language),
        "retention": euros(retention, language),
        "reference_limit": euros(reference.limit.value, language),
        "reference_retention": euros(reference.retention.value, language),
        "share": percent(tariff.loading.value, language),
        "fixed": euros(costs.fixed.value, language),
        "expenses": percent(costs.expenses.value, language),
        "commission": percent(costs.commission.value, language),
        "margin": percent(costs.margin.value, language),
        "minimum": euros(minimum_of(tariff, profile.product), language),
        "rate": percent(costs.tax.value, language),
    }


def _counted_controls(profile: RiskProfile, guide: Guide, cover: CoverCode) -> tuple[int, int, int]:
    """Controls that move this cover's price for this company: in place, in part, asked in all."""
    model = model_of(guide)
    answered = model.answered[:, PLACES[cover]]
    moving = model.effects @ answered < 0
    states = [
        profile.states[place] for place, path in enumerate(model.controls) if moving[place] and path in profile.asked
    ]
    return sum(state == 1 for state in states), sum(0 < state < 1 for state in states), len(states)


def _situation(profile: RiskProfile, guide: Guide, cover: CoverCode, language: Language) -> str:
    words, counted = guide.tariff.trace, SITUATIONS[cover]
    said = [words.families[profile.family].to(language)]
    if "class" in counted:
        known = profile.device_class not in ("none", "unknown")
        text = words.classes["known" if known else profile.device_class]
        said.append(text.to(language, name=profile.device_class))
    values = {
        "units": number(profile.units or 0, language),
        "months": number(guide.losses.hazards.short_runway_months.value, language),
    }
    said += [
        words.situations[code].to(language, **values)
        for code in profile.situation
        if code.removesuffix("_unanswered") in counted
    ]
    return (" ; " if language == "fr" else "; ").join(said)
