"""A file is given to a broker."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils.translation import gettext

from portal.models import Submission

from .actor import Actor, require
from .errors import NotAllowed
from .journal import locked, record

ASSIGNABLE = (
    "duplicate",
    "indicated",
    "referred",
    "information_requested",
    "in_review",
    "at_market",
    "quoted",
    "accepted",
    "bound",
)


@transaction.atomic
def assign(submission_id: UUID, to: str, *, actor: Actor, at: datetime, reason: str = "") -> Submission:
    """Give a file that is under way to a broker, by user name; its state stays. Given again, nothing happens."""
    require(actor, "broker", to="assign a file")
    submission = locked(submission_id)
    if submission.state not in ASSIGNABLE:
        raise NotAllowed(f"a file under way is assigned: this submission is {submission.state}")
    user = get_user_model().objects.filter(username=to, is_active=True).first()
    if user is None or not user.has_perm("portal.review_submission"):
        raise NotAllowed(f"{to} may not review files", gettext("Cette personne ne peut pas étudier de dossiers."))
    if submission.handler == to:
        return submission
    data = {"from": submission.handler, "to": to}
    submission.handler = to
    submission.updated_at = at
    record(submission, "assign", actor=actor, at=at, from_state=submission.state, reason=reason.strip(), data=data)
    submission.save()
    return submission
