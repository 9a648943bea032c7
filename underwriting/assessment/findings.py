"""What is found in a file: decision, completeness, prerequisites, situations, gaps, obligations, maturity."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from ..guide.base import Standing
from .codes import CoverCode, Effect, Outcome, SituationCode


@dataclass(frozen=True, slots=True)
class GuideRef:
    edition: str
    sha256: str
    effective_from: date


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a cover, or the whole file, is not automatic; or what it is subject to."""

    code: str
    effect: Effect
    covers: tuple[CoverCode, ...]
    text: str
    fields: tuple[str, ...]
    way_back: str | None
    source: str


@dataclass(frozen=True, slots=True)
class Decision:
    outcome: Outcome
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Completeness:
    """Shares of the visible questions answered, and the fields that are not."""

    short_path: float
    full: float
    missing: tuple[str, ...]
    unknown: tuple[str, ...]
    ignored: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contradiction:
    code: str
    fields: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Prerequisite:
    code: str
    status: Literal["met", "partly", "not_met", "unknown", "not_applicable"]
    text: str
    remedy: str | None


@dataclass(frozen=True, slots=True)
class Driver:
    """A field's part in a score. Points are multiples of a quarter, so that sums are exact."""

    field: str
    points: float
    text: str


@dataclass(frozen=True, slots=True)
class Situation:
    """Risk 0 to 100, higher is riskier: the exact sum of its drivers."""

    code: SituationCode
    applies: bool
    score: float
    coupling: Literal["inseparable", "sometimes", "distinct"]
    cover_architecture: str
    drivers: tuple[Driver, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    code: str
    applies: bool
    exposure: int
    cover: Literal["covered", "sublimited", "excluded", "unknown", "no_policy"]
    severity: int
    text: str
    question_to_insurer: str


@dataclass(frozen=True, slots=True)
class Obligation:
    code: str
    applies: Literal["yes", "no", "to_confirm"]
    status: Literal["met", "not_met", "unknown", "not_due"]
    standing: Standing
    text: str
    deadline: date | None
    source: str


@dataclass(frozen=True, slots=True)
class Theme:
    code: str
    score: float
    weight: float


@dataclass(frozen=True, slots=True)
class Maturity:
    """100 is best. `score` is the exact sum of the drivers' points."""

    score: float
    grade: Literal["A", "B", "C", "D", "E"]
    themes: tuple[Theme, ...]
    drivers: tuple[Driver, ...]
