"""The insurers that the house works with, and every change to what it knows of them."""

from __future__ import annotations

from typing import Any

from django.db import models

from .kept import WrittenOnce

FIELDS = (
    "name", "email", "contact", "language", "covers", "families", "classes", "revenue_from_eur", "revenue_to_eur",
    "active", "notes",
)  # fmt: skip
"""What people say of an insurer, in the order of its form."""


class Insurer(models.Model):
    """An insurer of the panel: where submissions go, and its appetite.

    `covers` are codes of covers, `families` of product families, `classes` of device classes: an empty list sets no
    bound. Revenue is in euros a year, both bounds included; None is no bound. `notes` stay in the house. One that is
    not `active` is offered no more, and keeps its past.
    """

    name = models.CharField(max_length=200, unique=True)
    email = models.EmailField(max_length=200)
    contact = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=2, default="fr")
    covers = models.JSONField(default=list, blank=True)
    families = models.JSONField(default=list, blank=True)
    classes = models.JSONField(default=list, blank=True)
    revenue_from_eur = models.BigIntegerField(null=True, blank=True)
    revenue_to_eur = models.BigIntegerField(null=True, blank=True)
    active = models.BooleanField(default=True)
    notes = models.TextField(blank=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    def told(self) -> dict[str, Any]:
        """What is said of it, by field."""
        return {field: getattr(self, field) for field in FIELDS}


class InsurerChange(WrittenOnce):
    """Who changed what of an insurer, and why: `before` and `after` hold the fields that changed."""

    insurer = models.ForeignKey(Insurer, models.PROTECT, related_name="changes")
    before = models.JSONField(default=dict)
    after = models.JSONField()
    reason = models.TextField()
    changed_by = models.CharField(max_length=200)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ("changed_at", "pk")

    def __str__(self) -> str:
        return f"{self.insurer}, {self.changed_at:%Y-%m-%d}"
