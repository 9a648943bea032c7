"""The lanes of the queue: what waits for whom, how many, and since when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, Min, Q
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy

from portal.models import FAILED, Delivery, Submission
from portal.models.submission import SINCE

from .words import OUTCOMES, STATES, age, mark

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

TO_TAKE = ("duplicate", "indicated", "referred")
STAGES: tuple[tuple[str, StrOrPromise, tuple[str, ...]], ...] = (
    ("a-prendre", gettext_lazy("À prendre en charge"), TO_TAKE),
    ("en-etude", gettext_lazy("En étude"), ("in_review",)),
    ("attend-le-demandeur", gettext_lazy("Attendent le demandeur"), ("information_requested",)),
    ("au-marche", gettext_lazy("Au marché"), ("at_market",)),
    ("devis-emis", gettext_lazy("Devis émis"), ("quoted",)),
    ("acceptes", gettext_lazy("Acceptés, police à émettre"), ("accepted",)),
)
"""A lane's address, its words and the states that it gathers."""

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
    """Every lane, in the order in which a file goes through them; failed mails last."""
    counted = {
        row["state"]: row
        for row in Submission.objects.values("state").annotate(
            count=Count("pk"), submitted=Min(SINCE), moved=Min("updated_at")
        )
    }
    files = reverse("desk:portal_submission_changelist")
    found = []
    for stage, title, states in STAGES:
        rows = [counted[state] for state in states if state in counted]
        since = [row["submitted" if states == TO_TAKE else "moved"] for row in rows]
        found.append(Lane(sum(row["count"] for row in rows), title, _oldest(since, now), f"{files}?etape={stage}"))
    failed = Delivery.objects.filter(status=FAILED).aggregate(count=Count("pk"), oldest=Min("created_at"))
    mails = f"{reverse('desk:portal_delivery_changelist')}?statut=failed"
    oldest = _oldest([failed["oldest"]] if failed["oldest"] else [], now)
    found.append(Lane(failed["count"], gettext("Envois en échec"), oldest, mails, late=bool(failed["count"])))
    return found


def first_in_line(user_name: str, now: datetime) -> list[dict[str, Any]]:
    """What this broker could take up next, the longest waiting first: what nobody has, and their own."""
    mine = Q(state__in=("in_review", "accepted"), handler=user_name)
    files = Submission.objects.filter(Q(state__in=TO_TAKE) | mine).defer("answers", "rejected")
    return [*_told(files.order_by(F("submitted_at").asc(nulls_last=True))[:SHOWN], now)]


def _told(files: Any, now: datetime) -> Iterator[dict[str, Any]]:
    for file in files:
        yield {
            "file": file,
            "state": mark(STATES, file.state),
            "outcome": mark(OUTCOMES, file.outcome) if file.outcome else None,
            "age": age(_since(file), now),
        }


def _since(file: Submission) -> datetime:
    """What nobody has taken up waits since it was sent; the rest since its last change."""
    return (file.submitted_at or file.created_at) if file.state in TO_TAKE else file.updated_at


def _oldest(moments: list[datetime], now: datetime) -> str:
    return gettext("le plus ancien : %(age)s") % {"age": age(min(moments), now)} if moments else ""
