"""maturity.toml: what each safeguard is worth, by theme, out of 100 points."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import model_validator

from .base import Number, Numbers, Strict, Text

Grade = Literal["A", "B", "C", "D", "E"]
HALF_POINT = Decimal("0.5")


class MaturityTheme(Strict):
    """Controls that belong together. `points` is keyed by dotted path; its sum is the theme's weight."""

    code: str
    label: Text
    points: Numbers

    @property
    def weight(self) -> Decimal:
        return sum(self.points.values.values(), Decimal(0))


class MaturityTexts(Strict):
    """Sentences of the drivers. Placeholders: {name}, {where}, {certificates}, {days}, {limit}."""

    yes: Text
    partly: Text
    partly_unscoped: Text
    no: Text
    unknown: Text
    unanswered: Text
    not_applicable: Text
    certificates: Text
    certificates_none: Text
    patches_fast: Text
    patches_slow: Text
    patches_unanswered: Text
    cap: Text


class MaturityGuide(Strict):
    """maturity.toml. Points are multiples of a half, so that half of them keeps a quarter and sums stay exact."""

    full: Number
    partly_share: Number
    not_applicable_share: Number
    grades: Numbers
    certifications: Numbers
    critical_patch_days: Number
    critical_patch_points: Number
    texts: MaturityTexts
    themes: tuple[MaturityTheme, ...]

    @model_validator(mode="after")
    def _adds_up(self) -> MaturityGuide:
        bonuses = (*self.certifications.values.values(), self.critical_patch_points.value)
        points = [value for theme in self.themes for value in theme.points.values.values()]
        if any(value % HALF_POINT for value in (*points, *bonuses)):
            raise ValueError("points must be multiples of 0.5")
        if sum(points) != self.full.value:
            raise ValueError(f"the themes weigh {sum(points)} points together: they must weigh {self.full.value}")
        if list(self.grades.values) != ["A", "B", "C", "D", "E"]:
            raise ValueError("grades must be A, B, C, D and E, in this order")
        floors = list(self.grades.values.values())
        if floors != sorted(floors, reverse=True) or floors[-1] != 0:
            raise ValueError("each grade must begin below the one before it, and E at 0")
        return self
