"""The applicant file: everything a company may tell, typed and strict (contract, section 3)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from operator import attrgetter
from typing import Any, Literal, TypeVar, cast, get_args, get_origin

from pydantic import model_validator

from .kinds import Answer
from .present import PresentCovers, Wishes
from .sections import (
    Company,
    Contact,
    Continuity,
    Contracts,
    Data,
    Directors,
    History,
    Hosting,
    IntellectualProperty,
    Prerequisites,
    Product,
    Safeguards,
    Section,
)

S = TypeVar("S", bound=Section)

_reader = lru_cache(maxsize=None)(attrgetter)


class Applicant(Section):
    """A whole file. Sections are always there; their keys are None until answered."""

    contact: Contact = Contact()
    company: Company = Company()
    product: Product = Product()
    contracts: Contracts = Contracts()
    hosting: Hosting = Hosting()
    intellectual_property: IntellectualProperty = IntellectualProperty()
    data: Data = Data()
    prerequisites: Prerequisites = Prerequisites()
    safeguards: Safeguards = Safeguards()
    continuity: Continuity = Continuity()
    history: History = History()
    directors: Directors = Directors()
    cover: PresentCovers = PresentCovers()
    wishes: Wishes = Wishes()

    @model_validator(mode="after")
    def _an_empty_family_list_is_no_answer(self) -> Applicant:
        if self.product.families == ():
            object.__setattr__(self, "product", self.product.model_copy(update={"families": None}))
        return self

    def get(self, path: str) -> Any:
        """The answer at a dotted path, None when unanswered. A control gives its whole ControlAnswer."""
        return _reader(path)(self)

    def control(self, path: str) -> Answer | None:
        """The word answered to a control, None when unanswered."""
        value = self.get(path)
        return None if value is None else value.answer

    def answered(self) -> Iterator[str]:
        """Dotted paths of the questions answered, in the order of the file."""
        return (path for path in QUESTION_PATHS if self.get(path) is not None)

    def tables(self) -> dict[str, Any]:
        """The answers as plain JSON tables, the unanswered left out: reading them again gives an equal file."""
        return self.model_dump(mode="json", exclude_none=True, exclude_defaults=True)

    def without(self, paths: frozenset[str]) -> Applicant:
        """The same file with these questions unanswered."""
        return _without(self, paths, "") if paths else self


def _is_group(annotation: object) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, Section)


def _question_paths(section: type[Section], prefix: str) -> Iterator[str]:
    for name, field in section.model_fields.items():
        if _is_group(field.annotation):
            yield from _question_paths(cast(type[Section], field.annotation), f"{prefix}{name}.")
        else:
            yield prefix + name


def _without(section: S, paths: frozenset[str], prefix: str) -> S:
    update: dict[str, object] = {}
    for name, field in type(section).model_fields.items():
        path = prefix + name
        if path in paths:
            update[name] = None
        elif _is_group(field.annotation) and any(p.startswith(path + ".") for p in paths):
            update[name] = _without(getattr(section, name), paths, path + ".")
    return section.model_copy(update=update)


def annotation_of(path: str) -> object:
    """The type that a dotted path of the file expects; LookupError if no such key exists."""
    owner: type[Section] = Applicant
    *groups, last = path.split(".")
    for group in groups:
        owner = cast(type[Section], owner.model_fields[group].annotation)
    return owner.model_fields[last].annotation


def codes_of(annotation: object) -> tuple[str, ...]:
    """The codes that a type of the file allows, in its order; empty when it is no list of codes."""
    if get_origin(annotation) is Literal:
        return tuple(str(code) for code in get_args(annotation))
    return next((codes for part in get_args(annotation) if (codes := codes_of(part))), ())


QUESTION_PATHS: tuple[str, ...] = tuple(_question_paths(Applicant, ""))
"""Every question of the file; a study, the list of incidents and the policy's clauses are one question each."""

CONTROL_PATHS: tuple[str, ...] = tuple(path for path in QUESTION_PATHS if "ControlAnswer" in str(annotation_of(path)))
"""The questions answered by yes, partly, no, unknown or not_applicable."""
