"""Where a person stands in the questionnaire: the sections in the order walked, what is answered, the minutes left."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property

from underwriting import Applicant, Guide, Language, Section, minutes_for


@dataclass(frozen=True)
class Step:
    """A section as the stepper shows it. `questions` are the paths counted there.

    `all` is how many questions a person sees in them, `answered` how many have their whole answer: those put as one
    count once. In a section of the short path only its short questions count; in one that refines, every one does.
    """

    section: Section
    questions: tuple[str, ...]
    all: int
    answered: int
    refines: bool

    @property
    def slug(self) -> str:
        """The section as it stands in an address."""
        return slug_of(self.section)

    @property
    def done(self) -> bool:
        return self.answered == self.all


@dataclass(frozen=True)
class Progress:
    """The whole way: first the sections of the short path, then those that only refine.

    `time_left` is what the questions that are left on the short path take, in minutes. When a broker asks for answers,
    `asked` is true, and the steps are the sections that hold them.
    """

    steps: tuple[Step, ...]
    time_left: float = 0
    asked: bool = False

    @cached_property
    def path(self) -> tuple[Step, ...]:
        """The sections that count: those of the short path, or those asked for."""
        return tuple(step for step in self.steps if not step.refines)

    @cached_property
    def refining(self) -> tuple[Step, ...]:
        return tuple(step for step in self.steps if step.refines)

    @property
    def answered(self) -> int:
        return sum(step.answered for step in self.path)

    @property
    def questions(self) -> int:
        return sum(step.all for step in self.path)

    @property
    def complete(self) -> bool:
        return self.answered == self.questions

    @property
    def percent(self) -> int:
        """How full the bar is, 0 to 100: full only when nothing is left."""
        return 100 * self.answered // self.questions if self.questions else 100

    @property
    def minutes(self) -> int:
        """Whole minutes left on the short path, rounded up; 0 while questions are left is less than one."""
        return math.ceil(self.time_left) if self.time_left >= 1 else 0

    def place(self, section: Section) -> int | None:
        """The rank of a section on the path, from 1; None for one that refines or isn't walked."""
        return next((rank for rank, step in enumerate(self.path, 1) if step.section.code == section.code), None)

    def step(self, section: Section) -> Step | None:
        return next((step for step in self.steps if step.section.code == section.code), None)

    def after(self, section: Section) -> Step | None:
        """The next section of the same kind; None when the read-back comes next."""
        following = [step for step in self.steps if step.section.order > section.order]
        here = self.step(section)
        refines = here.refines if here else False
        return next((step for step in following if step.refines == refines), None)

    def before(self, section: Section) -> Step | None:
        """The section to go back to: from the first that refines, the last of the path."""
        here = self.step(section)
        if here is None:
            return None
        rank = self.steps.index(here)
        return self.steps[rank - 1] if rank else None

    def first_open(self) -> Step | None:
        """The first section with something left, or the first one of all; None when no question is open."""
        return next((step for step in self.path if not step.done), self.steps[0] if self.steps else None)


def progress_of(applicant: Applicant, guide: Guide, language: Language, asked: Collection[str] = ()) -> Progress:
    """How far a file is. `asked`: paths of the only questions that are open, when a broker asked for them."""
    put = guide.questionnaire.put(applicant.get, asked)
    steps = tuple(sorted(_steps(applicant, guide, frozenset(put), asked), key=lambda step: step.refines))
    left = (p for step in steps if not step.refines for p in step.questions if applicant.get(p) is None)
    return Progress(steps, minutes_for(guide.questionnaire, left, language), asked=bool(asked))


def _steps(applicant: Applicant, guide: Guide, put: frozenset[str], asked: Collection[str]) -> Iterator[Step]:
    for section in guide.questionnaire.sections:
        shown = [path for path in guide.questionnaire.pages[section.code] if path in put]
        if asked:
            counted, refines = [path for path in shown if path in asked], False
        else:
            short = [path for path in shown if guide.questions[path].short]
            counted, refines = short or shown, not short
        if counted:
            count = guide.questionnaire.count
            left = count(path for path in counted if applicant.get(path) is None)
            yield Step(section, tuple(counted), count(counted), count(counted) - left, refines)


def slug_of(section: Section) -> str:
    """A section as it stands in an address: `cover-cyber`."""
    return section.code.replace(".", "-").replace("_", "-")


def section_at(slug: str, guide: Guide) -> Section | None:
    """The section of an address."""
    return next((section for section in guide.questionnaire.sections if slug_of(section) == slug), None)


def capital(text: str) -> str:
    """With a capital letter."""
    return text[:1].upper() + text[1:]


def anchor_of(path: str) -> str:
    """The id of a question's block on its page: `q-company-siren`."""
    return "q-" + path.replace(".", "-").replace("_", "-")
