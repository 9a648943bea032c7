"""Files whose time has come are erased: so long after the person's last contact or the policy's end (`retention`)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from uuid import UUID

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import Count, Max, Q
from django.utils import timezone

from portal.models import Policy, PurgeReport, Submission
from portal.retention import YEARS
from underwriting import years_later

from .actor import SYSTEM, Actor
from .erase import ACCEPTED, wipe
from .errors import NotAllowed
from .journal import locked

log = structlog.get_logger(__name__)

WRITTEN_DOWN = ("start_draft", "save_answers", "submit", "complete", "hand_in_proof", "accept_quote", "refuse_quote")
"""What a broker writes down for a person who called or wrote."""
THEIRS = Q(events__actor_kind__in=("applicant", "delegate")) | Q(
    events__actor_kind="broker", events__verb__in=WRITTEN_DOWN
)
"""The CNIL counts from the last contact that came from the person: what the portal or the house does of itself, an
export included, keeps no file longer."""
AT_ONCE = 50


@dataclass(frozen=True)
class Due:
    """A file whose time has come: since when, and by which of the periods.

    `leaned_on` by a later version, it goes once that one has gone.
    """

    submission_id: UUID
    reference: str
    since: date
    why: str
    leaned_on: bool


def due_for_purge(*, at: datetime) -> Iterator[Due]:
    """The files that may be erased at this moment, those that were begun first before the others."""
    today = timezone.localdate(at)
    ends = dict(Policy.objects.values_list("submission", "ends_on"))
    old = Submission.objects.filter(created_at__lte=at - timedelta(days=365 * min(YEARS.values())))
    rows = old.annotate(contact=Max("events__at", filter=THEIRS), newer=Count("next_versions", distinct=True))
    told = rows.order_by("created_at", "pk").values_list(
        "pk", "reference", "state", "contact", "created_at", "submitted_at", "newer"
    )
    for key, reference, state, contact, created, sent, newer in told.iterator():
        last = timezone.localdate(contact or created)
        why = "proof" if state in ACCEPTED else "prospect" if sent else "draft"
        kept_from = max(last, ends.get(key, last)) if why == "proof" else last
        over = years_later(kept_from, YEARS[why])
        if over <= today:
            yield Due(key, reference, over, why, bool(newer))


@transaction.atomic
def purge(*, actor: Actor, at: datetime, most: int = AT_ONCE) -> PurgeReport:
    """Erase the first files whose time has come, and keep a report of it in the same transaction.

    A report that names no erased file says that nothing is left to do.
    """
    due = [*due_for_purge(at=at)]
    erased: dict[str, list[str]] = {}
    kept = [one.reference for one in due if one.leaned_on]
    for one in islice((one for one in due if not one.leaned_on), most):
        try:
            with transaction.atomic():
                wipe(locked(one.submission_id), at=at)
        except NotAllowed:
            kept.append(one.reference)  # a later version was begun this moment
        except OSError as error:
            # One whose documents can't be deleted keeps none of the others.
            log.error("purge_failed", reference=one.reference, why=str(error), exc_info=True)
            kept.append(one.reference)
        else:
            erased.setdefault(one.why, []).append(one.reference)
    return PurgeReport.objects.create(at=at, by=actor.name, erased=erased, kept=kept)


def purge_all(*, actor: Actor, at: datetime) -> list[PurgeReport]:
    """Erase every file whose time has come, some at a time; the last report names none."""
    reports = [purge(actor=actor, at=at)]
    while reports[-1].erased:
        reports.append(purge(actor=actor, at=at))
    return reports


def purge_daily(*, at: datetime) -> PurgeReport | None:
    """Where the installation asks for it (PURGE=true): some files at each look, until nothing is left for the day."""
    if not settings.PURGE:
        return None
    last = PurgeReport.objects.filter(by=SYSTEM.name).order_by("-at", "-pk").first()
    if last and not last.erased and timezone.localdate(last.at) >= timezone.localdate(at):
        return None
    return purge(actor=SYSTEM, at=at)
