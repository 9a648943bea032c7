"""Programs that use the API: their tokens, where they want to be told of changes, and what they were told."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from .event import Event
from .submission import Submission

SCOPES = ("assess", "submissions:read", "submissions:write", "documents:read", "broker")
"""What a token may do. `broker`: it sees every file, and assessments whole; else only the files it began, as their
applicant reads them."""


class Integration(models.Model):
    """One program's token, kept as a hash alone, and the address told of changes, if there is one."""

    name = models.CharField(max_length=100, unique=True)
    sha256 = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    webhook_url = models.CharField(max_length=500, blank=True)
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()
    last_used_on = models.DateField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    submissions = models.ManyToManyField(Submission, related_name="integrations")

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class WebhookCall(models.Model):
    """A change of state to be told to an integration: written with the change, tried again until it is taken."""

    integration = models.ForeignKey(Integration, models.PROTECT, related_name="calls")
    event = models.ForeignKey(Event, models.CASCADE, related_name="webhook_calls")
    tries = models.PositiveIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=["integration", "event"], name="webhook_once"),)
        indexes = (models.Index(fields=["next_try_at"], condition=Q(told_at=None), name="webhook_waiting"),)

    def __str__(self) -> str:
        return f"{self.integration}, {self.event_id}"
