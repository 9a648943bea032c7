"""What the incident page says: incident.toml, read strictly, each of its texts with its sources."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from underwriting import Text

FILE = Path(__file__).with_name("incident.toml")
Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]


class _Strict(BaseModel):
    """A table that refuses any key it does not know, and never changes once read."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Doubt(_Strict):
    """What the sources of a step disagree about."""

    title: Text
    text: Text
    sources: tuple[str, ...]


class Step(_Strict):
    """One thing to do in the first hour; `short` is what the card to print says of it."""

    code: Code
    title: Text
    text: Text
    why: Text
    short: Text
    sources: tuple[str, ...]
    doubt: Doubt | None = None


class Contact(_Strict):
    """Whom to turn to; `name` is what the link to `url` shows. One without address is found nearby."""

    code: Code
    title: Text
    text: Text
    sources: tuple[str, ...]
    name: str = ""
    url: str = ""


class Case(_Strict):
    """A box that a visitor ticks when it is theirs; `ticked` until they say otherwise."""

    code: Code
    label: Text
    help: Text
    ticked: bool = False


class Group(_Strict):
    """Boxes under one heading."""

    title: Text
    cases: tuple[Case, ...]


class Clock(_Strict):
    """One duty to tell somebody, as it runs from the hour of awareness.

    `now` is due at once; a `clock` at the duty's figure called `number` (hours or days), and so many months after it;
    `open` when the words of `open` say. Without `cases` it concerns everybody, else whoever ticked one of them.
    `late` is said once the time is over, where the source says what to do then.
    """

    code: Code
    duty: str
    when: Literal["now", "clock", "open"]
    title: Text
    how: Text
    cases: tuple[str, ...] = ()
    number: str = ""
    then_months: int = 0
    open: Text | None = None
    late: Text | None = None
    address: str = ""
    sources: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _tells_when(self) -> Self:
        if bool(self.number) != (self.when == "clock") or (self.open is not None) != (self.when == "open"):
            raise ValueError(f"{self.code}: number goes with clock, open with open")
        return self


class Page(_Strict):
    """A page that only the incident page rests on, with the day when it was looked up."""

    title: Text
    checked_on: date
    confidence: Literal["verified", "secondary"]
    url: str


class Incident(_Strict):
    """The whole of incident.toml."""

    steps: tuple[Step, ...]
    contacts: tuple[Contact, ...]
    groups: tuple[Group, ...]
    clocks: tuple[Clock, ...]
    sources: dict[str, Page]

    @property
    def cases(self) -> tuple[Case, ...]:
        """Every box, in order."""
        return tuple(case for group in self.groups for case in group.cases)

    @model_validator(mode="after")
    def _cases_are_known(self) -> Self:
        known = {case.code for case in self.cases}
        for clock in self.clocks:
            if unknown := set(clock.cases) - known:
                raise ValueError(f"{clock.code}: no box is called {', '.join(sorted(unknown))}")
        return self


@cache
def incident() -> Incident:
    """The texts, read once. Raises ValidationError when the file is not right."""
    return Incident.model_validate(tomllib.loads(FILE.read_text(encoding="utf-8")))
