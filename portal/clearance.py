"""Files that may be of the same company: by SIREN, by domain or by name, each with its reason and who holds it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from django.db.models import Q
from rapidfuzz import fuzz

from portal.models import Submission

Reason = Literal["siren", "domain", "name"]
LIKE = 90
"""From which likeness, of 100, two names are taken for one: a letter or two apart, or their words in another order."""
BEGINNING = 3
"""How many first letters two names share before they are compared: what an index can find."""
MOST_COMPARED, MOST_SHOWN = 250, 10
"""As many files of one SIREN or domain, and names on either side of a name, in the order of the alphabet."""
CLOSED = ("draft", "declined", "not_taken_up", "expired", "withdrawn")
"""A file in one of these is no second one of the same company."""


@dataclass(frozen=True)
class Similar:
    """Another file, why it looks like the same company's, and how much the names resemble (0 to 100)."""

    submission: Submission
    reasons: tuple[Reason, ...]
    likeness: int

    @property
    def open(self) -> bool:
        """Whether somebody may be at work on it."""
        return self.submission.state not in CLOSED


def similar_files(submission: Submission) -> list[Similar]:
    """The likeliest first: open before closed, then by how much says so. Drafts and its own versions are none."""
    found = [_compared(submission, other) for other in _candidates(submission)]
    kept = [one for one in found if one.reasons]
    kept.sort(key=lambda one: (not one.open, "siren" not in one.reasons, -len(one.reasons), -one.likeness))
    return kept[:MOST_SHOWN]


def suspected(submission: Submission) -> Similar | None:
    """The open file that this one may double: the same SIREN, or both name and domain.

    Two numbers that differ are two companies, whatever else they share. A name alone, or a domain, is shown to brokers
    as a likeness, no more.
    """
    return next((one for one in similar_files(submission) if one.open and _may_be_one(submission, one)), None)


def _may_be_one(submission: Submission, one: Similar) -> bool:
    numbers = {number for number in (submission.siren, one.submission.siren) if number}
    return len(numbers) < 2 and ("siren" in one.reasons or {"domain", "name"} <= {*one.reasons})


def _candidates(submission: Submission) -> Iterable[Submission]:
    """Files of the same numbers, then the nearest of the names that begin alike: each found by an index, so that it
    takes no longer among a hundred thousand."""
    own = [key for key in (submission.pk, submission.previous_id) if key]
    rows = Submission.objects.exclude(pk__in=own).exclude(state="draft").exclude(previous=submission)
    rows = rows.defer("answers", "rejected", "search_text")
    found: dict[UUID, Submission] = {}
    numbers = Q(siren=submission.siren) if submission.siren else Q()
    if submission.domain:
        numbers |= Q(domain=submission.domain)
    if numbers:
        found |= {row.pk: row for row in rows.filter(numbers).order_by("-created_at")[:MOST_COMPARED]}
    if len(key := submission.company_key) >= BEGINNING:
        alike = rows.filter(company_key__startswith=key[:BEGINNING])
        after, before = alike.filter(company_key__gte=key), alike.filter(company_key__lt=key)
        for side in (after.order_by("company_key"), before.order_by("-company_key")):
            found |= {row.pk: row for row in side[:MOST_COMPARED]}
    return found.values()


def _compared(submission: Submission, other: Submission) -> Similar:
    likeness = round(fuzz.token_sort_ratio(submission.company_key, other.company_key))
    reasons: list[Reason] = []
    if submission.siren and submission.siren == other.siren:
        reasons.append("siren")
    if submission.domain and submission.domain == other.domain:
        reasons.append("domain")
    if submission.company_key and likeness >= LIKE:
        reasons.append("name")
    return Similar(other, tuple(reasons), likeness)
