"""What a broker should do first, in order, each with the reason of its rank."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext

from portal import typography
from portal.context import reader_language
from portal.models import Deadline, Override, Submission
from portal.models.submission import SINCE

from .lanes import TO_TAKE
from .words import OUTCOMES, STATES, age, mark

SHOWN = 8
NEAR = timedelta(days=3)


def first_in_line(user_name: str, now: datetime, *, approves: bool = False) -> list[dict[str, Any]]:
    """What this person could do now: what a colleague waits for, what falls due, then the longest waiting.

    Their own files and those that nobody has; each file once, at its first reason.
    """
    found: dict[Any, dict[str, Any]] = {}
    for file, why in _reasons(user_name, now, approves):
        if file.pk not in found:
            found[file.pk] = {
                "file": file,
                "why": why,
                "state": mark(STATES, file.state),
                "outcome": mark(OUTCOMES, file.outcome) if file.outcome else None,
            }
        if len(found) == SHOWN:
            break
    return [*found.values()]


def _reasons(user_name: str, now: datetime, approves: bool) -> Iterator[tuple[Submission, str]]:
    files = Submission.objects.defer("answers", "rejected")
    mine = files.filter(handler=user_name)
    if approves:
        waiting = Override.objects.filter(alone=False, decision=None, submission__state__in=("in_review", "at_market"))
        for made in waiting.exclude(proposed_by=user_name).select_related("submission")[:SHOWN]:
            yield made.submission, gettext("Dérogation de %(who)s à approuver") % {"who": made.proposed_by}
    own = [*mine.filter(state__in=("accepted", "in_review")).order_by("updated_at")[: 2 * SHOWN]]
    for file in own:
        if file.state == "accepted":
            since = age(file.updated_at, now)
            yield file, gettext("Devis accepté depuis %(age)s : faire émettre la police") % {"age": since}
    yield from _due(user_name, now)
    for file in files.filter(state__in=TO_TAKE).order_by(SINCE.asc(), "pk")[:SHOWN]:
        since = age(file.submitted_at or file.created_at, now)
        yield file, gettext("Attend d’être pris en charge depuis %(age)s") % {"age": since}
    for file in (one for one in own if one.state == "in_review"):
        yield file, gettext("À votre nom, sans changement depuis %(age)s") % {"age": age(file.updated_at, now)}


def _due(user_name: str, now: datetime) -> Iterator[tuple[Submission, str]]:
    """Days within three days, of their files and of those that nobody has."""
    words = {
        "quote": gettext("Le devis expire le %(day)s"),
        "condition": gettext("Une condition échoit le %(day)s"),
        "renewal": gettext("Renouvellement à préparer depuis le %(day)s"),
        "notice": gettext("Préavis de deux mois le %(day)s"),
        "answer": gettext("Sans réponse du demandeur depuis le %(day)s"),
    }
    near = Deadline.objects.filter(kind__in=words, on__lte=timezone.localdate(now) + NEAR)
    theirs = Q(submission__handler=user_name) | Q(submission__handler="")
    for one in near.filter(theirs).select_related("submission").order_by("on", "pk")[:SHOWN]:
        yield one.submission, words[one.kind] % {"day": typography.day(one.on, reader_language())}
