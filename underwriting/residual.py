"""Residual risk, lever by lever: what each takes off an average year's loss, today and with the plan carried out.

The measure is the expected annual loss under the blended calibration. It starts with every control that concerns the
company absent. The levers put today's controls in place, one after another, in the guide's order, and insurance pays
its layers of what is left. Then they add what the plan puts in place, in the same order, and insurance pays again. So
each part can be computed again by hand, the parts add up, and the plan never takes anything away from a lever.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import TypeVar

import numpy as np

from . import words
from .applicant import CONTROL_PATHS, Applicant
from .assessment import CALIBRATIONS, PRICED, CoverCode, CoverQuote, Step, cents
from .assessment.advice import Lever, Remaining, Residual
from .guide.base import Language
from .guide.loader import Guide
from .guide.losses_schema import SCENARIOS
from .guide.residual_schema import LEVERS, LeverRule
from .losses import RiskProfile, risk_profile
from .losses.model import model_of
from .losses.severity import Floats, Severity
from .stories.payers import HELD_AS, clause_of, in_force
from .tariff import Terms
from .tariff.rating import PLACES, insured, unpack

BLENDED = CALIBRATIONS.index("blended")
PROFESSIONAL = PLACES["professional_liability"]
THOUSAND = 1000
NOTHING = Decimal("0.00")
Amount = TypeVar("Amount", int, Decimal)


@dataclass(frozen=True, slots=True)
class Stage:
    """One moment, today or after the plan, in euros a year.

    `losses` (l + 1,): expected loss before the levers move, then after each. `left` (s,): what insurance leaves of the
    last, by scenario.
    """

    losses: Floats
    left: Floats


def residual_risk(
    applicant: Applicant,
    guide: Guide,
    *,
    on: date,
    language: Language,
    plan: Iterable[Step],
    covers: Sequence[CoverQuote],
    published: bool,
) -> Residual:
    """The levers and what remains, for a file reduced to its visible answers.

    Today's insurance: the policies in force whose limit and retention are told, where a clause or a certificate
    doesn't leave it in doubt. Afterwards: the better of that and of what is quoted, cover by cover.
    """
    profile, model = risk_profile(applicant, guide), model_of(guide)
    scale = model.calibrations[BLENDED]
    severity = model.severity(profile.ln_median + np.log(scale))
    mean = severity.mean()[:, 0]
    planned = profile.states.copy()
    planned[[model.controls.index(path) for path in _put_in_place(plan) if path in profile.asked]] = 1.0

    paid_today = _paid_today(applicant, guide, on, severity)
    offers = [terms for cover in covers if published and (terms := _terms_offered(cover))]
    paid_after = np.maximum(paid_today, _paid(guide, severity, offers))
    none = np.where([path in profile.asked for path in model.controls], 0.0, profile.states)
    often = scale * _frequencies(profile, guide, np.stack([none, profile.states, planned]))
    now = _stage(often[0], mean, paid_today)
    then = _stage(often[1], mean, paid_after)
    return _told(now, then, profile, applicant, guide, language)


def _put_in_place(plan: Iterable[Step]) -> Iterable[str]:
    """The controls that the plan's actions put fully in place."""
    for step in plan:
        for action in step.actions:
            if (path := action.effect.get("improves")) in CONTROL_PATHS:
                yield path
            if prerequisite := action.effect.get("meets_prerequisite"):
                yield f"prerequisites.{prerequisite}"


def _frequencies(profile: RiskProfile, guide: Guide, states: Floats) -> Floats:
    """Events a year under the claims calibration, from each state (n, c) to the next, by lever: (n-1, l, s)."""
    model, steps = model_of(guide), (states[1:] - states[:-1])[:, None, :]
    along = states[:-1, None, :] + lever_masks(guide) * steps
    change = model.control_logs(along) - model.control_logs(profile.states)
    return np.asarray(profile.frequency * np.exp(change))


@lru_cache(maxsize=8)
def lever_masks(guide: Guide) -> Floats:
    """Which controls are at play once so many levers are pulled: none first, then one lever more each (l, c)."""
    controls = model_of(guide).controls
    own = [[path in lever.controls for path in controls] for lever in guide.residual.levers[:-1]]
    return np.cumsum(np.array([[False] * len(controls), *own], float), axis=0)


def _stage(often: Floats, mean: Floats, paid: Floats) -> Stage:
    return Stage(often @ mean, often[-1] * (mean - paid.sum(axis=1)))


def _paid(guide: Guide, severity: Severity, terms: Sequence[Terms]) -> Floats:
    """What each priced cover pays of one event, on average (s, v); nothing where no terms are given."""
    paid = np.zeros((len(SCENARIOS), len(PRICED)))
    if terms:
        places, limits, retentions = unpack(terms)
        paid[:, places] = insured(model_of(guide), severity, places, limits, retentions)
    return paid


