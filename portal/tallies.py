"""The figures of the dashboard: volumes, conversion, time to answer, reasons of refusal, month by month.

A worker counts them every ten minutes; pages read what was counted, and say when.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from statistics import median, quantiles
from typing import Any

from django.db.models import Count, Min
from django.db.models.functions import TruncMonth
from django.utils import timezone

from portal.models import Event, Submission

MONTHS = 12
KEY = "desk"
EVERY = timedelta(minutes=10)
QUOTED = ("quoted", "accepted", "bound", "not_taken_up", "expired")
WON = ("accepted", "bound")
REFUSALS = ("decline", "merge_duplicate")


def first_month(today: date) -> date:
    """The first day of the twelve months that end with this one."""
    months = today.year * 12 + today.month - MONTHS
    return date(months // 12, months % 12 + 1, 1)


def months_until(today: date) -> list[str]:
    """The twelve months, as `2026-11`."""
    first = first_month(today)
    counted = first.year * 12 + first.month - 1
    return [f"{(counted + n) // 12}-{(counted + n) % 12 + 1:02}" for n in range(MONTHS)]


def count_all(*, at: datetime) -> dict[str, Any]:
    """Everything that the dashboard shows over time, by month of sending; `hours` are from sending to a broker's hand.

    `{"months": [{"month", "sent", "quoted", "won", "hours": {"median", "p90"}}], "refusals": [{"code", "count"}]}`
    """
    since = timezone.make_aware(datetime.combine(first_month(timezone.localdate(at)), datetime.min.time()))
    states: dict[str, Counter[str]] = defaultdict(Counter)
    rows = Submission.objects.filter(submitted_at__gte=since).annotate(month=TruncMonth("submitted_at"))
    for month, state, count in rows.values_list("month", "state").annotate(Count("pk")).order_by():
        states[f"{month:%Y-%m}"][state] += count
    hours = _hours(since)
    return {
        "months": [
            {
                "month": month,
                "sent": states[month].total(),
                "quoted": sum(states[month][state] for state in QUOTED),
                "won": sum(states[month][state] for state in WON),
                "hours": _spread(hours.get(month, [])),
            }
            for month in months_until(timezone.localdate(at))
        ],
        "refusals": _refusals(since),
    }


def _hours(since: datetime) -> dict[str, list[float]]:
    """Hours between a file's sending and the first thing a person of the house did to it, by month of sending."""
    first = (
        Event.objects.filter(actor_kind="broker", submission__submitted_at__gte=since)
        .values_list("submission__submitted_at")
        .annotate(answered=Min("at"))
        .values_list("submission", "submission__submitted_at", "answered")
    )
    found: dict[str, list[float]] = defaultdict(list)
    for _, sent, answered in first.iterator(chunk_size=2000):
        found[f"{timezone.localdate(sent):%Y-%m}"].append(max(0.0, (answered - sent).total_seconds() / 3600))
    return found


def _spread(hours: list[float]) -> dict[str, float] | None:
    if not hours:
        return None
    ninth = quantiles(hours, n=10, method="inclusive")[-1] if len(hours) > 1 else hours[0]
    return {"median": round(median(hours), 1), "p90": round(ninth, 1)}


def _refusals(since: datetime) -> list[dict[str, Any]]:
    counted: Counter[str] = Counter()
    rows = Event.objects.filter(verb__in=REFUSALS, at__gte=since)
    for code, count in rows.values_list("data__reason_code").annotate(Count("pk")).order_by():
        counted[code or ""] += count
    return [{"code": code, "count": count} for code, count in counted.most_common()]
