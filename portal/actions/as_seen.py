"""Two people at one file: whoever acts on what is no longer so is told first what the other did."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext

from portal.models import Event, Submission

from .errors import NotAllowed
from .journal import locked

QUIET = ("make_document", "deliver", "send_link", "open_share", "open_page")
"""What happens to a file by itself, and changes nothing that a decision rests on."""


class ChangedSince(NotAllowed):
    """The file was changed after the page was made; `events` says by whom and how, the oldest first."""

    def __init__(self, events: Sequence[Event]) -> None:
        self.events = tuple(events)
        super().__init__(
            f"the file was changed since: {', '.join(event.verb for event in self.events)}",
            gettext("Ce dossier a changé pendant que vous écriviez. Relisez ce qui suit, puis confirmez ou revenez."),
        )


def last_number(submission: Submission) -> int:
    """The number of the last event of a file: what a page that is made now has seen. 0 before the first."""
    last = submission.events.order_by("number").values_list("number", flat=True).last()
    return last or 0


@contextmanager
def as_seen(submission_id: UUID, number: int | None) -> Iterator[None]:
    """What is done inside is done to the file as it stood at the event of this number, or not at all.

    The file is held meanwhile. Raises ChangedSince when somebody did something after it. None: nobody looked.
    """
    with transaction.atomic():
        submission = locked(submission_id)
        if number is not None:
            since = [*submission.events.filter(number__gt=number).exclude(verb__in=QUIET).order_by("number")]
            if since:
                raise ChangedSince(since)
        yield
