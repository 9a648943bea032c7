"""Counting what anybody may do, so that nobody does it without end.

Rows stand among the sessions, which is where this database keeps what expires by itself: a count lasts an hour, and
says nothing of its sender but a keyed hash whose salt changes every day.
"""

from __future__ import annotations

import math
from datetime import datetime, timedelta

from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils.crypto import salted_hmac

WITHIN = timedelta(hours=1)
PREFIX = 20  # hexadecimal digits of the hash; what is drawn fills the rest of the key


@transaction.atomic
def count_against_limit(what: str, sender: str, *, most: int, at: datetime, drawn: bytes) -> int:
    """Count one more, and give 0; if there were `most` within an hour already, the seconds until one more may be.

    `drawn`: eight bytes that tell the rows of a sender apart.
    """
    prefix = salted_hmac("egide.limit", f"{at.date()} {what} {sender}", algorithm="sha256").hexdigest()[:PREFIX]
    counted = Session.objects.filter(session_key__gte=prefix, session_key__lt=f"{prefix}g", expire_date__gt=at)
    # A sender who tries on waits no longer for it: what is refused is not counted.
    latest = list(counted.order_by("-expire_date").values_list("expire_date", flat=True)[:most])
    if len(latest) == most:
        return max(1, math.ceil((latest[-1] - at).total_seconds()))
    Session.objects.create(session_key=prefix + drawn.hex(), session_data="", expire_date=at + WITHIN)
    return 0


def forget_expired(*, at: datetime) -> int:
    """Delete the sessions, and the counts, whose time is over. Gives how many."""
    return Session.objects.filter(expire_date__lte=at).delete()[0]
