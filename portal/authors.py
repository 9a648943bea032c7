"""Who gave each answer of a file, and when: read from its history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils.translation import gettext

from portal.models import Submission


@dataclass(frozen=True)
class Author:
    """Who gave an answer last: `kind` is applicant, delegate or broker, `name` as the history has it."""

    kind: str
    name: str
    at: datetime

    def table(self) -> dict[str, str]:
        """As it is stored."""
        return {"kind": self.kind, "name": self.name, "at": self.at.astimezone(UTC).isoformat(timespec="seconds")}


def author_in(table: Mapping[str, str]) -> Author:
    """As it was stored."""
    return Author(table["kind"], table["name"], datetime.fromisoformat(table["at"]))


def authors_of(submission: Submission) -> dict[str, Author]:
    """The last author of each question ever answered, by path; answers of an earlier version keep theirs."""
    found = authors_of(submission.previous) if submission.previous else {}
    saves = submission.events.filter(verb="save_answers").order_by("number")
    for event in saves:
        said_by = event.data.get("said_by")
        name = (
            gettext("%(who)s, d’après %(caller)s") % {"who": event.actor, "caller": said_by} if said_by else event.actor
        )
        author = Author(event.actor_kind, name, event.at)
        found |= dict.fromkeys(event.data["questions"], author)
    return found
