"""What an applicant hands in to clear a condition, and what a broker decided on it: both written once."""

from __future__ import annotations

from django.db import models

from portal import storage

from .kept import WrittenOnce
from .submission import Submission

CLEARED, REFUSED = "cleared", "refused"


class Proof(WrittenOnce):
    """A paper handed in for a condition, by the condition's code, or a note alone.

    `name` is what its owner called it, cleaned; `kind` what its content is. Its bytes lie in the storage, at `place`,
    and are never shown in a page: only saved. `content` holds those that the release before kept, until they are
    copied there; the next release takes the column away.
    """

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="proofs")
    condition = models.CharField(max_length=100)
    note = models.CharField(max_length=500, blank=True)
    name = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=40, blank=True)
    size = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    content = models.BinaryField(null=True, blank=True)
    place = models.CharField(max_length=200, blank=True, default="", db_default="")
    sent_by = models.CharField(max_length=200)
    sent_at = models.DateTimeField()

    class Meta:
        ordering = ("sent_at", "pk")

    def __str__(self) -> str:
        return f"{self.submission_id}, {self.condition}"

    def read(self) -> bytes:
        """Its bytes, the very ones that were handed in; empty for a note alone. Raises Lost when they can't be had."""
        if self.place:
            return storage.fetch(self.place, self.sha256)
        return storage.unchanged(bytes(self.content), self.sha256, f"proof {self.pk}") if self.content else b""


class ConditionDecision(WrittenOnce):
    """What a broker decided on a condition: cleared, or the proof refused, and why. The last one holds."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="condition_decisions")
    condition = models.CharField(max_length=100)
    decision = models.CharField(max_length=10)
    reason = models.TextField()
    decided_by = models.CharField(max_length=200)
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ("decided_at", "pk")

    def __str__(self) -> str:
        return f"{self.submission_id}, {self.condition}: {self.decision}"


class ConditionSet(WrittenOnce):
    """A condition as a broker set it: one of their own, or one of the rules' with another day, moment or wording.

    `code` is the condition's; an empty `text` leaves its words as they are. `moment`: quote, bind or 30_days_after, by
    which it has to be met; `until` its last day. `withdrawn`: it is asked no more. The last one of a code holds.
    """

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="condition_sets")
    code = models.CharField(max_length=100)
    text = models.TextField(blank=True)
    moment = models.CharField(max_length=20, blank=True)
    until = models.DateField(null=True)
    withdrawn = models.BooleanField(default=False)
    reason = models.TextField()
    set_by = models.CharField(max_length=200)
    set_at = models.DateTimeField()

    class Meta:
        ordering = ("set_at", "pk")

    def __str__(self) -> str:
        return f"{self.submission_id}, {self.code}"
