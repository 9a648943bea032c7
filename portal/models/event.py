"""The history of a submission: each event carries the hash of the one before it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC

from django.db import models

from portal.canonical import sha256_of

from .kept import WrittenOnce
from .submission import Submission


class Event(WrittenOnce):
    """What somebody did to a submission, when and why. `data` holds no answer: answers can be erased, events can't."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="events")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=10)
    actor = models.CharField(max_length=200)
    verb = models.CharField(max_length=40)
    from_state = models.CharField(max_length=30, blank=True)
    to_state = models.CharField(max_length=30)
    reason = models.TextField(blank=True)
    data = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ("submission", "number")
        constraints = (models.UniqueConstraint(fields=["submission", "number"], name="event_number_once"),)

    def __str__(self) -> str:
        return f"{self.submission_id}, {self.number}: {self.verb}"

    def computed_hash(self) -> str:
        """The hash that this event has to carry: of all its fields, the hash before it included."""
        return sha256_of(
            {
                "submission": str(self.submission_id),
                "number": self.number,
                "at": self.at.astimezone(UTC).isoformat(timespec="microseconds"),
                "actor_kind": self.actor_kind,
                "actor": self.actor,
                "verb": self.verb,
                "from_state": self.from_state,
                "to_state": self.to_state,
                "reason": self.reason,
                "data": self.data,
                "previous_hash": self.previous_hash,
            }
        )


@dataclass(frozen=True)
class BrokenLink:
    """The first event, by its number, that doesn't hold, and why."""

    number: int
    why: str


def verify_chain(submission: Submission) -> BrokenLink | None:
    """The first broken link of a submission's history; None when it holds from its start to the present state.

    The answers on file and each stored assessment have to be those whose hashes the history holds.
    """
    number, previous, state = 0, "", ""
    kept = {snapshot.pk: snapshot for snapshot in submission.snapshots.all()}
    answers: tuple[int, str] | None = None
    for number, event in enumerate(submission.events.order_by("number"), start=1):
        if event.number != number:
            return BrokenLink(number, f"event {number} is missing")
        if event.previous_hash != previous:
            return BrokenLink(number, f"event {number} does not follow the one before it")
        if event.hash != event.computed_hash():
            return BrokenLink(number, f"event {number} was changed after it was written")
        if "result_sha256" in event.data:
            snapshot = kept.get(event.data["snapshot"])
            if snapshot is None or sha256_of(snapshot.result) != event.data["result_sha256"]:
                return BrokenLink(number, f"the assessment of event {number} was changed after it was kept")
            if snapshot.answers and sha256_of(snapshot.answers) != event.data.get("answers_sha256"):
                return BrokenLink(number, f"the answers assessed at event {number} were changed after they were kept")
        if "answers_sha256" in event.data:
            answers = number, event.data["answers_sha256"]
        previous, state = event.hash, event.to_state
    if state != submission.state:
        why = f"the history ends in state {state or 'none'}, the submission is in state {submission.state}"
        return BrokenLink(number + 1, why)
    if answers and sha256_of(submission.answers) != answers[1]:
        return BrokenLink(answers[0], f"the answers were changed after event {answers[0]}")
    return None
