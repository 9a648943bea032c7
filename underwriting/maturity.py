"""How mature the company's safeguards are: 0 to 100, 100 being best, with the part of each answer."""

from __future__ import annotations

from decimal import Decimal
from typing import cast

from . import words
from .applicant import Applicant, ControlAnswer
from .assessment import Driver, Maturity, Theme
from .guide.base import Language
from .guide.loader import Guide
from .guide.maturity_schema import Grade, MaturityTheme
from .phrases import name_of, opening, scope


def assess_maturity(applicant: Applicant, guide: Guide, language: Language) -> Maturity:
    """Score, grade, themes and drivers.

    A theme's score is the points it earns out of its weight; the weights add up to 100. The score is the exact sum of
    the drivers: one for each control, one for each bonus, and one called "cap" when the sum would exceed 100.
    """
    by_theme = [(theme, _controls(theme, applicant, guide, language)) for theme in guide.maturity.themes]
    drivers = [driver for _, found in by_theme for driver in found]
    drivers += [_certificates(applicant, guide, language), _critical_patches(applicant, guide, language)]
    excess = _sum(drivers) - guide.maturity.full.f
    if excess > 0:
        drivers.append(Driver("cap", -excess, guide.maturity.texts.cap.to(language)))
    score = _sum(drivers)
    themes = tuple(Theme(theme.code, _sum(found), float(theme.weight)) for theme, found in by_theme)
    return Maturity(score, _grade(score, guide), themes, tuple(drivers))


def _sum(drivers: list[Driver]) -> float:
    return sum((driver.points for driver in drivers), 0.0)


def _grade(score: float, guide: Guide) -> Grade:
    floors = guide.maturity.grades.values
    return cast(Grade, next(grade for grade, floor in floors.items() if score >= floor))


def _controls(theme: MaturityTheme, applicant: Applicant, guide: Guide, language: Language) -> list[Driver]:
    return [_control(path, worth, applicant, guide, language) for path, worth in theme.points.values.items()]


def _control(path: str, worth: Decimal, applicant: Applicant, guide: Guide, language: Language) -> Driver:
    told: ControlAnswer | None = applicant.get(path)
    answer = told.answer if told else None
    where = scope(told, path, guide, language)
    maturity, texts = guide.maturity, guide.maturity.texts
    shares = {
        "yes": Decimal(1),
        "partly": maturity.partly_share.value,
        "not_applicable": maturity.not_applicable_share.value,
    }
    if answer is None:
        sentence = texts.unanswered
    elif answer == "partly" and not where:
        sentence = texts.partly_unscoped
    else:
        sentence = getattr(texts, answer)
    text = sentence.to(language, name=opening(name_of(path, guide, language)), where=where)
    return Driver(path, float(worth * shares.get(answer or "no", Decimal(0))), text)


def _certificates(applicant: Applicant, guide: Guide, language: Language) -> Driver:
    path, texts = "safeguards.certifications", guide.maturity.texts
    worth = guide.maturity.certifications.values
    obtained = [code for code in applicant.safeguards.certifications or () if code in worth]
    if not obtained:
        return Driver(path, 0.0, texts.certificates_none.to(language))
    labels = {choice.code: choice.label.to(language) for choice in guide.question(path).choices}
    names = (" ; " if language == "fr" else "; ").join(labels.get(code, code) for code in obtained)
    points = float(sum(worth[code] for code in obtained))
    return Driver(path, points, texts.certificates.to(language, certificates=names))


def _critical_patches(applicant: Applicant, guide: Guide, language: Language) -> Driver:
    path, texts, days = "safeguards.critical_patch_days", guide.maturity.texts, applicant.safeguards.critical_patch_days
    limit = words.number(guide.maturity.critical_patch_days.value, language)
    if days is None:
        return Driver(path, 0.0, texts.patches_unanswered.to(language, limit=limit))
    fast = days <= guide.maturity.critical_patch_days.value
    sentence = texts.patches_fast if fast else texts.patches_slow
    points = guide.maturity.critical_patch_points.f if fast else 0.0
    return Driver(path, points, sentence.to(language, days=words.number(days, language), limit=limit))
