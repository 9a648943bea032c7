"""The three situations of a health-technology company: the risk of each, its drivers, the architecture that fits."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from . import facts, words
from .applicant import Applicant
from .architectures import architecture_of
from .assessment import Driver, Situation, SituationCode
from .drivers import DRIVERS, NOT_APPLICABLE, UNKNOWN, Reading
from .guide.base import Language, Numbers
from .guide.loader import Guide
from .guide.situations_schema import DriverRule, SituationRule
from .phrases import name_of, names_of, opening

APPLIES: dict[SituationCode, Callable[[Applicant], bool]] = {
    "software": facts.is_software,
    "connected_device": facts.is_device,
    "other_health_product": facts.is_other,
}
FAMILIES = "product.families"


def assess_situations(applicant: Applicant, guide: Guide, language: Language) -> tuple[Situation, ...]:
    """Always three, in the contract's order; one that isn't the company's has no driver and the score 0.

    A score is the exact sum of its drivers: the base, the answers that carry points, and one called "cap" when the sum
    would leave the scale.
    """
    return tuple(_situation(rule, applicant, guide, language) for rule in guide.situations.situations)


def _situation(rule: SituationRule, applicant: Applicant, guide: Guide, language: Language) -> Situation:
    applies = APPLIES[rule.code](applicant)
    drivers = _drivers(rule, applicant, guide, language) if applies else ()
    return Situation(
        code=rule.code,
        applies=applies,
        score=sum((driver.points for driver in drivers), 0.0),
        coupling=rule.coupling,
        cover_architecture=architecture_of(rule, applies, applicant, guide, language),
        drivers=drivers,
    )


def _drivers(rule: SituationRule, applicant: Applicant, guide: Guide, language: Language) -> tuple[Driver, ...]:
    found = [Driver(FAMILIES, rule.base.f, rule.base_text.to(language))]
    unknown: dict[str, list[tuple[str, Decimal]]] = {}
    for code, driver_rule in guide.situations.drivers.items():
        numbers = driver_rule.points.get(rule.code)
        reading = DRIVERS[code](applicant, driver_rule) if numbers else None
        if numbers is None or reading is None or not (points := _points(numbers, reading.level)):
            continue
        if reading.level == UNKNOWN:
            unknown.setdefault(reading.field, []).append((driver_rule.field, points))
        else:
            found.append(Driver(reading.field, float(points), _told(driver_rule, reading, guide, language)))
    found += [_unknown(field, parts, guide, language) for field, parts in unknown.items()]
    total = sum(driver.points for driver in found)
    kept = min(max(total, guide.situations.floor.f), guide.situations.ceiling.f)
    if kept != total:
        found.append(Driver("cap", kept - total, guide.situations.texts.cap.to(language)))
    return tuple(found)


def _points(numbers: Numbers, level: str) -> Decimal:
    """Points of a level: what is unknown counts as the worst, a control that doesn't apply as partly."""
    if level == UNKNOWN:
        return max(numbers.values.values())
    return numbers.values["partly" if level == NOT_APPLICABLE else level]


def _told(rule: DriverRule, reading: Reading, guide: Guide, language: Language) -> str:
    if reading.level == NOT_APPLICABLE:
        name = opening(name_of(reading.field, guide, language))
        return guide.situations.texts.not_applicable.to(language, name=name)
    return rule.texts[reading.level].to(language, figure=_figure(reading, language))


def _figure(reading: Reading, language: Language) -> str:
    figure = reading.figure
    if isinstance(figure, float):
        return words.percent(figure, language)
    return words.number(figure, language) if isinstance(figure, int) else figure or ""


def _unknown(field: str, parts: list[tuple[str, Decimal]], guide: Guide, language: Language) -> Driver:
    """One driver for all that an unknown answer leaves at its worst."""
    texts, name = guide.situations.texts, opening(name_of(field, guide, language))
    others = names_of([other for other, _ in parts if other != field], guide, language)
    sentence = texts.unknown_with_others if others else texts.unknown
    return Driver(field, float(sum(points for _, points in parts)), sentence.to(language, name=name, others=others))
