"""How the policies that a company holds today answer a gap, read from its clauses, certificates and dates."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import cast

from . import facts
from .facts import PresentCover
from .gap_case import Case, Figure
from .guide.gaps_schema import STATUSES, CoverStatus

COVERING_THE_PAST: tuple[PresentCover, ...] = ("professional_liability", "product_liability", "cyber")
EXPIRING: tuple[PresentCover, ...] = ("professional_liability", "product_liability", "cyber", "directors")
WITH_TRIGGER = ("professional_liability", "product_liability")


@dataclass(frozen=True, slots=True)
class PolicyAnswer:
    """What a policy says, with the codes of what is to be noted and the figures quoted there.

    `policy` None: no policy could ever answer. `held_known`: whether it is known to be held.
    """

    status: CoverStatus
    policy: PresentCover | None
    held_known: bool = True
    notes: tuple[str, ...] = ()
    figures: Mapping[str, Figure] = field(default_factory=dict)


def worst(answers: Iterable[PolicyAnswer]) -> PolicyAnswer:
    """The least favourable of several answers; the first of equals."""
    return max(answers, key=lambda answer: STATUSES.index(answer.status))


def read_policies(case: Case) -> PolicyAnswer:
    """The worst of what the present policies answer to this gap."""
    reader = READERS.get(case.rule.code)
    return reader(case) if reader else worst(_at(case, path) for path in case.rule.reads)


def _not_held(case: Case, policy: PresentCover) -> PolicyAnswer | None:
    """The answer of a policy that isn't known to be held; None when it is held."""
    held = facts.held(case.applicant, policy)
    if held == "yes":
        return None
    return PolicyAnswer("no_policy", policy) if held == "no" else PolicyAnswer("unknown", policy, held_known=False)


def _at(case: Case, path: str) -> PolicyAnswer:
    """The answer at a policy or at one of its clauses; a policy read as a whole answers nothing by itself."""
    head, _, clause = path.partition(".clauses.")
    policy = cast(PresentCover, head)
    if answer := _not_held(case, policy):
        return answer
    clauses = case.applicant.cover.professional_liability.clauses
    told = getattr(clauses, clause) if clauses and clause else None
    return PolicyAnswer(told or "unknown", policy)


def _certified(case: Case, policy: PresentCover) -> PolicyAnswer:
    """A policy proves its cover by a certificate only."""
    if answer := _not_held(case, policy):
        return answer
    if case.applicant.get(f"cover.{policy}.certificate"):
        return PolicyAnswer("covered", policy)
    return PolicyAnswer("unknown", policy, notes=("uncertified",))


def pure_financial_loss(case: Case) -> PolicyAnswer:
    """The clause, and the limits held against the largest contract and against what clients demand."""
    answer = worst(_at(case, path) for path in case.rule.reads)
    if not facts.holds(case.applicant, "professional_liability"):
        return answer
    notes, figures = _shortfalls(case)
    status = worst((answer, PolicyAnswer("sublimited", answer.policy))).status if notes else answer.status
    return PolicyAnswer(status, answer.policy, notes=notes, figures=figures)


def _shortfalls(case: Case) -> tuple[tuple[str, ...], Mapping[str, Figure]]:
    """How the limits of the professional policy fall short, or can't be compared, with the figures told."""
    contracts, policy = case.applicant.contracts, case.applicant.cover.professional_liability
    contract, demand = contracts.largest_contract_eur, contracts.client_required_limit_eur
    sublimit, limit = policy.non_material_limit_eur, policy.limit_eur
    demands_unsaid = contracts.client_insurance_required is not False and demand is None
    notes = [_compared("sublimit", sublimit, contract, demand), _compared("limit", limit, contract, demand)]
    if sublimit is None and (contract or demand):
        notes.append("sublimit_unsaid")
    if contract is None or demands_unsaid:
        notes.append("need_unsaid")
    told = {"sublimit_eur": sublimit, "limit_eur": limit, "contract_eur": contract, "demand_eur": demand}
    return tuple(note for note in notes if note), {name: eur for name, eur in told.items() if eur is not None}


def _compared(name: str, limit: int | None, contract: int | None, demand: int | None) -> str:
    """The note that says below which of the two amounts a limit lies; empty when below neither."""
    needs = {"contract": contract, "demand": demand}
    below = [code for code, need in needs.items() if limit is not None and need is not None and limit < need]
    return f"{name}_below_{below[0] if len(below) == 1 else 'both'}" if below else ""


