"""The figures of the dashboard are counted anew, and kept for its pages."""

from __future__ import annotations

from datetime import datetime

from portal.models import Tally
from portal.tallies import EVERY, KEY, count_all


def count_figures(*, at: datetime, anew: bool = False) -> Tally:
    """Count them, unless they were counted less than ten minutes ago. A page only does where no worker has yet."""
    last = Tally.objects.filter(pk=KEY).first()
    if last and not anew and at - last.at < EVERY:
        return last
    kept, _ = Tally.objects.update_or_create(key=KEY, defaults={"at": at, "data": count_all(at=at)})
    return kept
