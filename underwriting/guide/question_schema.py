"""One question of a questionnaire: its kind, its words, its choices, and when it shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from .base import Exact, Strict, Text

Kind = Literal[
    "text",
    "long_text",
    "email",
    "phone",
    "country",
    "siren",
    "integer",
    "money",
    "share",
    "date",
    "boolean",
    "choice",
    "choices",
    "control",
    "texts",
    "numbers",
    "study",
    "incidents",
    "clauses",
]
FieldKind = Literal["text", "integer", "money", "boolean", "choice", "texts"]
Colleague = Literal["founder", "technology", "quality", "finance", "legal", "data_protection", "broker", "host"]
"""Who could know the answer when the founder doesn't."""

LISTED: frozenset[Kind] = frozenset({"choice", "choices", "numbers", "clauses"})
"""Kinds answered from `choices`: for numbers the codes are the numbers, for clauses the choices serve every field."""

TABLED: frozenset[Kind] = frozenset({"study", "incidents", "clauses"})
"""Kinds answered by a table, or a list of tables, whose keys are `fields`."""

Code = Annotated[str, Field(pattern=r"^[A-Za-z0-9_]+$")]
Path = Annotated[str, Field(pattern=r"^[a-z_]+(\.[a-z0-9_]+)+$")]


class Choice(Strict):
    """One answer of a list, or one usual scope of a "partly": the code kept on file and the words shown."""

    code: Code
    label: Text


class TableField(Strict):
    """One key of a question answered by a table."""

    code: Code
    kind: FieldKind
    label: Text
    help: Text | None = None
    choices: tuple[Choice, ...] = ()


class Condition(Strict):
    """What another answer must be for a question to show. Exactly one operator; no answer never meets it."""

    key: Path
    among: tuple[str, ...] | None = Field(None, alias="in", min_length=1)
    holds: tuple[str, ...] | None = Field(None, min_length=1)
    flag: bool | None = Field(None, alias="is")
    above: Exact | None = None

    @model_validator(mode="after")
    def _one_operator(self) -> Self:
        if sum(operator is not None for operator in (self.among, self.holds, self.flag, self.above)) != 1:
            raise ValueError(f"the condition on {self.key} needs exactly one of: in, holds, is, above")
        return self

    def met(self, answer: object) -> bool:
        """Whether `answer`, as it stands in the applicant file (None: unanswered), meets the condition."""
        if self.among is not None:
            return isinstance(answer, str) and answer in self.among
        if self.holds is not None:
            return isinstance(answer, (list, tuple)) and not set(self.holds).isdisjoint(answer)
        if self.flag is not None:
            return answer is self.flag
        return isinstance(answer, (int, float, Decimal)) and self.above is not None and answer > self.above


class Question(Strict):
    """One key of the applicant file as it is put to people.

    `short`: part of the short path. `refers`: without an answer, a cover that depends on it waits for one before a
    quote. `worst`: the choice that "unknown" counts as. `where`: usual scopes of a "partly". `past`: a date that can't
    be still to come. `follows`: the list out of which this answer is one; while the list holds one only, the answer
    follows from it and isn't asked. `visible_when`: groups that must all hold, each by any one of its conditions; none
    means always visible.
    """

    key: Code
    kind: Kind
    short: bool = False
    refers: bool = False
    asks: Colleague
    label: Text
    name: Text
    why: Text
    example: Text | None = None
    help: Text | None = None
    choices: tuple[Choice, ...] = ()
    worst: str | None = None
    where: tuple[Choice, ...] = ()
    fields: tuple[TableField, ...] = ()
    past: bool = False
    follows: Path | None = None
    visible_when: tuple[Annotated[tuple[Condition, ...], Field(min_length=1)], ...] = ()

    @model_validator(mode="after")
    def _parts_fit_the_kind(self) -> Self:
        codes = [choice.code for choice in self.choices]
        expect(bool(codes) == (self.kind in LISTED), f"{self.key}: choices go with {listed(LISTED)}, and only there")
        expect(
            bool(self.fields) == (self.kind in TABLED), f"{self.key}: fields go with {listed(TABLED)}, and only there"
        )
        expect(not self.where or self.kind == "control", f"{self.key}: only a control has scopes in where")
        expect(not self.where or 3 <= len(self.where) <= 5, f"{self.key}: where holds three to five scopes")
        expect((self.worst is None) != ("unknown" in codes), f"{self.key}: worst goes with a choice “unknown”")
        expect(self.worst is None or self.worst in codes, f"{self.key}: worst is one of {listed(codes)}")
        expect(not self.past or self.kind == "date", f"{self.key}: only a date can be past")
        expect(self.follows is None or self.kind == "choice", f"{self.key}: only a choice follows from a list")
        expect(not (self.short and self.refers), f"{self.key}: a missing ★ key is incomplete already: drop refers")
        for field in self.fields:
            own = field.kind == "choice" and self.kind != "clauses"
            expect(bool(field.choices) == own, f"{self.key}.{field.code}: choices go with a field of kind choice")
            unique(f"{self.key}.{field.code}", (choice.code for choice in field.choices))
        unique(self.key, codes)
        unique(self.key, (scope.code for scope in self.where))
        unique(self.key, (field.code for field in self.fields))
        return self

    def choices_of(self, field: TableField) -> tuple[Choice, ...]:
        """The answers among which a field of this question is chosen; empty when it is written freely."""
        return field.choices or (self.choices if field.kind == "choice" else ())

    def is_visible(self, answer_to: Callable[[str], object]) -> bool:
        """Whether the question shows. `answer_to(path)` gives None for what is unanswered or hidden itself."""
        return all(any(condition.met(answer_to(condition.key)) for condition in group) for group in self.visible_when)


def expect(fact: bool, otherwise: str) -> None:
    if not fact:
        raise ValueError(otherwise)


def unique(owner: str, codes: Iterable[str]) -> None:
    twice = sorted(code for code, count in Counter(codes).items() if count > 1)
    expect(not twice, f"{owner}: given more than once: {', '.join(twice)}")


def listed(codes: Iterable[str]) -> str:
    return ", ".join(sorted(codes))
