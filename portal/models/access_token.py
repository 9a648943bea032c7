"""Links that open a file without an account: the token is in the link alone, its hash here."""

from __future__ import annotations

from django.db import models

from .submission import Submission


class AccessToken(models.Model):
    """A token given out, for one submission and one purpose, until it expires or is revoked."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="access_tokens")
    purpose = models.CharField(max_length=30)
    sha256 = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.submission_id}, {self.purpose}"
