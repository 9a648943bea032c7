"""What an action changes: in words for people, and in points that rank it against the work it takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from ..assessment import CoverCode
from ..words import euros, inside, listing
from .case import Case

NONE = Decimal(0)


def gains_of(effect: Mapping[str, Any], case: Case) -> tuple[str, ...]:
    """Short phrases, the weightiest first; none for an action that prepares others."""
    return tuple(_told(effect, case))


def worth_of(effect: Mapping[str, Any], case: Case) -> Decimal:
    """Points of the guide: what an effect is worth, whatever the work."""
    points, lifted = case.guide.plan.worth.values, _codes(effect, "lifts_reason")
    worth = points["opens"] * len(opened_by(lifted, case)) + points["lifts"] * len(_held_by(lifted, case))
    worth += points["closes"] * sum(_severity(code, case) for code in _codes(effect, "closes_gap", "closes_gaps")) / 100
    worth += points["meets"] * len(_codes(effect, "meets_condition", "meets_conditions", "meets_duty"))
    worth += points["takes"] * len(_codes(effect, "takes_cover"))
    return worth + points["euro"] * sum(
        (Decimal(effect.get(key, 0)) for key in ("premium_saved_eur", "average_eur")), NONE
    )


def opened_by(lifted: Iterable[str], case: Case) -> tuple[CoverCode, ...]:
    """Priced covers that would have an immediate price if these reasons alone were gone."""
    gone = frozenset(lifted)
    return tuple(cover for cover, held in case.held_back.items() if held <= gone) if gone else ()


def _told(effect: Mapping[str, Any], case: Case) -> Iterator[str]:
    texts, language = case.guide.plan.gains, case.language
    lifted = _codes(effect, "lifts_reason")
    opened = opened_by(lifted, case)
    if opened:
        names = [inside(case.guide.cover(cover).name.to(language)) for cover in opened]
        yield texts.opens.to(language, covers=listing(names, language))
    elif _held_by(lifted, case):
        yield texts.lifts.to(language)
    if saved := effect.get("premium_saved_eur"):
        yield texts.saves.to(language, amount=euros(Decimal(saved), language))
    if closed := _codes(effect, "closes_gap", "closes_gaps"):
        yield (texts.closes if len(closed) == 1 else texts.closes_all).to(language)
    if "meets_duty" in effect:
        yield texts.duty.to(language)
    if "takes_cover" in effect:
        yield texts.takes.to(language)
    if _codes(effect, "meets_condition", "meets_conditions"):
        yield texts.condition.to(language)


def _held_by(reasons: Iterable[str], case: Case) -> tuple[CoverCode, ...]:
    """Priced covers that one of these reasons keeps from an immediate price."""
    codes = frozenset(reasons)
    return tuple(cover for cover, held in case.held_back.items() if codes & held)


def _severity(code: str, case: Case) -> int:
    return next((gap.severity for gap in case.gaps if gap.code == code), 0)


def _codes(effect: Mapping[str, Any], *keys: str) -> tuple[str, ...]:
    """The codes that an effect names under these keys, alone or in a list."""
    found = (effect[key] for key in keys if key in effect)
    return tuple(code for value in found for code in ([value] if isinstance(value, str) else value))
