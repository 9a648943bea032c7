"""What an insurer answered, and what the broker made of it: both written once."""

from __future__ import annotations

from decimal import Decimal

from django.db import models

from portal import storage

from .kept import WrittenOnce
from .submission import Submission


class InsurerTerms(WrittenOnce):
    """The terms that an insurer gave for a file.

    `covers` is a list of {"code", "limit_eur", "retention_eur", "net_eur", "tax_eur"}, euros as strings with two
    decimals; codes are those of the assessment's covers. `delegated`: the insurer lets the broker give
    these terms in its name; they were computed from the assessment.
    """

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="terms")
    insurer = models.CharField(max_length=200)
    received_on = models.DateField()
    valid_until = models.DateField()
    covers = models.JSONField()
    conditions = models.TextField(blank=True)
    delegated = models.BooleanField(default=False)
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


IPID, SPECIMEN, IN_TIME = "ipid", "specimen", "in_time"
PAPERS = (IPID, SPECIMEN, IN_TIME)
"""What an insurer hands over with its terms: the information document on the product, the policy's specimen, and the
sheet on how a liability cover works in time (C. ass. L.112-2)."""


_NAMES = {
    (IPID, "fr"): "assureur-document-d-information",
    (IPID, "en"): "insurer-information-document",
    (SPECIMEN, "fr"): "assureur-specimen-du-contrat",
    (SPECIMEN, "en"): "insurer-specimen-policy",
    (IN_TIME, "fr"): "assureur-garantie-dans-le-temps",
    (IN_TIME, "en"): "insurer-cover-in-time",
}


def paper_name(kind: str, language: str, reference: str) -> str:
    """The name under which an insurer's document is saved."""
    return f"{_NAMES[kind, language]}-{reference}.pdf"


class InsurerPaper(WrittenOnce):
    """A document of an insurer's, as the broker received it: given on with the quotes that rest on its terms.

    Its bytes lie in the storage, at `place`. The last one of a kind is the one that is given.
    """

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="insurer_papers")
    terms = models.ForeignKey(InsurerTerms, models.PROTECT, related_name="papers")
    kind = models.CharField(max_length=10)
    name = models.CharField(max_length=120)
    place = models.CharField(max_length=200)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    received_at = models.DateTimeField()
    received_by = models.CharField(max_length=200)

    class Meta:
        ordering = ("received_at", "pk")

    def __str__(self) -> str:
        return f"{self.submission_id}, {self.kind}"

    def read(self) -> bytes:
        """Its bytes. Raises Lost when they can't be had."""
        return storage.fetch(self.place, self.sha256)


class Quote(WrittenOnce):
    """A quote as it was issued, on an insurer's recorded terms. The highest version of a file is the one that holds,
    until its broker revokes it.
    """

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

    @property
    def papers(self) -> tuple[InsurerPaper, ...]:
        """The insurer's documents that go with it: the last of each kind."""
        last = {paper.kind: paper for paper in self.terms.papers.all()}
        return tuple(last[kind] for kind in PAPERS if kind in last)

    @property
    def revoked(self) -> QuoteRevocation | None:
        """The revocation, if its broker took it back."""
        return getattr(self, "revocation", None)


class QuoteRevocation(WrittenOnce):
    """A quote that was taken back before it was accepted, and why."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="revocations")
    quote = models.OneToOneField(Quote, models.PROTECT, related_name="revocation")
    reason = models.TextField()
    revoked_by = models.CharField(max_length=200)
    revoked_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.quote}, revoked"
