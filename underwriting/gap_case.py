"""One gap of one company on one day: its answers as the exposures and the policies read them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from . import facts
from .applicant import Applicant
from .guide.base import Text
from .guide.gaps_schema import GapRule

Figure = int | float | date | str | Text
NONE = Decimal(0)


@dataclass(frozen=True, slots=True)
class Exposure:
    """Exposure before rounding, the variant of the text that fits, and the figures it quotes."""

    points: Decimal
    variant: str = "open"
    figures: Mapping[str, Figure] = field(default_factory=dict)


@dataclass(slots=True)
class Case:
    """One gap of one company on one day. `unsure` collects the fields that had no sure answer."""

    applicant: Applicant
    rule: GapRule
    partly: Decimal
    on: date
    unsure: list[str] = field(default_factory=list)

    def points(self, name: str) -> Decimal:
        return self.rule.exposure.values[name]

    def threshold(self, name: str) -> Decimal:
        return self.rule.thresholds[name].value

    def told(self, path: str) -> Any:
        """The answer, None when unanswered or unknown: such an answer is noted."""
        value = self.applicant.get(path)
        if value is None or value == "unknown":
            self.unsure.append(path)
            return None
        return value

    def share(self, path: str) -> Decimal | None:
        """A share, exactly as it was written; None, noted, when not told."""
        value = self.told(path)
        return None if value is None else Decimal(str(value))

    def flag(self, path: str) -> bool:
        """A flag whose worst is true."""
        return self.told(path) is not False

    def lacking(self, path: str) -> Decimal:
        """How far a safeguard is missing: 0 when in place, 1 when not; what doesn't apply counts as partly."""
        answer = self.applicant.control(path)
        if answer in (None, "unknown"):
            self.unsure.append(path)
        return {"yes": NONE, "partly": self.partly, "not_applicable": self.partly}.get(answer or "no", Decimal(1))

    def persons(self) -> int | None:
        """Persons whose data are held; None, noted, when not told."""
        if facts.persons_told(self.applicant):
            return facts.persons(self.applicant)
        kinds, special = self.applicant.data.kinds, facts.holds_special_data(self.applicant)
        self.unsure.append("data.kinds" if kinds is None else f"data.{'health' if special else 'personal'}_records")
        return None

    def special_data(self) -> bool:
        """Holds health or like data, or hasn't said what it holds."""
        return self.told("data.kinds") is None or facts.holds_special_data(self.applicant)

    def hosted(self) -> bool:
        """Production at a cloud or a host, or not told."""
        return self.told("hosting.production") is None or facts.is_hosted(self.applicant) is True

    def no_way_out(self) -> Decimal:
        """How far the company falls with its host: the question is put only once the host is told."""
        return self.lacking("hosting.survives_provider_outage") if facts.is_hosted(self.applicant) else Decimal(1)
