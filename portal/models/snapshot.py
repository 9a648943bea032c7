"""An assessment as it stood on a day, kept for good."""

from __future__ import annotations

from django.db import models

from .kept import WrittenOnce
from .submission import Submission


class Snapshot(WrittenOnce):
    """The whole assessment of a submission, as a broker reads it, with the guide that made it and what it rests on.

    `answers` is the applicant file that was assessed; `authors` says by its paths who gave each answer and when:
    `{"company.siren": {"kind": "applicant", "name": "…", "at": "2026-11-22T10:00:00+00:00"}}`.
    """

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="snapshots")
    taken_at = models.DateTimeField()
    assessed_on = models.DateField()
    edition = models.CharField(max_length=30)
    guide_sha256 = models.CharField(max_length=64)
    language = models.CharField(max_length=2)
    result = models.JSONField()
    result_sha256 = models.CharField(max_length=64)
    answers = models.JSONField(default=dict)
    authors = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.submission_id}, {self.assessed_on}"

    @property
    def outcome(self) -> str:
        """The outcome of the file."""
        return str(self.result["decision"]["outcome"])
