"""What workers run: each task is safe to run twice, or again after a worker was killed in the middle of it."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone

from portal import actions


def make_document(key: str) -> None:
    """Make the document of this id, unless it is made or being made."""
    actions.make_document(UUID(key), clock=timezone.now)


def deliver(key: str) -> None:
    """Send the mail of this id, unless it is sent or being sent."""
    actions.deliver(UUID(key), clock=timezone.now)


def sweep() -> None:
    """Once a minute: take up what was left lying, let quotes lapse."""
    actions.sweep(at=timezone.now())
