"""An assessment as it stood on a day, kept for good."""

from __future__ import annotations

from django.db import models

from .kept import WrittenOnce
from .submission import Submission


class Snapshot(WrittenOnce):
    """The whole assessment of a submission, as a broker reads it, with the guide that made it."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="snapshots")
    taken_at = models.DateTimeField()
    assessed_on = models.DateField()
    edition = models.CharField(max_length=30)
    guide_sha256 = models.CharField(max_length=64)
    language = models.CharField(max_length=2)
    result = models.JSONField()
    result_sha256 = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.submission_id}, {self.assessed_on}"

    @property
    def outcome(self) -> str:
        """The outcome of the file."""
        return str(self.result["decision"]["outcome"])
