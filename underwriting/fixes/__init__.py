"""Fix-to-quote: the smallest set of answers to change to get an immediate price, and what it does to that price."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from ..applicant import Applicant
from ..assessment import PRICED, CoverCode, CoverPath, FixToQuote
from ..completeness import missing_short_path
from ..covers import cover_needs
from ..decision import Case, cover_outcome, decide
from ..guide.base import Language
from ..guide.loader import Guide
from ..losses import risk_profile
from ..quotation import Asked, Standing, standing_of
from ..visibility import reduce_to_visible
from .changes import CHANGES, possible_changes
from .price import Bill, bill_of, cheaper_safeguards, saved_by
from .search import after, fewest_changes, satisfiable
from .told import fix_of, lifted_by, summary

__all__ = ["CHANGES", "fix_to_quote"]

BLOCKING = ("refer", "decline")


def fix_to_quote(applicant: Applicant, guide: Guide, *, on: date, language: Language | None = None) -> FixToQuote:
    """What a company can do itself, at the least, to get an immediate price for every cover that its doing can open.

    Found by asking the rules of the guide, never from a list of remedies: `then` is what they say of the changed file.
    Limits, retentions and all other answers stay as they are. Never fails on a valid file.
    """
    language = language or applicant.contact.language or "fr"
    answers, hidden, _ = reduce_to_visible(applicant, guide)
    now = standing_of(Asked(answers, guide, on, language, hidden, missing_short_path(answers, guide, hidden)))
    changes = possible_changes(now.case, hidden)
    can = satisfiable(now.case, changes)
    wanted = {cover: _rules_of(cover, guide) for cover in PRICED if cover in now.needed}
    rules = _once(code for codes in wanted.values() if can.issuperset(codes) for code in codes)
    chosen = fewest_changes(rules, now.case, changes)

    then = _changed(now, after(now.case, chosen), hidden, language)
    was, bill, cheaper = bill_of(now), bill_of(then), cheaper_safeguards(then)
    fixes = tuple(
        fix_of(item, now.case, lifted_by(item, now.case, then.case), saved_by(item, chosen, now, then), language)
        for item in chosen
    )
    own = {
        cover: fewest_changes([code for code in codes if code in can], now.case, changes)
        for cover, codes in wanted.items()
    }
    paths = tuple(
        CoverPath(
            cover=cover,
            now=now.outcomes[cover],
            then=then.outcomes[cover],
            fixes=tuple(item.key for item in own[cover]),
            remaining=tuple(code for code in codes if code not in can),
            total_now_eur=_total(was, cover),
            range_then_eur=bill.covers.get(cover),
        )
        for cover, codes in wanted.items()
    )
    return FixToQuote(
        outcome_now=now.outcome,
        outcome_then=then.outcome,
        text=summary(now, then, fixes, paths, bill.range_eur, cheaper, language),
        answer_first=then.case.missing,
        fixes=fixes,
        ready_on=max((fix.due_on for fix in fixes), default=None),
        covers=paths,
        total_now_eur=was.low,
        range_then_eur=bill.range_eur,
        cheaper=tuple(fix_of(item, then.case, (), saved, language) for item, saved in cheaper.changes),
        range_cheaper_eur=cheaper.bill.range_eur,
    )


def _rules_of(cover: CoverCode, guide: Guide) -> tuple[str, ...]:
    """Rules that can keep a cover from an immediate price, missing answers apart."""
    return tuple(rule.code for rule in guide.rules if cover in rule.touches and rule.effect in BLOCKING)


def _changed(now: Standing, case: Case, hidden: frozenset[str], language: Language) -> Standing:
    """Where the changed file stands, at today's terms but for the wishes changed."""
    needs = cover_needs(case.applicant, case.guide, case.on, language)
    needed = frozenset(need.code for need in needs if need.needed)
    reasons = decide(case, needed, hidden, language)
    return replace(
        now,
        needs=needs,
        profile=risk_profile(case.applicant, case.guide),
        advice={cover: replace(advised, limit_eur=case.limits[cover]) for cover, advised in now.advice.items()},
        case=case,
        reasons=reasons,
        outcomes={need.code: cover_outcome(need.code, need.needed, reasons) for need in needs},
    )


def _total(bill: Bill, cover: CoverCode) -> Decimal | None:
    return bill.covers[cover][0] if cover in bill.covers else None


def _once(codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(codes))
