"""The insurer has issued the policy; three months before its end, its renewal begins."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from portal.deadlines import NOTICE_AHEAD, RENEWED_AHEAD
from portal.models import Policy, Submission

from .actor import SYSTEM, Actor
from .errors import NotAllowed
from .journal import locked
from .keep_deadlines import keep_deadlines
from .move import change
from .post import post
from .reopen_as_new_version import reopen_as_new_version

AT_ONCE = 50


@transaction.atomic
def mark_bound(
    submission_id: UUID,
    policy_number: str,
    *,
    starts_on: date,
    ends_on: date,
    actor: Actor,
    at: datetime,
    reason: str,
) -> Submission:
    """Keep the policy of an accepted file: its number, its insurer (the accepted quote's), its first and last day."""
    if not policy_number.strip():
        raise NotAllowed("binding asks for the insurer's policy number")
    if ends_on <= starts_on:
        raise NotAllowed(
            f"a policy that starts on {starts_on} can't end on {ends_on}",
            gettext("Le dernier jour vient après le premier."),
        )
    submission = locked(submission_id)
    quote = submission.quotes.select_related("terms").order_by("version").last()
    data = {
        "policy_number": policy_number.strip(),
        "starts_on": starts_on.isoformat(),
        "ends_on": ends_on.isoformat(),
    }
    change(submission, "bound", actor=actor, at=at, verb="mark_bound", reason=reason, data=data)
    submission.save()
    kept = Policy.objects.create(
        submission=submission,
        number=policy_number.strip(),
        insurer=quote.terms.insurer if quote else "",
        starts_on=starts_on,
        ends_on=ends_on,
        bound_by=actor.name,
        bound_at=at,
    )
    keep_deadlines(submission, today=timezone.localdate(kept.bound_at))
    post(submission, "bound", data=data | {"insurer": kept.insurer}, at=at)
    return submission


@transaction.atomic
def renew(submission_id: UUID, *, actor: Actor, at: datetime, reason: str = "") -> Submission:
    """Begin the renewal of a policy: a draft with last year's answers, each safeguard to be confirmed by its applicant.

    Their address stays proved, and the link goes there. Asked twice, it is the same draft, and one mail.
    """
    submission = locked(submission_id)
    policy = Policy.objects.filter(submission=submission).first()
    if policy is None:
        raise NotAllowed(f"a policy is renewed: this submission is {submission.state}")
    if existing := submission.next_versions.first():
        return existing
    new_id = uuid5(submission.pk, "renewal")
    draft = reopen_as_new_version(submission.pk, actor=actor, at=at, new_id=new_id, reason=reason)
    draft.proved_email = submission.proved_email
    draft.save(update_fields=["proved_email"])
    post(draft, "renewal", data={"ends_on": policy.ends_on.isoformat()}, at=at)
    return draft


def renew_due(*, at: datetime) -> int:
    """Begin the renewals whose time has come, and remind of the notice where nothing was sent. How many of both."""
    today = timezone.localdate(at)
    running = Policy.objects.filter(ends_on__gte=today, submission__state="bound").order_by("ends_on")
    begun = running.filter(ends_on__lte=today + RENEWED_AHEAD, submission__next_versions=None)
    keys = [*begun.values_list("submission", flat=True)[:AT_ONCE]]
    for key in keys:
        renew(key, actor=SYSTEM, at=at)
    noticed = running.filter(ends_on__lte=today + NOTICE_AHEAD, submission__next_versions__state="draft")
    return len(keys) + sum(_notice(policy, at=at) for policy in noticed.select_related("submission")[:AT_ONCE])


@transaction.atomic
def _notice(policy: Policy, *, at: datetime) -> bool:
    draft = locked(policy.submission.next_versions.values_list("pk", flat=True)[0])
    if draft.state != "draft" or draft.deliveries.filter(kind="renewal_notice").exists():
        return False
    return post(draft, "renewal_notice", data={"ends_on": policy.ends_on.isoformat()}, at=at) is not None
