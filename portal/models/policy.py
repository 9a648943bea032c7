"""The policy that an insurer issued on an accepted quote."""

from __future__ import annotations

from django.db import models

from .kept import WrittenOnce
from .submission import Submission


class Policy(WrittenOnce):
    """A policy: its number at the insurer's, its insurer, its first and last day. One a file."""

    submission = models.OneToOneField(Submission, models.PROTECT, related_name="policy")
    number = models.CharField(max_length=200)
    insurer = models.CharField(max_length=200)
    starts_on = models.DateField()
    ends_on = models.DateField(db_index=True)
    bound_by = models.CharField(max_length=200)
    bound_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "policies"

    def __str__(self) -> str:
        return f"{self.submission_id}, {self.number}"
