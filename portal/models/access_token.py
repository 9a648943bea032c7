"""Links that open a file without an account: the token is in the link alone, its hash here."""

from __future__ import annotations

from datetime import timedelta

from django.db import models

from .submission import Submission

LINK_TTL = timedelta(days=30)
"""How long a mailed link opens its file."""

DELEGATE_TTL = timedelta(days=14)
"""How long somebody may answer a page that was entrusted to them."""


class AccessToken(models.Model):
    """A token given out, for one submission and one purpose, until it expires or is revoked.

    `email` is the address it was mailed to: whoever opens it reads that mailbox. A page of questions that is entrusted
    to somebody has their `name`, and its `section` by the questionnaire's code.
    """

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="access_tokens")
    purpose = models.CharField(max_length=30)
    email = models.CharField(max_length=200, blank=True)
    name = models.CharField(max_length=100, blank=True)
    section = models.CharField(max_length=60, blank=True)
    sha256 = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.submission_id}, {self.purpose}"
