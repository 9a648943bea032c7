"""What was taken out of the house as lists, and what was erased because its time had come."""

from __future__ import annotations

from django.db import models

from .kept import WrittenOnce


class ListExport(WrittenOnce):
    """A list that somebody exported: csv or xlsx, so many rows, narrowed by these filters of the desk."""

    at = models.DateTimeField()
    by = models.CharField(max_length=200)
    form = models.CharField(max_length=10)
    rows = models.PositiveIntegerField()
    narrowed = models.JSONField(default=dict)

    class Meta:
        ordering = ("-at",)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d}, {self.by}: {self.rows}"


class PurgeReport(WrittenOnce):
    """A step of the purge: the references of the files that went, by the reason why their time had come.

    `kept` are those whose time had come and that could not go: a later version leans on them, or their documents can't
    be deleted (the log says why).
    """

    at = models.DateTimeField()
    by = models.CharField(max_length=200)
    erased = models.JSONField(default=dict)
    kept = models.JSONField(default=list)

    class Meta:
        ordering = ("-at",)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d}: {sum(len(references) for references in self.erased.values())}"
