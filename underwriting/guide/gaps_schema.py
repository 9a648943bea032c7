"""gaps.toml: what standard policies leave open, how exposed a company is, and what to ask its insurer."""

from __future__ import annotations

from typing import Literal

from pydantic import model_validator

from .base import Number, Numbers, Strict, Text

CoverStatus = Literal["covered", "sublimited", "excluded", "unknown", "no_policy"]
STATUSES: tuple[CoverStatus, ...] = ("covered", "sublimited", "unknown", "excluded", "no_policy")
"""From best to worst."""


class GapRule(Strict):
    """One gap.

    `reads`: where the present policies answer, as paths under `cover` (a policy, or one of its clauses). `exposure`:
    what adds to the exposure, on a scale of 0 to 4. `texts`: why it is open, by variant. `notes`: what its own way of
    reading the policies may find. `closed`: why it doesn't apply, for a gap that may not.
    """

    code: str
    label: Text
    reads: tuple[str, ...] = ()
    exposure: Numbers
    thresholds: dict[str, Number] = {}
    texts: dict[str, Text]
    notes: dict[str, Text] = {}
    closed: Text | None = None
    question: Text
    source: str


class StatusTexts(Strict):
    """How a policy answers; {policy} is its name."""

    covered: Text
    sublimited: Text
    excluded: Text
    unknown: Text
    no_policy: Text
    held_unknown: Text


class GapsGuide(Strict):
    """gaps.toml. Severity is exposure × `points_per_exposure` × the weight of what the policy answers."""

    highest_exposure: Number
    points_per_exposure: Number
    weights: Numbers
    partly: Number
    policies: dict[str, Text]
    statuses: StatusTexts
    unsure: Text
    gaps: tuple[GapRule, ...]

    @model_validator(mode="after")
    def _weights_are_ordered(self) -> GapsGuide:
        if set(self.weights.values) != set(STATUSES):
            raise ValueError(f"weights are those of {', '.join(STATUSES)}")
        weights = [self.weights.values[status] for status in STATUSES]
        if weights != sorted(weights) or weights[0] != 0 or weights[-1] > 1:
            raise ValueError("weights must rise from 0 (covered) to 1 (no policy) at most")
        if any("open" not in gap.texts for gap in self.gaps):
            raise ValueError("every gap needs a text called open")
        return self
