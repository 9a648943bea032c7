"""The terms that the house may give by itself, in an insurer's name: computed from the assessment, within bounds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext

from portal.delegation import Delegation
from portal.models import InsurerTerms, Snapshot, Submission

PUBLISHED = ("quote", "partial")
FIRST = "recommended"


@dataclass(frozen=True)
class Offer:
    """An option of the assessment that the delegation holds: its code, and the terms as they would be recorded."""

    option: str
    terms: InsurerTerms


def offers(submission: Submission, *, on: date) -> list[Offer]:
    """What may be quoted under delegation on this day, the advised option first; nothing when none is configured."""
    authority: Delegation | None = settings.DELEGATED_AUTHORITY
    snapshot = submission.snapshots.order_by("pk").last() if authority else None
    if authority is None or snapshot is None or not _fits(submission, snapshot):
        return []
    quote = snapshot.result["quote"]
    until = min(authority.until, date.fromisoformat(quote["valid_until"]))
    if until < on:
        return []
    found = []
    for option in sorted(quote["options"], key=lambda one: one["code"] != FIRST):
        covers = [_cover(cover) for cover in option["covers"] if cover["code"] in authority.covers]
        if covers and _within(covers, authority):
            found.append(Offer(option["code"], _terms(submission, authority, covers, on, until)))
    return found


def _fits(submission: Submission, snapshot: Snapshot) -> bool:
    """Published prices alone, and as the rules found them: an override is no delegated price."""
    quote = snapshot.result["quote"]
    overridden = any(made.holds or made.waits for made in submission.overrides.filter(snapshot=snapshot))
    return snapshot.outcome in PUBLISHED and quote["published"] and not overridden


def _within(covers: list[dict[str, str]], authority: Delegation) -> bool:
    net = sum((Decimal(cover["net_eur"]) for cover in covers), Decimal(0))
    return net <= authority.max_net_eur and all(
        Decimal(cover["limit_eur"]) <= authority.max_limit_eur for cover in covers
    )


def _cover(cover: dict[str, Any]) -> dict[str, str]:
    tax = Decimal(cover["total_eur"]) - Decimal(cover["net_eur"])
    amounts = {name: cover[name] for name in ("limit_eur", "retention_eur", "net_eur")}
    return {"code": cover["code"], **amounts, "tax_eur": f"{tax:.2f}"}


def _terms(
    submission: Submission, authority: Delegation, covers: list[dict[str, str]], on: date, until: date
) -> InsurerTerms:
    with translation.override(submission.language):
        said = gettext("Établi sous la délégation donnée au courtier par %(insurer)s.") % {"insurer": authority.insurer}
    return InsurerTerms(
        submission=submission, insurer=authority.insurer, received_on=on, valid_until=until, covers=covers,
        conditions=said, delegated=True,
    )  # fmt: skip
