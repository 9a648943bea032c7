"""The days that matter to a file, read from what it holds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import cast

from django.utils import timezone
from django.utils.translation import override

from portal.conditions import conditions_of
from portal.models import Deadline, Policy, Submission
from underwriting import Language

ANSWER_AFTER = timedelta(days=5)
"""How long a question waits before the portal asks again."""
RENEWED_AHEAD = timedelta(days=90)
NOTICE_AHEAD = timedelta(days=61)
"""Two months: when contracts that renew themselves can still be given up, by most of their terms."""
WATCHED = ("information_requested", "in_review", "at_market", "quoted", "accepted", "bound")
"""States in which something may be awaited of somebody."""


def deadlines_of(submission: Submission, *, today: date) -> Iterator[Deadline]:
    """Each day with its kind, not saved; none for a file that isn't under way, but the day of its erasure."""
    if submission.erase_on:
        yield Deadline(submission=submission, kind="erasure", on=submission.erase_on)
    if submission.state not in WATCHED:
        return
    if submission.state == "information_requested":
        asked = submission.events.filter(to_state="information_requested").order_by("number").last()
        if asked:
            yield Deadline(submission=submission, kind="answer", on=timezone.localdate(asked.at + ANSWER_AFTER))
    quote = submission.quotes.order_by("version").last() if submission.state == "quoted" else None
    if quote and not quote.revoked:
        yield Deadline(submission=submission, kind="quote", on=quote.valid_until)
    yield from _of_policy(submission)
    language = cast(Language, submission.language)
    with override(language):
        found = conditions_of(submission, language, today=today)
    for one in found:
        if one.until and one.standing != "cleared":
            yield Deadline(submission=submission, kind="condition", on=one.until, code=one.code, text=one.text)


def _of_policy(submission: Submission) -> Iterator[Deadline]:
    policy = Policy.objects.filter(submission=submission).first() if submission.state == "bound" else None
    if policy is None:
        return
    if not submission.next_versions.exists():
        yield Deadline(submission=submission, kind="renewal", on=policy.ends_on - RENEWED_AHEAD)
    yield Deadline(submission=submission, kind="notice", on=policy.ends_on - NOTICE_AHEAD)
    yield Deadline(submission=submission, kind="end", on=policy.ends_on)
