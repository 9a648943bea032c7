"""A document: asked for in a transaction, made by a worker, never changed after that."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from .snapshot import Snapshot
from .submission import Submission
from .terms import Quote

_NAMES = {
    ("recommendation", "fr"): "egide-recommandation",
    ("recommendation", "en"): "egide-recommendation",
    ("quote", "fr"): "egide-devis",
    ("quote", "en"): "egide-quote",
}


def file_name(kind: str, language: str, reference: str) -> str:
    """The name under which a document of a file is saved."""
    return f"{_NAMES[kind, language]}-{reference}.pdf"


class Document(models.Model):
    """A PDF of a file. Until it is made, `content` is None; `next_try_at` says from when a worker may try (again).

    The bytes are kept in the database: they join its transactions and its backups, and every machine reads them.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=30)
    version = models.PositiveIntegerField()
    language = models.CharField(max_length=2)
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="documents")
    quote = models.ForeignKey(Quote, models.PROTECT, null=True, blank=True, related_name="documents")
    requested_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    tries = models.PositiveIntegerField(default=0)
    last_error = models.TextField(blank=True)
    made_at = models.DateTimeField(null=True, blank=True)
    content = models.BinaryField(null=True, blank=True)
    size = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    pages = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("requested_at", "kind", "version")
        constraints = (models.UniqueConstraint(fields=["submission", "kind", "version"], name="document_version_once"),)
        indexes = (models.Index(fields=["next_try_at"], condition=Q(made_at=None), name="document_waiting"),)

    def __str__(self) -> str:
        return f"{self.kind}, version {self.version}"

    @property
    def file_name(self) -> str:
        """The name under which it is saved."""
        return file_name(self.kind, self.language, self.submission.reference)

    @property
    def ready(self) -> bool:
        """Whether it is made."""
        return self.made_at is not None
