"""Building blocks of a guide: strict tables, texts in two languages, numbers with their origin.

A guide is data. Nothing in it stands without its words in French and English, and no number without a unit and
a source; the source carries the date of its last check and the confidence it deserves.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer

Language = Literal["fr", "en"]
LANGUAGES: tuple[Language, ...] = ("fr", "en")

Standing = Literal["settled", "unsettled", "unverified"]
"""settled: shown. unsettled: shown, and said to be so. unverified: brokers only."""

Confidence = Literal["verified", "secondary", "transcription", "general_knowledge", "assumption"]
"""How far a figure may be trusted: read at its source, in a secondary page, in somebody's copy, known, or judged."""


def _no_float(value: object) -> object:
    """TOML floats keep their shortest decimal writing, so that 0.1 stays one tenth."""
    return str(value) if isinstance(value, float) else value


Exact = Annotated[Decimal, BeforeValidator(_no_float), PlainSerializer(float)]


class Strict(BaseModel):
    """A table that refuses any key it does not know, and never changes once read."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Text(Strict):
    """One idea in both languages. Placeholders in braces are filled with values already written for people."""

    fr: Annotated[str, Field(min_length=1)]
    en: Annotated[str, Field(min_length=1)]

    def to(self, language: Language, **values: object) -> str:
        """The text in `language`, its placeholders filled."""
        words = self.fr if language == "fr" else self.en
        return words.format(**values) if values else words


class Origin(Strict):
    """Where a number comes from. `checked_on` and `confidence` default to those of the source."""

    source: str
    checked_on: date | None = None
    confidence: Confidence | None = None
    note: str | None = None


class Number(Origin):
    """One figure with its unit and origin; `low` and `high` bound it when it is an assumption."""

    value: Exact
    unit: str
    low: Exact | None = None
    high: Exact | None = None

    @property
    def f(self) -> float:
        """The value as a float, for the model."""
        return float(self.value)


class Numbers(Origin):
    """Figures of one unit and one origin, by name."""

    values: dict[str, Exact]
    unit: str

    def f(self, name: str, default: float | None = None) -> float:
        """The figure called `name`, as a float."""
        if name in self.values:
            return float(self.values[name])
        if default is None:
            raise KeyError(name)
        return default


OFFICIAL = r"^https://(eur-lex\.europa\.eu|data\.europa\.eu|www\.legifrance\.gouv\.fr)/\S+$"
"""Addresses where the authentic texts of the European Union and of France are published."""


class Source(Strict):
    """A text, a study or a judgement that figures and duties rest on.

    `url` is the page where it was read for this edition, `official` the address of the authentic text, which a reader
    is sent to first. They differ when the text was read in a copy: `confidence` speaks of what was read.
    """

    title: Text
    kind: Literal["law", "authority", "market", "study", "judgement"]
    checked_on: date
    confidence: Confidence
    url: str | None = None
    official: Annotated[str, Field(pattern=OFFICIAL)] | None = None

    @property
    def address(self) -> str | None:
        """Where a reader is sent: the authentic text if its address is known, else the page that was read."""
        return self.official or self.url

    @property
    def copy_read(self) -> str | None:
        """The page that was read, when it is not the one that `address` names."""
        return self.url if self.official and self.official != self.url else None

    @property
    def reading(self) -> Confidence:
        """How the text was read, as readers are told: a law read elsewhere than where it is published is a copy."""
        published = self.url is not None and re.match(OFFICIAL, self.url) is not None
        if self.kind == "law" and self.confidence == "verified" and not published:
            return "transcription"
        return self.confidence
