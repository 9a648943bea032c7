"""stories.toml: what may happen to a company, in eight stories and four spares, and which cover answers."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from ..applicant.model import QUESTION_PATHS
from ..assessment.advice import StoryCover
from .base import Standing, Strict, Text
from .gaps_schema import CoverStatus
from .guarantees_schema import GuaranteeCode

CLAUSES = "cover.professional_liability.clauses"
Paying = Literal["pays", "partly"]


class Detail(Strict):
    """A sentence added once each of `fields` (placeholder: dotted path) is told, and is neither nothing nor no."""

    fields: Annotated[dict[str, str], Field(min_length=1)]
    text: Text

    @model_validator(mode="after")
    def _paths_exist(self) -> Self:
        for path in self.fields.values():
            if path not in QUESTION_PATHS:
                raise ValueError(f"no question is called {path}")
        return self


class PayerRule(Strict):
    """One cover held against one story.

    `never`: why it is not that cover's business; nothing else is then given. Else `what` it pays (a noun phrase), at
    `best`. Who holds the policy reads `clauses` and `gaps` in it; without any, the policy answers when the case is the
    very object of such a policy (`core`), or when a certificate proves it (`certified`), else it is to be checked.
    `guarantees`: those of the plan's cover that must be included. `negotiated`: the best that the plan may obtain where
    a clause doesn't answer today.
    """

    cover: StoryCover
    never: Text | None = None
    what: Text | None = None
    best: Paying = "pays"
    negotiated: Paying = "partly"
    clauses: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()
    core: bool = False
    certified: bool = False
    guarantees: tuple[GuaranteeCode, ...] = ()

    @model_validator(mode="after")
    def _one_way_of_reading(self) -> Self:
        if (self.never is None) == (self.what is None):
            raise ValueError("give either what the cover pays, or why it never does")
        if sum((bool(self.clauses or self.gaps), self.core, self.certified)) > 1:
            raise ValueError("clauses or gaps, core, certified: one of them at most")
        if self.clauses and self.cover != "professional_liability":
            raise ValueError("clauses are those of the professional liability policy")
        if self.never and (self.clauses or self.gaps or self.core or self.certified or self.guarantees):
            raise ValueError("a cover that never answers reads nothing")
        return self


class ExampleRule(Strict):
    """A costed case met elsewhere, with how far it may be trusted; brokers alone read an unverified one."""

    text: Text
    standing: Standing
    source: str


class StoryRule(Strict):
    """One story: its words, who might pay, what nobody pays."""

    code: str
    spare: bool = False
    source: str
    title: Text
    text: Text
    details: tuple[Detail, ...] = ()
    payers: Annotated[tuple[PayerRule, ...], Field(min_length=1)]
    unpaid: Annotated[tuple[str, ...], Field(min_length=1)]
    example: ExampleRule | None = None

    @model_validator(mode="after")
    def _each_cover_once(self) -> Self:
        covers = [payer.cover for payer in self.payers]
        if len(set(covers)) < len(covers):
            raise ValueError(f"{self.code}: each cover answers once")
        return self


class Cost(Strict):
    """A cost that nobody pays: a few words for a table, and the sentence."""

    label: Text
    text: Text


class Held(Strict):
    """What a policy answers today; {policy} is its name, {what} what it would pay, {expires} a day."""

    not_held: Text
    held_unknown: Text
    expired: Text
    covered: Text
    sublimited: Text
    unknown: Text
    excluded: Text
    uncertified: Text
    core: Text
    uncertain: Text

    def of(self, status: CoverStatus) -> Text:
        """The sentence for a gap or a clause read in a policy that is held."""
        text: Text = self.unknown if status == "no_policy" else getattr(self, status)
        return text


class Planned(Strict):
    """What the same cover answers once the plan is carried out."""

    kept: Text
    proposed: Text
    negotiated: Text
    if_agreed: Text
    option: Text
    not_included: Text
    not_proposed: Text


class StoriesGuide(Strict):
    """stories.toml. Eight stories are told: those that can happen first, the spares next, then the others."""

    policies: dict[StoryCover, Text]
    held: Held
    planned: Planned
    cannot_happen: Text
    unpaid: dict[str, Cost]
    stories: tuple[StoryRule, ...]

    @model_validator(mode="after")
    def _eight_and_their_spares(self) -> Self:
        if sum(not story.spare for story in self.stories) != 8:
            raise ValueError("eight stories, the others being spares")
        for story in self.stories:
            for code in story.unpaid:
                if code not in self.unpaid:
                    raise ValueError(f"{story.code}: no cost is called {code}: one of {', '.join(self.unpaid)}")
            for payer in story.payers:
                if payer.cover not in self.policies:
                    raise ValueError(f"{story.code}: {payer.cover} has no name in policies")
        if idle := set(self.unpaid) - {code for story in self.stories for code in story.unpaid}:
            raise ValueError(f"unpaid: no story uses {', '.join(sorted(idle))}")
        return self
