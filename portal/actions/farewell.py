"""The last mail about a file: everything in it was erased."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit
from uuid import uuid5

from django.conf import settings

from portal.models import Delivery, Submission
from portal.queue import enqueue


def farewell(submission: Submission, *, at: datetime) -> Delivery | None:
    """Tell the applicant of a file that is being erased; None where its address was never shown to be theirs.

    The mail belongs to no file, and its row goes once it is sent: nothing of it is kept.
    """
    if not submission.email or submission.email != submission.proved_email:
        return None
    delivery = Delivery.objects.create(
        id=uuid5(submission.pk, "erased/1"),
        kind="erased",
        version=1,
        recipient=submission.email,
        language=submission.language,
        data={"reference": submission.reference},
        message_id=f"<{submission.pk}.erased.1@{urlsplit(settings.SITE_URL).hostname}>",
        next_try_at=at,
        created_at=at,
    )
    enqueue("deliver", delivery.pk)
    return delivery
