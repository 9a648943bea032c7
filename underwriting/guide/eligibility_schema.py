"""eligibility.toml: the five technical prerequisites, and the sentences that tell where a company stands."""

from __future__ import annotations

from pydantic import model_validator

from .base import Numbers, Strict, Text

BANDS = ("small", "medium", "large")


class SizeRemedy(Strict):
    """How a company of some size goes about it: the way (a sentence), who helps and at what effort (phrases)."""

    way: Text
    help: Text
    effort: Text


class PrerequisiteRule(SizeRemedy):
    """One prerequisite. `met_when`, `cloud`, `help` and `effort` are phrases without capital or full stop.

    `remedy` says what to do on one's own machines, `cloud_remedy` what to do instead when all is in the cloud. Its own
    way, help and effort are those of the smallest companies.
    """

    code: str
    label: Text
    met_when: Text
    cloud: Text
    remedy: Text
    cloud_remedy: Text
    medium: SizeRemedy
    large: SizeRemedy
    source: str

    def by_size(self, band: str) -> SizeRemedy:
        """The way, help and effort of a band of headcount: small, medium or large."""
        return {"small": self, "medium": self.medium, "large": self.large}[band]


class EligibilityTexts(Strict):
    """Sentences common to the five.

    Placeholders: {since}, {where}, {rest}, {places}, {met_when}, {cloud}; {step}, {way}, {help}, {effort}.
    """

    met: Text
    partly: Text
    rest: Text
    rest_unnamed: Text
    partly_unscoped: Text
    not_met: Text
    unknown: Text
    unanswered: Text
    not_applicable: Text
    since: Text
    cloud_counts: Text
    if_cloud: Text
    remedy: Text
    remedy_partly: Text
    remedy_unknown: Text
    remedy_not_applicable: Text


class EligibilityGuide(Strict):
    """eligibility.toml; the order of the prerequisites is the order in which they are told.

    `sizes`: the headcount from which each band of companies begins.
    """

    sizes: Numbers
    texts: EligibilityTexts
    prerequisites: tuple[PrerequisiteRule, ...]

    @model_validator(mode="after")
    def _bands_rise_from_nobody(self) -> EligibilityGuide:
        starts = list(self.sizes.values.values())
        if tuple(self.sizes.values) != BANDS or starts != sorted(set(starts)) or starts[0] != 0:
            raise ValueError(f"sizes must be {', '.join(BANDS)}, each beginning above the one before, the first at 0")
        return self
