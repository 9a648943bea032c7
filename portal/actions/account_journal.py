"""What happens to the accounts of the house is written down, and forgotten after a year."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.utils import timezone

from portal.models import AccountEvent
from portal.models.kept import erased

KEPT_FOR = timedelta(days=365)
"""How long a line is kept: what the CNIL advises for journals of access (deliberation 2021-122), six to twelve."""


def note_account(
    verb: str, name: str, *, by: str = "", network: str = "", data: Mapping[str, str] | None = None
) -> AccountEvent:
    """One more line, now."""
    return AccountEvent.objects.create(
        at=timezone.now(), verb=verb, name=name, by=by, network=network, data=dict(data or {})
    )


def forget_account_events(*, at: datetime) -> int:
    """Delete the lines older than a year; how many."""
    return erased(AccountEvent.objects.filter(at__lt=at - KEPT_FOR))
