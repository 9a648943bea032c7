"""The lanes of the queue: what waits for whom, how many, and since when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Min, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from portal import typography
from portal.context import reader_language
from portal.models import Deadline, Submission
from portal.queue_figures import documents_given_up, mails_given_up

from .words import age

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

TO_TAKE = ("duplicate", "indicated", "referred")
STAGES: tuple[tuple[str, StrOrPromise, tuple[str, ...]], ...] = (
    ("prets", gettext_lazy("Prêts à étudier"), ("indicated",)),
    ("a-decider", gettext_lazy("À décider"), ("referred",)),
    ("doublons", gettext_lazy("Doublons possibles"), ("duplicate",)),
    ("en-etude", gettext_lazy("En étude"), ("in_review",)),
    ("attend-le-demandeur", gettext_lazy("Attendent le demandeur"), ("information_requested",)),
    ("au-marche", gettext_lazy("Au marché"), ("at_market",)),
    ("devis-emis", gettext_lazy("Devis émis"), ("quoted",)),
    ("acceptes", gettext_lazy("Acceptés, police à émettre"), ("accepted",)),
)
"""A lane's address, its words and the states that it gathers."""
SOON = timedelta(days=7)
DUE: tuple[tuple[str, StrOrPromise, str], ...] = (
    ("expirent", gettext_lazy("Devis qui expirent"), "quote"),
    ("conditions", gettext_lazy("Conditions à échéance"), "condition"),
    ("a-renouveler", gettext_lazy("Polices à renouveler"), "renewal"),
)
"""Lanes of files to which a day within a week matters: their address, their words, the kind of day."""

SHOWN = 8


@dataclass(frozen=True)
class Lane:
    """One lane. `late` when nothing should be lying there."""

    count: int
    title: StrOrPromise
    oldest: str
    url: str
    late: bool = False


def lanes(now: datetime) -> list[Lane]:
    """Every lane, in the order in which a file goes through them; then what falls due, and what was given up last."""
    counted = {
        row["state"]: row
        for row in Submission.objects.values("state").annotate(count=Count("*"), moved=Min("updated_at")).order_by()
    }
    files, found = reverse("desk:portal_submission_changelist"), []
    for stage, title, states in STAGES:
        rows = [counted[state] for state in states if state in counted]
        since = _oldest(min((row["moved"] for row in rows), default=None), now)
        found.append(Lane(sum(row["count"] for row in rows), title, since, f"{files}?etape={stage}"))
    found += _due_lanes(timezone.localdate(now), files)
    return [*found, _failed_lane(now)]


def due_soon(today: date) -> QuerySet[Deadline]:
    """The days within a week, or past."""
    return Deadline.objects.filter(on__lte=today + SOON)


def _due_lanes(today: date, files: str) -> list[Lane]:
    found = due_soon(today).filter(kind__in=[kind for _, _, kind in DUE]).order_by().values("kind")
    rows = {row["kind"]: row for row in found.annotate(count=Count("submission", distinct=True), first=Min("on"))}
    lanes = []
    for stage, title, kind in DUE:
        count, first = (rows[kind]["count"], rows[kind]["first"]) if kind in rows else (0, None)
        said = gettext("d’abord : %(day)s") % {"day": typography.day(first, reader_language())} if first else ""
        lanes.append(Lane(count, title, said, f"{files}?etape={stage}", late=bool(first and first < today)))
    return lanes


def _failed_lane(now: datetime) -> Lane:
    """Mails and documents that were given up."""
    mails = mails_given_up().aggregate(count=Count("pk"), oldest=Min("created_at"))
    documents = documents_given_up().aggregate(count=Count("pk"), oldest=Min("requested_at"))
    count = mails["count"] + documents["count"]
    oldest = _oldest(min(filter(None, (mails["oldest"], documents["oldest"])), default=None), now)
    return Lane(count, gettext("En échec"), oldest, reverse("desk:failures"), late=bool(count))


def _oldest(since: datetime | None, now: datetime) -> str:
    return gettext("le plus ancien : %(age)s") % {"age": age(since, now)} if since else ""
