"""plan.toml: what there is to do, by whom, by when and why."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import model_validator

from .base import Number, Numbers, Strict, Text
from .questionnaire_schema import Colleague


class Effort(Strict):
    """A size of work: its words, and the hours that rank one piece of work against another."""

    hours: Number
    text: Text


class ActionTemplate(Strict):
    """One kind of action. Placeholders: those that the function of the same code fills, and {owner}.

    `worth`: points of an action that others wait for, besides those of its effect.
    """

    step: Literal[1, 2, 3, 4]
    priority: Literal[1, 2, 3]
    due_in_days: Number
    effort: str
    owner: Colleague
    text: Text
    why: Text
    worth: Number | None = None


class Gains(Strict):
    """What an action changes, in a few words: each after the kind of its effect."""

    opens: Text
    lifts: Text
    saves: Text
    closes: Text
    closes_all: Text
    duty: Text
    takes: Text
    condition: Text


class PlanGuide(Strict):
    """plan.toml. `gaps_of_cyber` are asked of the cyber insurer, all others of the liability insurer.

    `gaps_of_clauses` are those that a professional liability policy answers: none open, the first step is done.
    """

    gaps_asked: Number
    controls_advised: Number
    notice_months: Number
    notice_is_near: Number
    gaps_of_cyber: tuple[str, ...]
    gaps_of_clauses: tuple[str, ...]
    duties_with_own_action: tuple[str, ...]
    owners: dict[Colleague, Text]
    who: Text
    efforts: dict[str, Effort]
    control_effort: str
    control_efforts: dict[str, str]
    certifications: dict[str, Text]
    worth: Numbers
    gains: Gains
    actions: dict[str, ActionTemplate]

    @model_validator(mode="after")
    def _efforts_exist(self) -> Self:
        used = {"control_effort": self.control_effort, **self.control_efforts}
        used.update((f"actions.{code}", template.effort) for code, template in self.actions.items())
        for where, effort in used.items():
            if effort not in self.efforts:
                raise ValueError(f"{where}: no effort is called {effort}: one of {', '.join(self.efforts)}")
        return self
