"""A file at market: what is asked of insurers, and where each of them stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from portal.models import QUESTION, MarketAnswer, Snapshot, Submission
from portal.overrides import retained


@dataclass(frozen=True)
class Wanted:
    """A cover to be placed: euros, None where the rules leave them to the insurer."""

    code: str
    limit_eur: Decimal | None
    retention_eur: Decimal | None


def wanted(submission: Submission, snapshot: Snapshot | None) -> list[Wanted]:
    """The covers that the file needs, with the limits and retentions that hold, overrides included."""
    if snapshot is None:
        return []
    held = {cover.code: cover for cover in retained(submission, snapshot)}
    needed = [cover["code"] for cover in snapshot.result["quote"]["covers"] if cover["needed"]]
    return [
        Wanted(code, held[code].limit_eur, held[code].retention_eur) if code in held else Wanted(code, None, None)
        for code in needed
    ]


@dataclass(frozen=True)
class Asked:
    """An insurer that was asked: when last, and its last answer since, if any."""

    name: str
    at: datetime
    answer: MarketAnswer | None

    @property
    def waits(self) -> bool:
        """Whether an answer is still to come: a question is none."""
        return self.answer is None or self.answer.kind == QUESTION


def answers_of(submission: Submission) -> list[MarketAnswer]:
    """What insurers answered, the oldest first."""
    return sorted(submission.market_answers.all(), key=lambda row: row.pk)


def standing(submission: Submission) -> list[Asked]:
    """Every insurer asked, in the order in which they were first."""
    asked: dict[str, datetime] = {}
    for event in submission.told("send_to_market"):
        for name in event.data["insurers"]:
            asked[name] = event.at
    answers: dict[str, MarketAnswer] = {row.name.casefold(): row for row in answers_of(submission)}
    found = []
    for name, at in asked.items():
        answer = answers.get(name.casefold())
        found.append(Asked(name, at, answer if answer and answer.recorded_at >= at else None))
    return found
