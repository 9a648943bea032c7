"""A document: asked for in a transaction, made by a worker, never changed after that."""

from __future__ import annotations

import hashlib
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Q

from portal import storage

from .snapshot import Snapshot
from .submission import Submission
from .terms import Quote

_NAMES = {
    ("recommendation", "fr"): "egide-recommandation",
    ("recommendation", "en"): "egide-recommendation",
    ("quote", "fr"): "egide-devis",
    ("quote", "en"): "egide-quote",
    ("insurer_letter", "fr"): "lettre-assureur",
    ("insurer_letter", "en"): "letter-to-insurer",
    ("incident_card", "fr"): "carte-d-incident",
    ("incident_card", "en"): "incident-card",
    ("trust_annex", "fr"): "annexe-de-confiance",
    ("trust_annex", "en"): "trust-annex",
    ("mandate", "fr"): "mandat-de-placement",
    ("mandate", "en"): "placement-mandate",
    ("fix_sheet", "fr"): "egide-chemin-vers-un-prix",
    ("fix_sheet", "en"): "egide-way-to-a-price",
}


CODE_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""No I, L, O nor U: a code is read from paper, and typed."""
CODE_LENGTH = 10


def code_of(document_id: UUID) -> str:
    """The short code printed on a document: ten letters and digits that tell nothing of the file."""
    number = int.from_bytes(hashlib.sha256(b"code" + document_id.bytes).digest()[:8])
    return "".join(CODE_LETTERS[number >> 5 * place & 31] for place in range(CODE_LENGTH))


def spelled(code: str) -> str:
    """A code as it is printed: in two halves."""
    return f"{code[: CODE_LENGTH // 2]}-{code[CODE_LENGTH // 2 :]}"


def read_code(typed: str) -> str:
    """A code as a person types it: small letters, spaces, hyphens, and the letters that look like digits."""
    plain = "".join(letter for letter in typed.upper() if letter.isalnum())
    return plain.replace("O", "0").replace("I", "1").replace("L", "1")


def file_name(kind: str, language: str, reference: str) -> str:
    """The name under which a document of a file is saved."""
    return f"{_NAMES[kind, language]}-{reference}.pdf"


class Document(models.Model):
    """A PDF of a file. `next_try_at` says from when a worker may try (again), until it is made.

    `data` is what was chosen for it, where there is a choice. Its bytes lie in the storage, at `place`; `template`
    tells the version of all that gave it its form, and `requested_by` who asked for it.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="documents")
    code = models.CharField(max_length=CODE_LENGTH, unique=True)
    kind = models.CharField(max_length=30)
    version = models.PositiveIntegerField()
    language = models.CharField(max_length=2)
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="documents")
    quote = models.ForeignKey(Quote, models.PROTECT, null=True, blank=True, related_name="documents")
    data = models.JSONField(default=dict, blank=True)
    requested_by = models.CharField(max_length=200, blank=True, default="")
    requested_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    tries = models.PositiveIntegerField(default=0)
    last_error = models.TextField(blank=True)
    made_at = models.DateTimeField(null=True, blank=True)
    place = models.CharField(max_length=200, blank=True, default="")
    size = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    pages = models.PositiveIntegerField(default=0)
    template = models.CharField(max_length=16, blank=True, default="")

    class Meta:
        ordering = ("requested_at", "kind", "version")
        constraints = (models.UniqueConstraint(fields=["submission", "kind", "version"], name="document_version_once"),)
        indexes = (models.Index(fields=["next_try_at"], condition=Q(made_at=None), name="document_waiting"),)

    def __str__(self) -> str:
        return f"{self.kind}, version {self.version}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.code = self.code or code_of(self.id)
        super().save(*args, **kwargs)

    @property
    def file_name(self) -> str:
        """The name under which it is saved."""
        return file_name(self.kind, self.language, self.submission.reference)

    @property
    def ready(self) -> bool:
        """Whether it is made."""
        return self.made_at is not None

    def read(self) -> bytes:
        """Its bytes, the very ones that were made. Raises Lost when they can't be had."""
        return storage.fetch(self.place, self.sha256)
