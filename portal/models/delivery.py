"""The outbox: one row for each mail, written in the transaction of the change that calls for it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db import models
from django.db.models import Case, F, Q, Value, When

from .access_token import LINK_TTL
from .document import Document
from .submission import Submission

WAITING, SENT, FAILED = "waiting", "sent", "failed"
TO_BROKERS = ("broker_new_file", "broker_news")
"""Kinds that go to the broker."""
MARKET_PACK, PLACEMENT = "market_pack", "placement"
TO_INSURERS = (MARKET_PACK, PLACEMENT)
"""Kinds that go to an insurer, and open no file; the others go to the applicant."""
INVITATION = "invitation"
"""The kind that goes to a person of the house, with a link to choose a password; it is about no file."""
WITHOUT_FILE = ("erasure", "erased")
"""Kinds that open no file: its links are closed, or it is gone."""
FAILED_FIRST = Case(
    When(status=FAILED, then=Value(0)),
    When(status=WAITING, then=Value(1)),
    default=Value(2),
    output_field=models.IntegerField(),
)
"""What failed comes first, then what waits."""


class Delivery(models.Model):
    """A mail to send, or sent. Its Message-ID is drawn from what it is: sent twice, it is the same mail.

    `next_try_at` says from when a worker may try (again); a mail with a document waits until that is made as well.
    `data` is what its words need beside the file; `enclosed` are the documents that go with a mail to an insurer.
    A failed one is sent again only when somebody asks.
    The mail that says that a file was erased outlives it: it has no submission, and goes once it is sent; so does an
    invitation.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    submission = models.ForeignKey(Submission, models.PROTECT, null=True, blank=True, related_name="deliveries")
    kind = models.CharField(max_length=30)
    version = models.PositiveIntegerField()
    recipient = models.CharField(max_length=200)
    language = models.CharField(max_length=2)
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="deliveries")
    enclosed = models.ManyToManyField(Document, blank=True, related_name="enclosed_in")
    data = models.JSONField(default=dict, blank=True)
    message_id = models.CharField(max_length=200, unique=True)
    status = models.CharField(max_length=10, default=WAITING)
    tries = models.PositiveIntegerField(default=0)
    next_try_at = models.DateTimeField()
    last_error = models.TextField(blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("created_at", "kind", "version")
        verbose_name_plural = "deliveries"
        constraints = (models.UniqueConstraint(fields=["submission", "kind", "version"], name="delivery_once"),)
        indexes = (
            models.Index(fields=["next_try_at"], condition=Q(status=WAITING), name="delivery_waiting"),
            models.Index(fields=["created_at"], condition=Q(status=FAILED), name="delivery_failed"),
            models.Index(
                FAILED_FIRST,
                F("created_at").desc(),
                F("id").desc(),
                name="delivery_list",
                condition=Q(submission__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind}, {self.recipient}"

    @property
    def link_until(self) -> datetime:
        """Until when the link in it opens the file: a month, and as long as the quote that it is about."""
        until = self.created_at + LINK_TTL
        if valid := self.data.get("valid_until"):
            last = datetime.combine(
                date.fromisoformat(valid) + timedelta(days=1), time(), tzinfo=self.created_at.tzinfo
            )
            return max(until, last)
        return until

    @property
    def reference(self) -> str:
        """What people call the file that it is about."""
        return self.submission.reference if self.submission else str(self.data.get("reference", ""))
