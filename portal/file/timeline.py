"""What happened to a file, newest first, in words for its applicant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext

from portal.context import reader_language
from portal.intake.opened import clock
from portal.models import Event, Submission

from .words import DOCUMENTS, TOLD


@dataclass(frozen=True)
class Moment:
    """One line: when, what, and a remark where it adds something."""

    at: datetime
    what: str
    remark: str = ""

    @property
    def day(self) -> date:
        """The day in Paris."""
        return timezone.localdate(self.at)

    @property
    def clock(self) -> str:
        """The time of day in Paris, as the reader writes it."""
        return clock(self.at, reader_language())


def timeline(submission: Submission) -> list[Moment]:
    """Everything that concerns the applicant."""
    return [*_moments(submission.events.order_by("-number"))]


def _moments(events: Iterable[Event]) -> Iterator[Moment]:
    for event in events:
        if event.verb == "deliver":
            if name := DOCUMENTS.get(event.data["kind"]):
                yield Moment(event.at, gettext("{what} par courriel").format(what=name))
        elif event.verb in TOLD:
            yield Moment(event.at, str(TOLD[event.verb]), _remark(event))


def _remark(event: Event) -> str:
    if event.verb in ("ask_information", "decline"):
        return event.reason
    if event.verb in ("clear_condition", "refuse_proof", "revoke_quote"):
        return event.reason
    if event.verb in ("open_page", "open_share"):
        return event.actor
    if event.verb == "send_quote":
        return gettext("Version {n}").format(n=event.data["version"])
    if event.verb == "accept_quote":
        return str(event.data["capacity"])
    if event.verb == "mark_bound":
        return gettext("Numéro {number}").format(number=event.data["policy_number"])
    return ""
