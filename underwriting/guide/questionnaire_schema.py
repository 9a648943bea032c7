"""The questionnaire of a guide: every question of the applicant file, in words for people.

One TOML file holds one `Section`; the sections together make a `Questionnaire`. A question's path is its section's code
and its own key (`company.siren`), the same path as in the applicant file.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from functools import cached_property
from typing import Annotated, Self

from pydantic import Field, model_validator

from .base import Strict, Text
from .question_schema import (
    LISTED,
    Choice,
    Code,
    Colleague,
    Condition,
    Path,
    Question,
    TableField,
    expect,
    unique,
)

__all__ = [
    "LISTED",
    "Choice",
    "Colleague",
    "Condition",
    "Question",
    "Questionnaire",
    "Section",
    "TableField",
    "Together",
]


class Part(Strict):
    """One of the questions that are put as one: its path, the few words that tell it from the others, its help."""

    key: Path
    label: Text
    help: Text | None = None


class Together(Strict):
    """Several keys that a person sees as one question: on one page, under one label, each with its own answer."""

    code: Code
    label: Text
    why: Text
    help: Text | None = None
    parts: Annotated[tuple[Part, ...], Field(min_length=2)]

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths of its questions, in the order put."""
        return tuple(part.key for part in self.parts)


class Section(Strict):
    """One page of the questionnaire.

    `together` are the questions put as one here; some of them may be keys of later sections.
    """

    code: Annotated[str, Field(pattern=r"^[a-z_]+(\.[a-z_]+)?$")]
    order: int
    title: Text
    intro: Text
    questions: tuple[Question, ...] = ()
    together: tuple[Together, ...] = ()

    @model_validator(mode="after")
    def _keys_are_unique(self) -> Self:
        expect(bool(self.questions or self.together), f"{self.code}: a section puts at least one question")
        unique(self.code, (question.key for question in self.questions))
        return self

    def path(self, question: Question) -> str:
        """The dotted path of one of this section's questions."""
        return f"{self.code}.{question.key}"


class Questionnaire(Strict):
    """All sections, in the order in which they are asked. A question may depend only on earlier ones."""

    sections: tuple[Section, ...]

    @model_validator(mode="after")
    def _sections_agree(self) -> Self:
        unique("questionnaire", (section.code for section in self.sections))
        orders = [section.order for section in self.sections]
        expect(orders == sorted(set(orders)), "sections stand by rising order, each order once")
        asked: dict[str, Question] = {}
        wrong = []
        for path, question in self.by_path.items():
            for condition in (condition for group in question.visible_when for condition in group):
                earlier = asked.get(condition.key)
                if earlier is None:
                    wrong.append(f"{path}: depends on {condition.key}, which is not asked before it")
                elif not _fits(condition, earlier):
                    wrong.append(f"{path}: {condition.key} can never answer that")
            if question.follows is not None and not _chosen_from(question, asked):
                wrong.append(f"{path}: follows no list of its choices")
            asked[path] = question
        expect(not wrong, "\n".join(wrong))
        for section in self.sections:
            for together in section.together:
                self._check_together(section, together)
        unique("together", (together.code for section in self.sections for together in section.together))
        unique("together", (path for section in self.sections for one in section.together for path in one.paths))
        return self

    def _check_together(self, section: Section, together: Together) -> None:
        """What is put as one can't come and go by halves, nor after a question that depends on it."""
        orders = {own.path(question): own.order for own in self.sections for question in own.questions}
        for path in together.paths:
            question = self.by_path.get(path)
            expect(question is not None, f"{section.code}: {together.code} puts {path}, which is not asked")
            expect(orders.get(path, section.order) >= section.order, f"{path}: put together after its own section")
            if question is not None:
                branch = bool(question.visible_when) or question.follows is not None
                expect(not branch, f"{path}: a question with a branch is not put together with others")
                expect(question.short, f"{path}: only questions of the short path are put together")

    @cached_property
    def by_path(self) -> dict[str, Question]:
        """Every question by its dotted path, in the order asked."""
        return {section.path(question): question for section in self.sections for question in section.questions}

    @cached_property
    def together_by_path(self) -> dict[str, Together]:
        """The questions that are put as one with others, by path."""
        return {path: one for section in self.sections for one in section.together for path in one.paths}

    @cached_property
    def pages(self) -> dict[str, tuple[str, ...]]:
        """Paths of the questions that each section's page puts, in order; what it puts as one stands in a row."""
        pages = {}
        for section in self.sections:
            mine = {path: one for one in section.together for path in one.paths}
            own = [section.path(question) for question in section.questions]
            put: dict[str, None] = {path: None for path in mine if path not in own}
            for path in own:
                if path in mine:
                    put |= dict.fromkeys(mine[path].paths)
                elif path not in self.together_by_path:
                    put[path] = None
            pages[section.code] = tuple(put)
        return pages

    def count(self, paths: Iterable[str]) -> int:
        """How many questions a person sees in these: those put as one count once."""
        return len({one.code if (one := self.together_by_path.get(path)) else path for path in paths})

    def put(self, answer_to: Callable[[str], object], asked: Container[str] = ()) -> tuple[str, ...]:
        """Paths of the questions that are put to a person: those that show, but for what follows from another answer.

        While a list is empty, which of it is the main one isn't asked either. `asked`: paths put all the same.
        """
        return tuple(p for p in self.visible(answer_to) if p in asked or not self._is_settled(p, answer_to))

    def _is_settled(self, path: str, answer_to: Callable[[str], object]) -> bool:
        followed = self.by_path[path].follows
        if followed is None:
            return False
        found = answer_to(followed)
        items = found if isinstance(found, (list, tuple)) else ()
        return not items or (len(items) == 1 and answer_to(path) == items[0])

    def visible(self, answer_to: Callable[[str], object]) -> tuple[str, ...]:
        """Paths of the questions that show, in order. An answer to a hidden question opens nothing."""
        shown: dict[str, None] = {}

        def answer_shown(key: str) -> object:
            return answer_to(key) if key in shown else None

        for path, question in self.by_path.items():
            if not question.visible_when or question.is_visible(answer_shown):
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


def _chosen_from(question: Question, asked: Mapping[str, Question]) -> bool:
    """Whether the list that an answer follows from is asked before it, and has the same choices."""
    followed = asked.get(question.follows or "")
    codes = {choice.code for choice in question.choices}
    return followed is not None and followed.kind == "choices" and {c.code for c in followed.choices} == codes