def bodily_injury(case: Case) -> PolicyAnswer:
    """Both liabilities where both are at play: a product alone is no service, software that is no device no product."""
    goods = facts.is_device(case.applicant) or facts.is_other(case.applicant)
    answers = []
    if not facts.is_other_only(case.applicant):
        answers += [_at(case, path) for path in case.rule.reads]
    if goods or facts.may_be_regulated_device(case.applicant):
        answers.append(_certified(case, "product_liability"))
    return worst(answers)


def compulsory_liability(case: Case) -> PolicyAnswer:
    """Only a certificate shows that the duty is met."""
    return _certified(case, "clinical_trial" if facts.has_study(case.applicant) else "product_liability")


def retroactive_gap(case: Case) -> PolicyAnswer:
    """Covered when each policy held is in force and reaches back to the company's beginning."""
    held = [policy for policy in COVERING_THE_PAST if facts.held(case.applicant, policy) != "no"]
    return worst(_past(case, policy) for policy in held) if held else PolicyAnswer("no_policy", COVERING_THE_PAST[0])


def _past(case: Case, policy: PresentCover) -> PolicyAnswer:
    if answer := _not_held(case, policy):
        return answer
    if _by_occurrence(case, policy):
        return PolicyAnswer("covered", policy)
    since, founded = case.applicant.get(f"cover.{policy}.retroactive_on"), case.applicant.company.founded_on
    ends = case.applicant.get(f"cover.{policy}.expires_on")
    if ends is not None and ends < case.on:
        return PolicyAnswer("excluded", policy, notes=("ended",), figures={"ends": ends})
    unsaid = {"start_unsaid": since, "foundation_unsaid": founded, "end_unsaid": ends}
    if notes := tuple(note for note, day in unsaid.items() if day is None):
        return PolicyAnswer("unknown", policy, notes=notes)
    if since <= founded:
        return PolicyAnswer("covered", policy)
    figures = {"retroactive": since, "founded": founded}
    return PolicyAnswer("sublimited", policy, notes=("after_creation",), figures=figures)


def continuity_known_facts(case: Case) -> PolicyAnswer:
    """Covered when each policy held is in force and keeps late claims long enough."""
    held = [policy for policy in EXPIRING if facts.held(case.applicant, policy) != "no"]
    return worst(_late(case, policy) for policy in held) if held else PolicyAnswer("no_policy", EXPIRING[0])


def _late(case: Case, policy: PresentCover) -> PolicyAnswer:
    if answer := _not_held(case, policy):
        return answer
    expires = case.applicant.get(f"cover.{policy}.expires_on")
    if expires is not None and expires < case.on:
        return PolicyAnswer("excluded", policy, notes=("expired",), figures={"expires": expires})
    if _by_occurrence(case, policy):
        return PolicyAnswer("covered", policy)
    years = case.applicant.cover.professional_liability.run_off_years
    if policy != "professional_liability" or years is None:
        return PolicyAnswer("unknown", policy)
    if years >= case.threshold("run_off_years"):
        return PolicyAnswer("covered", policy)
    return PolicyAnswer("sublimited", policy, notes=("run_off_short",), figures={"years": years})


def _by_occurrence(case: Case, policy: PresentCover) -> bool:
    """Responds for what happened while it ran, whenever the claim comes."""
    return policy in WITH_TRIGGER and case.applicant.get(f"cover.{policy}.trigger") == "occurrence"


def e_reputation(case: Case) -> PolicyAnswer:
    """Held is enough: this cover is about nothing else."""
    return _not_held(case, "e_reputation") or PolicyAnswer("covered", "e_reputation")


def fines(case: Case) -> PolicyAnswer:
    """Never insurable, whatever is held."""
    return PolicyAnswer("excluded", None)


READERS: dict[str, Callable[[Case], PolicyAnswer]] = {
    reader.__name__: reader
    for reader in (
        pure_financial_loss,
        bodily_injury,
        compulsory_liability,
        retroactive_gap,
        continuity_known_facts,
        e_reputation,
        fines,
    )
}
"""Gaps that read more than the places named in the guide."""
