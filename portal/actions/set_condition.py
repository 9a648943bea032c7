"""A broker adds a condition to a file, changes one, or asks for it no more."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal, get_args
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from portal.models import ConditionSet

from .actor import Actor, require
from .errors import NotAllowed
from .journal import locked, record
from .post import post

Moment = Literal["quote", "bind", "30_days_after"]
MOMENTS: tuple[Moment, ...] = get_args(Moment)
"""By when a condition is met: before a quote, before the policy, or within thirty days of it."""
OPEN = ("in_review", "at_market", "information_requested", "quoted", "accepted", "bound")
OWN = "desk_"


@transaction.atomic
def set_condition(
    submission_id: UUID,
    *,
    text: str,
    moment: str,
    until: date | None,
    actor: Actor,
    at: datetime,
    reason: str,
    code: str = "",
) -> ConditionSet:
    """Set a condition: a new one without a `code`, else the one of this code from now on.

    The applicant is told of it. An empty text leaves the words of one that was there. Raises NotAllowed.
    """
    require(actor, "broker", to="set a condition")
    submission = locked(submission_id)
    if submission.state not in OPEN:
        raise NotAllowed(f"conditions go with a file under way: this submission is {submission.state}")
    if moment not in MOMENTS or not reason.strip() or not (code or text.strip()):
        raise NotAllowed("a condition has its words, its moment and a reason")
    if until and until < timezone.localdate(at):
        raise NotAllowed(f"{until} has passed", gettext("Cette date est passée."))
    new = not code
    if new:
        code = f"{OWN}{submission.condition_sets.filter(code__startswith=OWN).values('code').distinct().count() + 1}"
    made = ConditionSet.objects.create(
        submission=submission, code=code, text=" ".join(text.split()), moment=moment, until=until,
        reason=reason.strip(), set_by=actor.name, set_at=at,
    )  # fmt: skip
    data = {"condition": code, "moment": moment, "until": until.isoformat() if until else None}
    verb = "add_condition" if new else "change_condition"
    record(submission, verb, actor=actor, at=at, from_state=submission.state, reason=made.reason, data=data)
    post(submission, "condition_set", data=data | {"text": made.text, "new": new}, at=at)
    return made


@transaction.atomic
def withdraw_condition(submission_id: UUID, code: str, *, actor: Actor, at: datetime, reason: str) -> ConditionSet:
    """Ask for a condition no more, and keep why."""
    require(actor, "broker", to="withdraw a condition")
    submission = locked(submission_id)
    if submission.state not in OPEN or not reason.strip():
        raise NotAllowed(f"a condition is withdrawn with a reason, while the file is open: it is {submission.state}")
    made = ConditionSet.objects.create(
        submission=submission, code=code, withdrawn=True, reason=reason.strip(), set_by=actor.name, set_at=at
    )
    data = {"condition": code}
    record(
        submission, "withdraw_condition", actor=actor, at=at, from_state=submission.state, reason=made.reason, data=data
    )
    return made
