"""What a broker sets in the place of what the rules found for a cover, and the second person's word on it."""

from __future__ import annotations

from decimal import Decimal

from django.db import models

from .kept import WrittenOnce
from .snapshot import Snapshot
from .submission import Submission

APPROVED, TURNED_DOWN = "approved", "turned_down"


class Override(WrittenOnce):
    """One amount of one cover, or its referral, set aside by a broker.

    `kind`: price (net premium a year), limit, retention, or referral (the cover becomes quoted). `before` and `after`
    are euros; None where there was none, and for a referral. `reason` is for the house, `told` for the applicant.
    `alone`: the guide leaves it to one broker; else it counts once a second person has approved it.
    """

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="overrides")
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="overrides")
    cover = models.CharField(max_length=40)
    kind = models.CharField(max_length=10)
    before = models.DecimalField(max_digits=15, decimal_places=2, null=True)
    after = models.DecimalField(max_digits=15, decimal_places=2, null=True)
    reason = models.TextField()
    told = models.TextField(blank=True)
    alone = models.BooleanField()
    proposed_by = models.CharField(max_length=200)
    proposed_at = models.DateTimeField()

    class Meta:
        ordering = ("proposed_at", "pk")

    def __str__(self) -> str:
        return f"{self.submission_id}, {self.cover}: {self.kind}"

    @property
    def word(self) -> OverrideDecision | None:
        """What the second person said, if anything."""
        return getattr(self, "decision", None)

    @property
    def holds(self) -> bool:
        """Whether it counts."""
        return self.alone or (self.word is not None and self.word.decision == APPROVED)

    @property
    def waits(self) -> bool:
        """Whether a second person has still to look at it."""
        return not self.alone and self.word is None


class OverrideDecision(WrittenOnce):
    """The second person's word: approved or turned down, and why."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="override_decisions")
    override = models.OneToOneField(Override, models.PROTECT, related_name="decision")
    decision = models.CharField(max_length=12)
    reason = models.TextField()
    decided_by = models.CharField(max_length=200)
    decided_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.override}, {self.decision}"


def amount_of(value: Decimal | None) -> str | None:
    """Euros as events keep them."""
    return None if value is None else f"{value:.2f}"
