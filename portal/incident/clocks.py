"""When each clock of the incident page runs out, from the hour of awareness."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from underwriting import Guide

from .moments import after
from .texts import Clock, incident

UNITS = ("hours", "days")
_ORDER = {"now": 0, "clock": 1, "open": 2}


@dataclass(frozen=True)
class Running:
    """A clock with its figures: how many hours, days, months after the hour of awareness; whether it is law yet."""

    clock: Clock
    rank: int
    hours: int
    days: int
    months: int
    standing: Literal["settled", "unsettled"]

    def due(self, aware: datetime) -> datetime | None:
        """When it runs out; None for what is due at once, or when something else happens."""
        if self.clock.when != "clock":
            return None
        return after(aware, hours=self.hours, days=self.days, months=self.months)

    def concerns(self, cases: Collection[str]) -> bool:
        """Whether it runs for somebody who ticked these boxes."""
        return not self.clock.cases or any(case in cases for case in self.clock.cases)


def clocks(guide: Guide) -> tuple[Running, ...]:
    """Every clock that readers may be told of, in the order of the file, with the figures of the guide's duties."""
    return tuple(_running(guide))


def in_order(running: Collection[Running], aware: datetime) -> list[Running]:
    """By due time: first what is due at once, last what no hour is set for."""
    return sorted(running, key=lambda one: (_ORDER[one.clock.when], (one.due(aware) or aware).timestamp(), one.rank))


def _running(guide: Guide) -> Iterator[Running]:
    for rank, clock in enumerate(incident().clocks):
        duty = guide.obligations.duty(clock.duty)
        if duty.standing == "unverified":  # no source read: brokers only
            continue
        figures = dict.fromkeys(UNITS, 0)
        if clock.number:
            number = duty.numbers[clock.number]
            figures[number.unit] = int(number.value)
        yield Running(clock, rank, **figures, months=clock.then_months, standing=duty.standing)
