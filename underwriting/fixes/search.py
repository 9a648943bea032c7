"""The fewest changes that stop the rules from hitting, found by asking the rules themselves.

Rules that no change can satisfy are left to a broker. The others fall into groups that share changes; in each group,
sets of changes are tried by growing size, the least work first, until every rule of the group is satisfied. Groups
share nothing, so the union of their smallest sets is the smallest set.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import combinations

from ..decision import RULES, Case
from ..decision.case import UNSAID
from ..guide.loader import Guide
from .changes import Change, changed


def after(case: Case, changes: Iterable[Change]) -> Case:
    """The case as the rules would read it once these changes are made."""
    changes = tuple(changes)
    answered = {item.path for item in changes}
    limits = {item.limit: Decimal(item.then) for item in changes if item.limit is not None}
    return replace(
        case,
        applicant=changed(case.applicant, changes),
        limits={**case.limits, **limits},
        missing=tuple(path for path in case.missing if path not in answered),
    )


def hits(code: str, case: Case) -> bool:
    """The rule stands in the way of an automatic answer."""
    finding = RULES[code](case)
    return finding is not None and finding is not UNSAID and not finding.get("partly")


def satisfiable(case: Case, changes: Sequence[Change]) -> frozenset[str]:
    """The rules that don't stand in the way once all the changes are made."""
    best = after(case, changes)
    return frozenset(rule.code for rule in case.guide.rules if not hits(rule.code, best))


def fewest_changes(codes: Iterable[str], case: Case, changes: Sequence[Change]) -> tuple[Change, ...]:
    """The smallest set after which none of these satisfiable rules hits; the least work among equals.

    A change may bring out a rule that another answer hid (an ended certificate, once there is one): all the rules given
    are watched, those that hit today are where the search begins.
    """
    watched = tuple(codes)
    rules = [code for code in watched if hits(code, case)]
    while True:
        found = _smallest(rules, case, changes)
        then = after(case, found)
        brought_out = [code for code in watched if code not in rules and hits(code, then)]
        if not brought_out:
            return found
        rules += brought_out


def _smallest(codes: Sequence[str], case: Case, changes: Sequence[Change]) -> tuple[Change, ...]:
    found: list[Change] = []
    for rules, levers in _groups(codes, case.guide, changes):
        found += next(chosen for chosen in _by_size(levers, case.guide) if not _any_hits(rules, after(case, chosen)))
    return tuple(item for item in changes if item in found)


def _any_hits(codes: Iterable[str], case: Case) -> bool:
    return any(hits(code, case) for code in codes)


def _by_size(levers: Sequence[Change], guide: Guide) -> Iterator[tuple[Change, ...]]:
    for size in range(len(levers) + 1):
        yield from sorted(combinations(levers, size), key=lambda chosen: sum(_hours(item, guide) for item in chosen))


def _hours(item: Change, guide: Guide) -> Decimal:
    return guide.plan.efforts[effort_of(item, guide)].hours.value


def effort_of(item: Change, guide: Guide) -> str:
    """The size of the work: that of the safeguard itself, else that of the kind of change."""
    return guide.plan.control_efforts.get(item.path, guide.fixes.changes[item.code].effort)


def _groups(codes: Sequence[str], guide: Guide, changes: Sequence[Change]) -> list[tuple[list[str], list[Change]]]:
    """Rules and changes that touch one another, through the fields that each rule reads."""
    groups: list[tuple[list[str], list[Change]]] = []
    for code in codes:
        rule = guide.rule(code)
        read = {*rule.fields, *rule.facts}
        rules, levers = [code], [item for item in changes if item.path in read]
        apart = []
        for others, theirs in groups:
            if any(item in levers for item in theirs):
                rules += others
                levers += [item for item in theirs if item not in levers]
            else:
                apart.append((others, theirs))
        groups = [*apart, (rules, levers)]
    return groups
