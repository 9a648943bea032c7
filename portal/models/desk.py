"""What the desk keeps for itself: days that matter, views of the list, figures counted beforehand."""

from __future__ import annotations

from django.db import models

from .submission import Submission


class Deadline(models.Model):
    """A day that matters to a file that is under way. All of a file's are written anew whenever it changes.

    `kind`: answer (questions wait), quote (its last day), condition (its last day; `code` is the condition's), renewal,
    notice and end (of a policy), erasure.
    """

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="deadlines")
    kind = models.CharField(max_length=12)
    on = models.DateField()
    code = models.CharField(max_length=100, blank=True)
    text = models.TextField(blank=True)

    class Meta:
        ordering = ("on", "kind", "pk")
        indexes = (
            models.Index(fields=["kind", "on"], name="deadline_by_kind"),
            models.Index(fields=["on"], name="deadline_by_day"),
        )

    def __str__(self) -> str:
        return f"{self.on}, {self.kind}: {self.submission_id}"


class SavedView(models.Model):
    """A search, filters and an order of the list under a name: somebody's own, or shared with the whole desk."""

    owner = models.CharField(max_length=150)
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=500, blank=True)
    shared = models.BooleanField(default=False)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("name", "pk")
        constraints = (models.UniqueConstraint(fields=["owner", "name"], name="view_once"),)

    def __str__(self) -> str:
        return self.name


class Tally(models.Model):
    """Figures of the dashboard as they were counted last, so that no page counts them."""

    key = models.CharField(max_length=30, primary_key=True)
    at = models.DateTimeField()
    data = models.JSONField()

    class Meta:
        verbose_name_plural = "tallies"

    def __str__(self) -> str:
        return f"{self.key}, {self.at:%Y-%m-%d %H:%M}"
