"""The questionnaire of a guide: every question of the applicant file, in words for people.

One TOML file holds one `Section`; the sections together make a `Questionnaire`. A question's path is its section's code
and its own key (`company.siren`), the same path as in the applicant file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import cached_property
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
    quote. `worst`: the choice that "unknown" counts as. `where`: usual scopes of a "partly". `visible_when`: groups
    that must all hold, each by any one of its conditions; none means always visible.
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
    visible_when: tuple[Annotated[tuple[Condition, ...], Field(min_length=1)], ...] = ()

    @model_validator(mode="after")
    def _parts_fit_the_kind(self) -> Self:
        codes = [choice.code for choice in self.choices]
        _expect(bool(codes) == (self.kind in LISTED), f"{self.key}: choices go with {_list(LISTED)}, and only there")
        _expect(
            bool(self.fields) == (self.kind in TABLED), f"{self.key}: fields go with {_list(TABLED)}, and only there"
        )
        _expect(not self.where or self.kind == "control", f"{self.key}: only a control has scopes in where")
        _expect(not self.where or 3 <= len(self.where) <= 5, f"{self.key}: where holds three to five scopes")
        _expect((self.worst is None) != ("unknown" in codes), f"{self.key}: worst goes with a choice “unknown”")
        _expect(self.worst is None or self.worst in codes, f"{self.key}: worst is one of {_list(codes)}")
        _expect(not (self.short and self.refers), f"{self.key}: a missing ★ key is incomplete already: drop refers")
        for field in self.fields:
            own = field.kind == "choice" and self.kind != "clauses"
            _expect(bool(field.choices) == own, f"{self.key}.{field.code}: choices go with a field of kind choice")
            _unique(f"{self.key}.{field.code}", (choice.code for choice in field.choices))
        _unique(self.key, codes)
        _unique(self.key, (scope.code for scope in self.where))
        _unique(self.key, (field.code for field in self.fields))
        return self

    def choices_of(self, field: TableField) -> tuple[Choice, ...]:
        """The answers among which a field of this question is chosen; empty when it is written freely."""
        return field.choices or (self.choices if field.kind == "choice" else ())

    def is_visible(self, answer_to: Callable[[str], object]) -> bool:
        """Whether the question shows. `answer_to(path)` gives None for what is unanswered or hidden itself."""
        return all(any(condition.met(answer_to(condition.key)) for condition in group) for group in self.visible_when)


class Section(Strict):
    """One page of the questionnaire. `minutes`: our estimate of its short path; 0 stands for less than one."""

    code: Annotated[str, Field(pattern=r"^[a-z_]+(\.[a-z_]+)?$")]
    order: int
    minutes: Annotated[int, Field(ge=0)]
    title: Text
    intro: Text
    questions: Annotated[tuple[Question, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _keys_are_unique(self) -> Self:
        _unique(self.code, (question.key for question in self.questions))
        return self

    def path(self, question: Question) -> str:
        """The dotted path of one of this section's questions."""
        return f"{self.code}.{question.key}"


class Questionnaire(Strict):
    """All sections, in the order in which they are asked. A question may depend only on earlier ones."""

    sections: tuple[Section, ...]

    @model_validator(mode="after")
    def _sections_agree(self) -> Self:
        _unique("questionnaire", (section.code for section in self.sections))
        orders = [section.order for section in self.sections]
        _expect(orders == sorted(set(orders)), "sections stand by rising order, each order once")
        asked: dict[str, Question] = {}
        wrong = []
        for path, question in self.by_path.items():
            for condition in (condition for group in question.visible_when for condition in group):
                earlier = asked.get(condition.key)
                if earlier is None:
                    wrong.append(f"{path}: depends on {condition.key}, which is not asked before it")
                elif not _fits(condition, earlier):
                    wrong.append(f"{path}: {condition.key} can never answer that")
            asked[path] = question
        _expect(not wrong, "\n".join(wrong))
        return self

    @cached_property
    def by_path(self) -> dict[str, Question]:
        """Every question by its dotted path, in the order asked."""
        return {section.path(question): question for section in self.sections for question in section.questions}

    def visible(self, answer_to: Callable[[str], object]) -> tuple[str, ...]:
        """Paths of the questions that show, in order. An answer to a hidden question opens nothing."""
        shown: dict[str, None] = {}
        for path, question in self.by_path.items():
            if question.is_visible(lambda key: answer_to(key) if key in shown else None):
                shown[path] = None
        return tuple(shown)


def _fits(condition: Condition, question: Question) -> bool:
    """Whether the operator suits the kind of question, and its values are among the choices."""
    codes = {choice.code for choice in question.choices}
    if condition.among is not None:
        return question.kind == "country" or (question.kind == "choice" and codes.issuperset(condition.among))
    if condition.holds is not None:
        return question.kind == "choices" and codes.issuperset(condition.holds)
    if condition.flag is not None:
        return question.kind == "boolean"
    return question.kind in ("integer", "money", "share")


def _expect(fact: bool, otherwise: str) -> None:
    if not fact:
        raise ValueError(otherwise)


def _unique(owner: str, codes: Iterable[str]) -> None:
    twice = sorted(code for code, count in Counter(codes).items() if count > 1)
    _expect(not twice, f"{owner}: given more than once: {', '.join(twice)}")


def _list(codes: Iterable[str]) -> str:
    return ", ".join(sorted(codes))
