"""A file changed: the days that matter to it are written anew."""

from __future__ import annotations

from datetime import date

from portal.deadlines import deadlines_of
from portal.models import Deadline, Submission


def keep_deadlines(submission: Submission, *, today: date) -> None:
    """The submission is held. Rows that are still right stay as they are."""
    wanted = {(one.kind, one.on, one.code): one for one in deadlines_of(submission, today=today)}
    for row in submission.deadlines.all():
        if wanted.pop((row.kind, row.on, row.code), None) is None:
            row.delete()
    Deadline.objects.bulk_create(wanted.values())
