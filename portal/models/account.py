"""What happens to the accounts of the house, and the links by which people join it."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from .kept import WrittenOnce


class AccountEvent(WrittenOnce):
    """One line of the journal of accounts: who entered or was refused, from which network, what was changed, by whom.

    `name` is the account's, empty where nobody has the one that was typed; `by` whoever did it, where that is another.
    """

    at = models.DateTimeField()
    verb = models.CharField(max_length=30)
    name = models.CharField(max_length=150, blank=True)
    by = models.CharField(max_length=150, blank=True)
    network = models.CharField(max_length=60, blank=True)
    data = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ("-pk",)
        indexes = (models.Index(fields=["at"], name="account_event_at"),)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}, {self.name}: {self.verb}"


class EntryLink(models.Model):
    """A link by which a person of the house chooses a password: mailed, kept as a hash alone, good once."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="entry_links")
    sha256 = models.CharField(max_length=64, unique=True)
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.user_id}, {self.made_at:%Y-%m-%d}"
