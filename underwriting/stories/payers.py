"""Which cover answers a story: as the policies held today read, then with the plan carried out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from .. import facts, words
from ..applicant import Applicant
from ..assessment import CoverQuote
from ..assessment.advice import ANSWERS, Answer, Payer, StoryCover
from ..facts import PresentCover
from ..guide.base import Language, Text
from ..guide.gaps_schema import STATUSES, CoverStatus
from ..guide.loader import Guide
from ..guide.stories_schema import CLAUSES, PayerRule

HELD_AS: dict[StoryCover, PresentCover] = {
    "cyber": "cyber",
    "professional_liability": "professional_liability",
    "product_liability": "product_liability",
    "directors_liability": "directors",
    "public_liability": "public_liability",
    "clinical_trial_liability": "clinical_trial",
    "e_reputation": "e_reputation",
}
"""Where the file tells whether a cover is held."""

WITH_EXPIRY = frozenset({"cyber", "professional_liability", "product_liability", "directors"})


@dataclass(frozen=True, slots=True)
class Case:
    """One company's policies and advice. `gaps` and `covers` are those of its assessment, by code."""

    applicant: Applicant
    guide: Guide
    on: date
    language: Language
    gaps: Mapping[str, CoverStatus]
    covers: Mapping[str, CoverQuote]
    published: bool


def payers_of(rules: tuple[PayerRule, ...], case: Case) -> tuple[tuple[Payer, ...], tuple[Payer, ...]]:
    """Who pays today, and after the plan, cover by cover."""
    pairs = [_pair(rule, case) for rule in rules]
    return tuple(today for today, _ in pairs), tuple(after for _, after in pairs)


def _pair(rule: PayerRule, case: Case) -> tuple[Payer, Payer]:
    if rule.never is not None:
        never = Payer(rule.cover, "no", rule.never.to(case.language))
        return never, never
    now, sentence = _today(rule, case)
    then, promise = _after(rule, now, case)
    return _payer(rule, now, sentence, case), _payer(rule, then, promise, case)


def _payer(rule: PayerRule, answer: Answer, sentence: Text, case: Case) -> Payer:
    assert rule.what is not None
    expires = expiry(HELD_AS[rule.cover], case.applicant)
    why = sentence.to(
        case.language,
        policy=case.guide.stories.policies[rule.cover].to(case.language),
        what=rule.what.to(case.language),
        expires=words.day(expires, case.language) if expires else "",
    )
    return Payer(rule.cover, answer, why)


def expiry(policy: PresentCover, applicant: Applicant) -> date | None:
    """The day a policy ends, None when its end isn't asked or told."""
    day: date | None = applicant.get(f"cover.{policy}.expires_on") if policy in WITH_EXPIRY else None
    return day


def in_force(policy: PresentCover, applicant: Applicant, on: date) -> bool:
    """Held, and not known to have ended."""
    ends = expiry(policy, applicant)
    return facts.holds(applicant, policy) and (ends is None or ends >= on)


def _today(rule: PayerRule, case: Case) -> tuple[Answer, Text]:
    """What the policy in hand answers. Nothing that nobody has read or proved is ever said to pay."""
    texts, policy = case.guide.stories.held, HELD_AS[rule.cover]
    held = facts.held(case.applicant, policy)
    if held != "yes":
        return ("no", texts.not_held) if held == "no" else ("to_check", texts.held_unknown)
    if not in_force(policy, case.applicant, case.on):
        return "to_check", texts.expired
    if rule.core:
        return rule.best, texts.core
    if rule.certified:
        proved = case.applicant.get(f"cover.{policy}.certificate") is True
        return (rule.best, texts.covered) if proved else ("to_check", texts.uncertified)
    read = list(_read(rule, case))
    if not read:
        return "to_check", texts.uncertain
    worst = max(read, key=STATUSES.index)
    answers: dict[CoverStatus, Answer] = {"covered": rule.best, "sublimited": "partly", "excluded": "no"}
    return answers.get(worst, "to_check"), texts.of(worst)


def _read(rule: PayerRule, case: Case) -> Iterator[CoverStatus]:
    for clause in rule.clauses:
        yield clause_of(case.applicant, clause)
    for gap in rule.gaps:
        yield case.gaps[gap]


def clause_of(applicant: Applicant, clause: str) -> CoverStatus:
    """How the professional liability policy answers at one of its clauses; unread is unknown."""
    told = applicant.get(CLAUSES)
    answer: CoverStatus | None = getattr(told, clause) if told else None
    return answer or "unknown"


def _after(rule: PayerRule, today: Answer, case: Case) -> tuple[Answer, Text]:
    """The better of the policy in hand and of what the plan proposes."""
    offered, sentence = _offered(rule, case)
    if ANSWERS.index(offered) > ANSWERS.index(today):
        return offered, sentence
    if offered == today and (today == "to_check" or not facts.holds(case.applicant, HELD_AS[rule.cover])):
        return today, sentence
    return today, case.guide.stories.planned.kept


def _offered(rule: PayerRule, case: Case) -> tuple[Answer, Text]:
    """What the plan proposes: only an immediate offer counts as a promise, and only for what it includes."""
    texts, cover = case.guide.stories.planned, case.covers.get(rule.cover)
    if cover is None or not cover.needed:
        return "no", texts.not_proposed
    included = {guarantee.code: guarantee.included for guarantee in cover.guarantees}
    terms = {included.get(code, "no") for code in rule.guarantees}
    if "no" in terms:
        return "no", texts.not_included
    if "option" in terms:
        return "to_check", texts.option
    if not (case.published and cover.outcome == "quote"):
        return "to_check", texts.if_agreed
    if any(status != "covered" for status in _read(rule, case)):
        return min(rule.negotiated, rule.best, key=ANSWERS.index), texts.negotiated
    return rule.best, texts.proposed
