"""What the figures of a year mean, in one sentence each."""

from __future__ import annotations

from ..assessment import LossFigures
from ..guide.base import Language
from ..guide.loader import Guide
from ..words import about, euros, number, one_in
from .profile import RiskProfile
from .severity import Floats


def year_in_words(figures: LossFigures, guide: Guide, language: Language) -> str:
    """How often, how much then, and one year in a hundred; where losses are rarer than that, this is said instead."""
    words = guide.losses.sentences
    return (words.year if figures.var_99_eur > 0 else words.quiet_year).to(
        language,
        chance=one_in(figures.probability_any, language),
        typical=about(figures.typical_loss_eur, language),
        worst=about(figures.var_99_eur, language),
    )


def controls_in_words(profile: RiskProfile, saved: Floats, guide: Guide, language: Language) -> str:
    """Whether the missing controls pay for their work by what they save on average; "" where none is missing.

    `saved` (improvable,) in euros a year, by insurers' claims alone.
    """
    if not profile.improvable:
        return ""
    rule, words = guide.losses.payback, guide.losses.sentences
    hours = [_hours(path, guide) for path in profile.improvable]
    paying = sum(worth * rule.years.f >= work * rule.hour.f for worth, work in zip(saved.tolist(), hours, strict=True))
    text = words.no_control_pays if not paying else words.some_controls_pay
    return text.to(
        language,
        most=about(float(saved.max()), language),
        count=number(paying, language),
        all=number(len(hours), language),
        years=number(rule.years.value, language),
        hour=euros(rule.hour.value, language),
    )


def _hours(path: str, guide: Guide) -> float:
    plan = guide.plan
    return plan.efforts[plan.control_efforts.get(path, plan.control_effort)].hours.f
