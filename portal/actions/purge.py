"""Files whose time has come are erased: three years after the last contact, five after a policy's end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone

from portal.models import Policy, PurgeReport, Submission
from underwriting import years_later

from .actor import SYSTEM, Actor
from .erase import ACCEPTED, PROOF_YEARS, PROSPECT_YEARS, wipe
from .errors import NotAllowed
from .journal import locked

BY_PEOPLE = Q(events__actor_kind__in=("applicant", "delegate", "broker"))
"""What the portal does by itself is no contact."""


@dataclass(frozen=True)
class Due:
    """A file whose time has come: since when, and by which of the two periods."""

    submission_id: UUID
    reference: str
    since: date
    why: str


def due_for_purge(*, at: datetime) -> Iterator[Due]:
    """The files that may be erased at this moment, the oldest first."""
    today = timezone.localdate(at)
    ends = dict(Policy.objects.values_list("submission", "ends_on"))
    rows = Submission.objects.filter(updated_at__lt=at).annotate(contact=Max("events__at", filter=BY_PEOPLE))
    for key, reference, state, contact, updated in (
        rows.order_by("updated_at").values_list("pk", "reference", "state", "contact", "updated_at").iterator()
    ):
        last = timezone.localdate(contact or updated)
        accepted = state in ACCEPTED
        kept_from = max(last, ends.get(key, last)) if accepted else last
        over = years_later(kept_from, PROOF_YEARS if accepted else PROSPECT_YEARS)
        if over <= today:
            yield Due(key, reference, over, "proof" if accepted else "prospect")


def purge(*, actor: Actor, at: datetime) -> PurgeReport:
    """Erase every file whose time has come, one transaction each, and keep a report of it."""
    erased: dict[str, list[str]] = {}
    kept: list[str] = []
    # Newest versions first: an older one can only go once nothing leans on it.
    for due in sorted(due_for_purge(at=at), key=lambda one: one.since, reverse=True):
        try:
            with transaction.atomic():
                wipe(locked(due.submission_id), at=at)
        except NotAllowed:
            kept.append(due.reference)
        else:
            erased.setdefault(due.why, []).append(due.reference)
    return PurgeReport.objects.create(at=at, by=actor.name, erased=erased, kept=kept)


def purge_daily(*, at: datetime) -> PurgeReport | None:
    """Once a day, where the installation asks for it (PURGE=yes)."""
    today = timezone.localdate(at)
    last = PurgeReport.objects.filter(by=SYSTEM.name).values_list("at", flat=True).first()
    if not settings.PURGE or (last and timezone.localdate(last) >= today):
        return None
    return purge(actor=SYSTEM, at=at)
