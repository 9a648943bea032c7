"""Editions of the guide as they were replayed, what a replay found, and who let an edition apply from which day."""

from __future__ import annotations

from datetime import UTC

from django.db import models

from portal.canonical import sha256_of

from .kept import WrittenOnce
from .submission import Submission

PROPOSED, ACTIVATED, SET_ASIDE = "proposed", "activated", "set_aside"


class GuideContent(WrittenOnce):
    """The files of an edition, by name, exactly as they were replayed: what applies is read from here.

    A folder can change, or be on one machine alone. `sha256` is the edition's hash, which leaves guide.toml out; `seal`
    holds that too.
    """

    edition = models.CharField(max_length=30)
    sha256 = models.CharField(max_length=64)
    seal = models.CharField(max_length=64, unique=True)
    files = models.JSONField()
    kept_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["edition", "sha256"], name="guide_content_named"),)

    def __str__(self) -> str:
        return f"{self.edition} ({self.sha256[:8]})"


class GuideReplay(models.Model):
    """Every reference company, and every file begun until it was asked for, under two editions, as on the day `on`.

    `total` is how many there are to do; `found` counts the differences once all are done.
    """

    before = models.ForeignKey(GuideContent, models.PROTECT, related_name="replays_from")
    after = models.ForeignKey(GuideContent, models.PROTECT, related_name="replays_to")
    on = models.DateField()
    asked_by = models.CharField(max_length=150)
    asked_at = models.DateTimeField()
    total = models.PositiveIntegerField()
    found = models.JSONField(default=dict)
    finished_at = models.DateTimeField(null=True, blank=True)
    next_try_at = models.DateTimeField()
    tries = models.PositiveIntegerField(default=0)
    last_error = models.TextField(blank=True)

    class Meta:
        ordering = ("-asked_at", "-pk")
        indexes = (
            models.Index(fields=["next_try_at"], condition=models.Q(finished_at=None), name="guide_replay_waiting"),
        )

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"


class ReplayedFile(WrittenOnce):
    """One file under both editions: its changes, or the problems for which it can't be read any more.

    `submission` is None for a reference company. `priced` counts covers with a premium under both. `touched` names
    what changes, each code between bars (`|part:gap|gap:opens:no_mfa|`): files are found by it.
    """

    replay = models.ForeignKey(GuideReplay, models.PROTECT, related_name="rows")
    submission = models.ForeignKey(Submission, models.PROTECT, null=True, related_name="replayed")
    reference = models.CharField(max_length=100)
    changes = models.JSONField(default=list)
    problems = models.JSONField(default=list)
    priced = models.PositiveIntegerField(default=0)
    touched = models.TextField(blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=["replay", "reference"], name="guide_replayed_once"),)

    def __str__(self) -> str:
        return f"{self.replay_id}, {self.reference}"


class GuideDecision(WrittenOnce):
    """A person proposes an edition from a day on; another one activates it; either may set it aside.

    Each carries the hash of the one before it. An activation, or its opposite, answers one proposal. Of activations
    whose day has come, the last one written says which edition applies.
    """

    number = models.PositiveIntegerField(unique=True)
    kind = models.CharField(max_length=10)
    content = models.ForeignKey(GuideContent, models.PROTECT, related_name="decisions")
    replay = models.ForeignKey(GuideReplay, models.PROTECT, related_name="decisions")
    proposal = models.OneToOneField("self", models.PROTECT, null=True, related_name="answer")
    starts_on = models.DateField()
    reason = models.TextField()
    by = models.CharField(max_length=150)
    at = models.DateTimeField()
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ("number",)

    def __str__(self) -> str:
        return f"{self.number}: {self.kind} {self.content}"

    @property
    def open(self) -> bool:
        """Whether a proposal waits for a second person."""
        return self.kind == PROPOSED and not hasattr(self, "answer")

    def computed_hash(self) -> str:
        """The hash that it has to carry: of what was decided on which bytes, the hash before it included."""
        return sha256_of(
            {
                "number": self.number,
                "kind": self.kind,
                "edition": self.content.edition,
                "sha256": self.content.sha256,
                "seal": self.content.seal,
                "before": [self.replay.before.edition, self.replay.before.sha256],
                "replay": self.replay_id,
                "proposal": self.proposal.number if self.proposal else None,
                "starts_on": self.starts_on.isoformat(),
                "reason": self.reason,
                "by": self.by,
                "at": self.at.astimezone(UTC).isoformat(timespec="microseconds"),
                "previous_hash": self.previous_hash,
            }
        )


def broken_decision() -> tuple[int, str] | None:
    """The first decision on the guide, by its number, that doesn't hold, and why; None when all do."""
    previous = ""
    rows = GuideDecision.objects.select_related("content", "replay__before", "replay__after", "proposal")
    for number, row in enumerate(rows.order_by("number"), start=1):
        if row.number != number:
            return number, f"decision {number} is missing"
        if row.previous_hash != previous:
            return number, f"decision {number} does not follow the one before it"
        if row.hash != row.computed_hash():
            return number, f"decision {number} was changed after it was written"
        if row.kind == ACTIVATED and (row.proposal is None or row.proposal.by == row.by):
            return number, f"decision {number} is no second person's"
        previous = row.hash
    return None
