"""A company's request for cover, from the first answer to the policy."""

from __future__ import annotations

from typing import cast

from django.db import models

from underwriting import Applicant, Language, State, read_applicant


class Submission(models.Model):
    """One version of an applicant file, and where it stands.

    `answers` is the applicant file as plain tables; it can be read at any time, and changes no more once it is
    submitted: `answers_sha256` is its hash from then on. `revision` counts what was saved, so that two tabs don't
    overwrite each other. Company, SIREN and e-mail are copied from the answers, for search.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    state = models.CharField(max_length=30)
    version = models.PositiveIntegerField(default=1)
    previous = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="next_versions")
    language = models.CharField(max_length=2)
    answers = models.JSONField(default=dict)
    answers_sha256 = models.CharField(max_length=64, blank=True)
    revision = models.PositiveIntegerField(default=0)
    company = models.CharField(max_length=200, blank=True)
    siren = models.CharField(max_length=9, blank=True)
    email = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = (
            models.Index(fields=["state", "updated_at"], name="submission_queue"),
            models.Index(fields=["email"], name="submission_email"),
            models.Index(fields=["siren"], name="submission_siren"),
        )
        constraints = (models.UniqueConstraint(fields=["previous"], name="submission_one_next_version"),)

    def __str__(self) -> str:
        return f"{self.company or self.pk} ({self.state})"

    @property
    def applicant(self) -> Applicant:
        """The answers, read."""
        return read_applicant(self.answers)

    @property
    def now(self) -> State:
        """The state, as the guide names it."""
        return cast(State, self.state)

    @property
    def reads_in(self) -> Language:
        """The applicant's language."""
        return cast(Language, self.language)

    def keep(self, applicant: Applicant) -> None:
        """Take these answers, and copy from them what is searched."""
        self.answers = applicant.tables()
        self.company = applicant.company.name or ""
        self.siren = applicant.company.siren or ""
        self.email = applicant.contact.email or ""