def _terms_offered(cover: CoverQuote) -> Terms | None:
    """Limit and retention of an immediate offer; none for what a person must look at first."""
    if cover.outcome != "quote" or cover.limit_eur is None or cover.retention_eur is None:
        return None
    return Terms(cover.code, cover.limit_eur, cover.retention_eur)


def _paid_today(applicant: Applicant, guide: Guide, on: date, severity: Severity) -> Floats:
    """The same, of the policies held: what isn't known of them counts for nothing."""
    terms = [line for cover in PRICED if (line := _terms_held(cover, applicant, on))]
    paid = _paid(guide, severity, terms)
    rules = guide.residual
    share = {"covered": 1.0, "sublimited": rules.sublimited.f}
    for place, code in enumerate(SCENARIOS):
        if code in rules.read_in:
            paid[place, PROFESSIONAL] *= share.get(clause_of(applicant, rules.read_in[code]), 0.0)
    return paid


def _terms_held(cover: CoverCode, applicant: Applicant, on: date) -> Terms | None:
    """Limit and retention of a policy in force; a directors' policy has no retention to tell."""
    policy = HELD_AS[cover]
    if not in_force(policy, applicant, on):
        return None
    if policy == "product_liability" and not applicant.cover.product_liability.certificate:
        return None
    limit = applicant.get(f"cover.{policy}.limit_eur")
    retention = 0 if policy == "directors" else applicant.get(f"cover.{policy}.retention_eur")
    return None if limit is None or retention is None else Terms(cover, Decimal(limit), Decimal(retention))


def _told(
    now: Stage, then: Stage, profile: RiskProfile, applicant: Applicant, guide: Guide, language: Language
) -> Residual:
    """Both stages in cents and thousandths. Each level is rounded once; a part is the difference of two levels."""
    rules = guide.residual
    levels = [_levels(stage, guide) for stage in (now, then)]
    parts = _parts([[cents(level) for level in stage] for stage in levels])
    shares = _parts([[round(THOUSAND * level / levels[0][0]) for level in stage] for stage in levels])
    levers = tuple(
        Lever(
            rule.code,
            rule.label.to(language),
            f"{rule.text.to(language)} {_change(parts[0][i], parts[1][i], guide, language)}",
            parts[0][i],
            parts[1][i],
            shares[0][i],
            shares[1][i],
            _fields(rule, profile, applicant, guide),
        )
        for i, rule in enumerate(rules.levers)
    )
    remains = tuple(
        Remaining(
            rule.code,
            rule.label.to(language),
            rule.text.to(language),
            parts[0][i],
            parts[1][i],
            shares[0][i],
            shares[1][i],
        )
        for i, rule in enumerate(rules.remains, start=len(levers))
    )
    exposed = cents(float(now.losses[0]))
    text = rules.text.to(
        language,
        exposed=words.euros(exposed, language),
        today=words.euros(sum((part.today_eur for part in remains), NOTHING), language),
        after=words.euros(sum((part.after_eur for part in remains), NOTHING), language),
    )
    return Residual(exposed, text, levers, remains)


def _levels(stage: Stage, guide: Guide) -> list[float]:
    """The loss before the levers move, after each, after insurance, then with one cause after another taken away."""
    left = dict(zip(SCENARIOS, stage.left.tolist(), strict=True))
    by_cause = [sum(left[code] for code in part.scenarios) for part in guide.residual.remains]
    return [*stage.losses.tolist(), *reversed(list(accumulate(reversed(by_cause)))), 0.0]


def _parts(levels: Sequence[Sequence[Amount]]) -> tuple[list[Amount], list[Amount]]:
    """What each lever and each cause makes of it, today and after the plan, which adds to what controls do today."""
    today, after = ([upper - lower for upper, lower in pairwise(stage)] for stage in levels)
    before = len(LEVERS) - 1
    return today, [kept + gain for kept, gain in zip(today[:before], after, strict=False)] + after[before:]


def _change(today: Decimal, after: Decimal, guide: Guide, language: Language) -> str:
    texts, gain = guide.residual.changes, after - today
    return texts.more.to(language, gain=words.euros(gain, language)) if gain >= 1 else texts.same.to(language)


def _fields(rule: LeverRule, profile: RiskProfile, applicant: Applicant, guide: Guide) -> tuple[str, ...]:
    """The questions behind a lever that this company is asked."""
    asked = (path for path in rule.controls if path in profile.asked)
    others = (path for path in rule.fields if guide.questions[path].is_visible(applicant.get))
    return (*asked, *others)
