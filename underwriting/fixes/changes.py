"""The answers that a company can change, each by a named function; words and effort are in fixes.toml, same code.

Only what work, a decision or a question can change is here: no function makes an implant, a past complaint or sales in
the United States go away.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, TypeVar

from ..applicant import CONTROL_PATHS, Applicant, ControlAnswer
from ..applicant.sections import Section
from ..assessment import PRICED, CoverCode
from ..calendar_days import later
from ..decision import Case
from ..decision.case import recent_incidents
from ..guide.loader import Guide

S = TypeVar("S", bound=Section)
YES = ControlAnswer(answer="yes")
CERTIFIED = "hosting.hds_certified"
CERTIFICATE_DAYS = 365
"""A new certificate holds a year at least; only that it holds today matters to the rules."""


@dataclass(frozen=True, slots=True)
class Change:
    """One answer changed: the question at `path` would say `then`. `limit` names the cover whose wish it is."""

    code: str
    path: str
    then: Any
    values: Mapping[str, object] = field(default_factory=dict)
    limit: CoverCode | None = None

    @property
    def key(self) -> str:
        """A code of its own: several changes of one kind differ by their question."""
        return f"{self.code}_{self.path.rpartition('.')[2]}"


Changer = Callable[[Case], Iterable[Change]]
CHANGES: dict[str, Changer] = {}


def change(function: Changer) -> Changer:
    """Register a change under its own name."""
    CHANGES[function.__name__] = function
    return function


def possible_changes(case: Case, hidden: frozenset[str]) -> tuple[Change, ...]:
    """Every change of an answer that the file shows and that isn't right yet, in the order of the guide."""
    found = (change for code in case.guide.fixes.changes for change in CHANGES[code](case))
    return tuple(change for change in found if change.path not in hidden)


def changed(applicant: Applicant, changes: Iterable[Change]) -> Applicant:
    """The file with these answers instead."""
    for item in changes:
        applicant = _set(applicant, item.path.split("."), item.then)
    return applicant


def _set(section: S, path: list[str], value: object) -> S:
    head, *rest = path
    return section.model_copy(update={head: _set(getattr(section, head), rest, value) if rest else value})


@lru_cache(maxsize=8)
def ruled_controls(guide: Guide) -> tuple[str, ...]:
    """Controls that some rule reads."""
    read = {path for rule in guide.rules for path in (*rule.fields, *rule.facts)}
    return tuple(path for path in CONTROL_PATHS if path in read)


@change
def meet_prerequisite(case: Case) -> Iterator[Change]:
    """A prerequisite that isn't met, not even for a part of the company."""
    for rule in case.guide.eligibility.prerequisites:
        path = f"prerequisites.{rule.code}"
        if case.control(path) not in ("yes", "partly"):
            yield Change("meet_prerequisite", path, YES)


@change
def certify_hosting(case: Case) -> Iterator[Change]:
    if case.control(CERTIFIED) != "yes":
        yield Change("certify_hosting", CERTIFIED, YES)


@change
def put_in_place(case: Case) -> Iterator[Change]:
    """Any other safeguard that a rule reads, wherever it is not in place everywhere."""
    for path in ruled_controls(case.guide):
        if case.control(path) != "yes" and path != CERTIFIED and not path.startswith("prerequisites."):
            yield Change("put_in_place", path, YES)


@change
def renew_hds_certificate(case: Case) -> Iterator[Change]:
    ends = case.applicant.hosting.hds_valid_until
    if ends is not None and ends < case.on:
        yield Change("renew_hds_certificate", "hosting.hds_valid_until", later(case.on, CERTIFICATE_DAYS))


@change
def cap_penalties(case: Case) -> Iterator[Change]:
    if case.applicant.contracts.penalties in ("uncapped", "unknown"):
        yield Change("cap_penalties", "contracts.penalties", "capped")


@change
def cap_liability(case: Case) -> Iterator[Change]:
    if case.applicant.contracts.liability_cap not in ("all", "most"):
        yield Change("cap_liability", "contracts.liability_cap", "most")


@change
def sign_updates(case: Case) -> Iterator[Change]:
    if case.applicant.product.remote_update == "unsigned":
        yield Change("sign_updates", "product.remote_update", "signed")


@change
def remedy_incidents(case: Case) -> Iterator[Change]:
    """The causes of recent incidents are removed; what they cost stays."""
    recent, _ = recent_incidents(case, "incidents_not_remedied")
    if any(not incident.remedied for incident in recent):
        told = case.applicant.history.incidents or ()
        mended = tuple(incident.model_copy(update={"remedied": True}) for incident in told)
        yield Change("remedy_incidents", "history.incidents", mended)


@change
def rebuild_equity(case: Case) -> Iterator[Change]:
    """Negative equity is always below half the capital too: both answers change, each by its own change."""
    for path in ("directors.negative_equity", "directors.equity_below_half_capital"):
        if case.applicant.get(path) is True:
            yield Change("rebuild_equity", path, False)


@change
def extend_runway(case: Case) -> Iterator[Change]:
    months, enough = case.applicant.directors.cash_runway_months, int(case.threshold("directors_runway"))
    if months is not None and months < enough:
        yield Change("extend_runway", "directors.cash_runway_months", enough, {"months": enough})


@change
def lower_the_limit(case: Case) -> Iterator[Change]:
    """A limit above what is automatic: take that much now, a broker places what goes beyond."""
    for cover in PRICED:
        tariff = case.guide.tariff.covers[cover]
        most = case.threshold(tariff.automatic)
        if case.limits[cover] > most:
            yield Change("lower_the_limit", tariff.limit_wish, int(most), {"limit": most}, limit=cover)
