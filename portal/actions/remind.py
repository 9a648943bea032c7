"""An applicant is reminded of what a file waits for: by a broker, or by the portal on its day, once for each thing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, cast
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext, override

from portal.conditions import conditions_of
from portal.deadlines import ANSWER_AFTER, WATCHED
from portal.models import Delivery, Quote, Submission
from underwriting import Language

from .actor import SYSTEM, Actor, require
from .errors import NotAllowed
from .journal import locked, record
from .keep_deadlines import keep_deadlines
from .post import post

AHEAD = timedelta(days=7)
"""How long before a day that matters the portal tells of it."""
LEFT_ALONE = timedelta(days=3)
"""How long somebody who was just sent a quote is left to read it."""
FROM_HOUR, TO_HOUR = 8, 19
"""Between which hours, in Paris, the portal writes of its own accord."""
AT_ONCE = 50


@dataclass(frozen=True)
class Reminder:
    """A mail to come: its kind, its day, and what its words need."""

    kind: str
    on: date
    data: dict[str, Any]


def awaited(submission: Submission) -> tuple[str, dict[str, Any]] | None:
    """What a broker may remind the applicant of now: the kind of the mail and its data; None for nothing."""
    if submission.state == "information_requested":
        return "reminder", {"questions": list(submission.questions_asked())}
    quote = _quote_sent(submission)
    return ("expiring", _told(quote)) if quote else None


@transaction.atomic
def remind(submission_id: UUID, *, actor: Actor, at: datetime) -> Delivery:
    """Remind the applicant of the questions asked, or of the quote sent; once a day at most."""
    require(actor, "broker", to="remind the applicant")
    submission = locked(submission_id)
    found = awaited(submission)
    if found is None:
        raise NotAllowed(f"nothing is awaited of the applicant: this submission is {submission.state}")
    kind, data = found
    if submission.deliveries.filter(kind=kind, created_at__gt=at - timedelta(days=1)).exists():
        raise NotAllowed(
            "the applicant was reminded less than a day ago",
            gettext("Un rappel est parti il y a moins d’un jour : laissez-lui le temps de répondre."),
        )
    delivery = _post(submission, kind, data, actor, at)
    if delivery is None:
        raise NotAllowed("the file has no address to write to")
    return delivery


def remind_due(*, at: datetime) -> int:
    """In the daytime, look at the files whose day has come: remind people, set the next day. How many mails."""
    local = timezone.localtime(at)
    if not FROM_HOUR <= local.hour < TO_HOUR:
        return 0
    due = Submission.objects.filter(remind_on__lte=local.date()).order_by("remind_on")
    return sum(_look_at(key, at=at) for key in due.values_list("pk", flat=True)[:AT_ONCE])


@transaction.atomic
def _look_at(submission_id: UUID, *, at: datetime) -> int:
    submission, today = locked(submission_id), timezone.localdate(at)
    to_come = list(_to_come(submission, today)) if submission.state in WATCHED else []
    keep_deadlines(submission, today=today)
    sent = 0
    for reminder in to_come:
        if reminder.on <= today:
            sent += _post(submission, reminder.kind, reminder.data, SYSTEM, at) is not None
    submission.remind_on = min((reminder.on for reminder in to_come if reminder.on > today), default=None)
    submission.save(update_fields=["remind_on"])
    return sent


def _post(submission: Submission, kind: str, data: dict[str, Any], actor: Actor, at: datetime) -> Delivery | None:
    delivery = post(submission, kind, data=data, at=at)
    if delivery:
        record(submission, "remind", actor=actor, at=at, from_state=submission.state, data={"kind": kind})
    return delivery


def _to_come(submission: Submission, today: date) -> Iterator[Reminder]:
    """What the applicant wasn't told yet. The day of what is late is past."""
    if submission.state == "information_requested":
        yield from _of_questions(submission)
    if quote := _quote_sent(submission):
        yield from _of_quote(submission, quote, today)
    yield from _of_conditions(submission, today)


def _of_questions(submission: Submission) -> Iterator[Reminder]:
    here = "information_requested"
    asked = submission.events.filter(to_state=here).exclude(from_state=here).last()
    if asked and not submission.deliveries.filter(kind="reminder", created_at__gte=asked.at).exists():
        questions = list(submission.questions_asked())
        yield Reminder("reminder", timezone.localdate(asked.at + ANSWER_AFTER), {"questions": questions})


def _of_quote(submission: Submission, quote: Quote, today: date) -> Iterator[Reminder]:
    told = submission.deliveries.filter(data__version=quote.version)
    sent = told.filter(kind="quote").first()
    if sent is None or quote.valid_until < today or told.filter(kind="expiring").exists():
        return
    read = timezone.localdate(sent.created_at) + LEFT_ALONE
    yield Reminder("expiring", max(quote.valid_until - AHEAD, min(read, quote.valid_until)), _told(quote))


def _of_conditions(submission: Submission, today: date) -> Iterator[Reminder]:
    """Those that fall due within a week make one mail; each later one has its own day."""
    language = cast(Language, submission.language)
    past = submission.deliveries.filter(kind="condition_due").values_list("data", flat=True)
    told = {one["code"] for data in past for one in data["conditions"]}
    with override(language):
        found = conditions_of(submission, language, today=today)
    open_ones = [
        (one, one.until)
        for one in found
        if one.until and one.until >= today and one.standing in ("to_do", "refused") and one.code not in told
    ]
    due = [
        {"code": one.code, "text": one.text, "until": until.isoformat()}
        for one, until in open_ones
        if until - AHEAD <= today
    ]
    if due:
        yield Reminder("condition_due", today, {"conditions": due})
    for _, until in open_ones:
        if until - AHEAD > today:
            yield Reminder("condition_due", until - AHEAD, {})


def _quote_sent(submission: Submission) -> Quote | None:
    """The quote that waits for an answer."""
    quote = submission.last_quote if submission.state == "quoted" else None
    return quote if quote and quote.version in submission.quotes_sent() and not quote.revoked else None


def _told(quote: Quote) -> dict[str, Any]:
    return {"version": quote.version, "valid_until": quote.valid_until.isoformat()}
