"""Each cover as the house holds it: what the rules found, and what brokers have set in its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from portal.models import Override, Snapshot, Submission
from portal.models.at_hand import at_hand

FIELDS = {"price": "net_eur", "limit": "limit_eur", "retention": "retention_eur"}


@dataclass(frozen=True)
class Retained:
    """A cover that the file needs and the tariff prices: euros, None where the rules gave none."""

    code: str
    outcome: str
    limit_eur: Decimal | None
    retention_eur: Decimal | None
    net_eur: Decimal | None


def overrides_of(submission: Submission) -> list[Override]:
    """Every override of a file with its decision, the oldest first."""
    rows = submission.overrides.all()
    return [*rows] if at_hand(submission, "overrides") else [*rows.select_related("decision")]


def retained(submission: Submission, snapshot: Snapshot) -> list[Retained]:
    """The covers of an assessment, with what counts of the overrides made on it."""
    holding = [made for made in overrides_of(submission) if made.holds]
    made_here = [made for made in holding if made.snapshot_id == snapshot.pk]
    covers = [cover for cover in snapshot.result["quote"]["covers"] if cover["needed"] and cover["limit_eur"]]
    return [_retained(cover, made_here) for cover in covers]


def told_to_applicant(submission: Submission) -> list[Override]:
    """What counts of the overrides, with words for the applicant, on the last assessment."""
    snapshot = submission.snapshots.order_by("pk").last()
    rows = submission.overrides.select_related("decision").filter(snapshot=snapshot) if snapshot else ()
    return [made for made in rows if made.holds and made.told]


def _retained(cover: dict[str, Any], overrides: Sequence[Override]) -> Retained:
    def euros(name: str) -> Decimal | None:
        return None if cover[name] is None else Decimal(cover[name])

    found = Retained(cover["code"], cover["outcome"], euros("limit_eur"), euros("retention_eur"), euros("net_eur"))
    for made in overrides:
        if made.cover == found.code:
            change: dict[str, Any] = (
                {"outcome": "quote"} if made.kind == "referral" else {FIELDS[made.kind]: made.after}
            )
            found = replace(found, **change)
    return found
