"""A file as its page opens it: with what every tab asks for, and without a question about what it hasn't got."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, QuerySet, prefetch_related_objects

from portal.actions.placement import MANDATE
from portal.models import (
    ConditionDecision,
    ConditionSet,
    Delivery,
    Document,
    InsurerTerms,
    MarketAnswer,
    Override,
    Proof,
    Quote,
    Submission,
)
from portal.models.delivery import PLACEMENT

ALWAYS: dict[str, QuerySet[Any]] = {
    "quotes": Quote.objects.select_related("terms", "revocation"),
    "overrides": Override.objects.select_related("decision"),
}
"""What every tab needs, by the name of its relation."""
SOME: dict[str, QuerySet[Any]] = {
    "condition_sets": ConditionSet.objects.all(),
    "condition_decisions": ConditionDecision.objects.all(),
    "proofs": Proof.objects.all(),
    "terms": InsurerTerms.objects.all(),
    "market_answers": MarketAnswer.objects.all(),
}
"""What some tab asks for itself, where there is any."""


MARKS: dict[str, QuerySet[Any]] = {
    "mandate": Document.objects.filter(kind=MANDATE),
    "order": Delivery.objects.filter(kind=PLACEMENT),
}
"""What decides on an act by being there."""


def opened(key: UUID) -> Submission:
    """The file with its events, quotes and overrides. Raises Submission.DoesNotExist.

    Its own query says which relations have rows: the others are known to be empty.
    """
    there = {f"has_{name}": Exists(rows.filter(submission=OuterRef("pk"))) for name, rows in _every().items()}
    file = Submission.objects.select_related("policy").annotate(**there).get(pk=key)
    full = [Prefetch(name, rows) for name, rows in ALWAYS.items() if has(file, name)]
    empty = [Prefetch(name, rows.none()) for name, rows in (ALWAYS | SOME).items() if not has(file, name)]
    prefetch_related_objects([file], "events", *full, *empty)
    return file


def has(file: Submission, name: str) -> bool:
    """Whether a file has any: as it was opened, or asked now."""
    known = getattr(file, f"has_{name}", None)
    return _every()[name].filter(submission=file).exists() if known is None else bool(known)


def _every() -> dict[str, QuerySet[Any]]:
    return ALWAYS | SOME | MARKS
