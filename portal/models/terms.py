"""What an insurer answered, and what the broker made of it: both written once."""

from __future__ import annotations

from decimal import Decimal

from django.db import models

from .kept import WrittenOnce
from .submission import Submission


class InsurerTerms(WrittenOnce):
    """The terms that an insurer gave for a file.

    `covers` is a list of {"code", "limit_eur", "retention_eur", "net_eur", "tax_eur"}, euros as strings with two
    decimals; codes are those of the assessment's covers.
    """

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="terms")
    insurer = models.CharField(max_length=200)
    received_on = models.DateField()
    valid_until = models.DateField()
    covers = models.JSONField()
    conditions = models.TextField(blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=200)

    class Meta:
        ordering = ("recorded_at", "pk")
        verbose_name_plural = "insurer terms"

    def __str__(self) -> str:
        return f"{self.insurer}, {self.received_on}"

    @property
    def net_eur(self) -> Decimal:
        """All covers together, before tax."""
        return sum((Decimal(cover["net_eur"]) for cover in self.covers), Decimal(0))

    @property
    def tax_eur(self) -> Decimal:
        """The tax of all covers together."""
        return sum((Decimal(cover["tax_eur"]) for cover in self.covers), Decimal(0))


class Quote(WrittenOnce):
    """A quote as it was issued, on an insurer's recorded terms. The highest version of a file is the one that holds."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="quotes")
    version = models.PositiveIntegerField()
    terms = models.ForeignKey(InsurerTerms, models.PROTECT, related_name="quotes")
    issued_at = models.DateTimeField()
    issued_by = models.CharField(max_length=200)
    valid_until = models.DateField()
    covers = models.JSONField()
    net_eur = models.DecimalField(max_digits=15, decimal_places=2)
    tax_eur = models.DecimalField(max_digits=15, decimal_places=2)
    total_eur = models.DecimalField(max_digits=15, decimal_places=2)
    conditions = models.TextField(blank=True)

    class Meta:
        ordering = ("submission", "version")
        constraints = (models.UniqueConstraint(fields=["submission", "version"], name="quote_version_once"),)

    def __str__(self) -> str:
        return f"{self.submission_id}, version {self.version}"

    @property
    def all_conditions(self) -> str:
        """The insurer's hold whatever the broker adds to them; a line told by both is told once."""
        return "\n".join(dict.fromkeys(f"{self.terms.conditions}\n{self.conditions}".splitlines())).strip()
