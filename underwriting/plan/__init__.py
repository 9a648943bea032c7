"""The plan: four steps, always the same and always in order, each with what this company has to do.

Each kind of action is a small function that says whether, and for what, it is to be done; its words, priority, delay,
effort and owner are in plan.toml, under the same code.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from ..applicant import Applicant
from ..assessment import (
    PRICED,
    Action,
    Completeness,
    CoverCode,
    CoverQuote,
    Gap,
    Losses,
    Obligation,
    Prerequisite,
    Reason,
    Step,
)
from ..guide.base import Language
from ..guide.loader import Guide
from . import answers, audit, clients, conditions, cyber, directors, renewals, safeguards
from .case import DRAFTERS, Case, Draft, StepNumber
from .gains import gains_of, worth_of
from .status import status_of

__all__ = [
    "DRAFTERS",
    "STEPS",
    "answers",
    "audit",
    "clients",
    "conditions",
    "cyber",
    "directors",
    "make_plan",
    "renewals",
    "safeguards",
]

STEPS: dict[StepNumber, str] = {
    1: "audit_professional_liability",
    2: "take_cyber_cover",
    3: "review_directors_liability",
    4: "promote_to_clients",
}


_Ranked = tuple[Action, Decimal]


def make_plan(
    applicant: Applicant,
    guide: Guide,
    *,
    on: date,
    language: Language,
    eligibility: tuple[Prerequisite, ...],
    gaps: tuple[Gap, ...],
    obligations: tuple[Obligation, ...],
    covers: tuple[CoverQuote, ...],
    losses: Losses,
    reasons: tuple[Reason, ...],
    completeness: Completeness,
    published: bool,
) -> tuple[Step, ...]:
    """The four steps of a file reduced to its visible answers; each holds at least one action.

    Within a step: by priority, then by worth for the effort, then by delay. Every action's `effect` names its `owner`;
    premiums saved stand in it only when the indication is `published`.
    """
    case = Case(
        applicant=applicant,
        guide=guide,
        on=on,
        language=language,
        eligibility=eligibility,
        gaps=gaps,
        obligations=obligations,
        covers=covers,
        losses=losses,
        reasons=reasons,
        completeness=completeness,
        published=published,
        held_back=_held_back(reasons),
    )
    steps: dict[StepNumber, list[_Ranked]] = {number: [] for number in STEPS}
    for code, template in guide.plan.actions.items():
        for draft in DRAFTERS[code](case):
            steps[draft.step or template.step].append(
                (_worded(code, draft, case), _worth_for_effort(code, draft, case))
            )
    return tuple(Step(number, STEPS[number], status_of(number, case), _in_order(steps[number])) for number in STEPS)


def _held_back(reasons: tuple[Reason, ...]) -> dict[CoverCode, frozenset[str]]:
    """Priced covers without an immediate price, with the codes of what keeps them so."""
    holding = [reason for reason in reasons if reason.effect != "condition"]
    held = {cover: frozenset(reason.code for reason in holding if cover in reason.covers) for cover in PRICED}
    return {cover: codes for cover, codes in held.items() if codes}


def _in_order(actions: list[_Ranked]) -> tuple[Action, ...]:
    """By priority, then by worth for the effort, then by delay."""
    ranked = sorted(actions, key=lambda item: (item[0].priority, -item[1], item[0].due_in_days))
    return tuple(action for action, _ in ranked)


def _worth_for_effort(code: str, draft: Draft, case: Case) -> Decimal:
    """Points for each hour of work."""
    rules = case.guide.plan
    template = rules.actions[code]
    base = template.worth.value if template.worth else Decimal(0)
    return (base + worth_of(draft.effect, case)) / rules.efforts[draft.effort or template.effort].hours.value


def _worded(code: str, draft: Draft, case: Case) -> Action:
    """The action in words. Where the text doesn't name its owner, a last sentence does."""
    rules, language = case.guide.plan, case.language
    template = rules.actions[code]
    owner = draft.owner or template.owner
    values = {**draft.values, "owner": rules.owners[owner].to(language)}
    text = template.text.to(language, **values)
    if "{owner}" not in template.text.to(language):
        text = f"{text} {rules.who.to(language, owner=values['owner'])}"
    return Action(
        code=f"{code}_{draft.key}" if draft.key else code,
        text=text,
        why=template.why.to(language, **values),
        priority=draft.priority or template.priority,
        due_in_days=int(template.due_in_days.value) if draft.due_in_days is None else draft.due_in_days,
        effort=(draft.effort_text or rules.efforts[draft.effort or template.effort].text).to(language),
        effect={**draft.effect, "owner": owner},
        gains=gains_of(draft.effect, case),
    )
