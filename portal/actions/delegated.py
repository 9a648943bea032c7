"""A quote on the broker's delegated authority: its terms are recorded as such, and the quote rests on them."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from portal.delegated import offers
from portal.models import Quote

from .actor import Actor, require
from .errors import NotAllowed
from .journal import locked
from .market import record_terms
from .quoting import issue_quote


@transaction.atomic
def issue_delegated_quote(
    submission_id: UUID, option: str, *, valid_until: date, conditions: str, actor: Actor, at: datetime, reason: str
) -> Quote:
    """Issue a quote on an option of the assessment, within the delegation of the settings."""
    require(actor, "broker", to="quote under delegated authority")
    submission = locked(submission_id)
    today = timezone.localdate(at)
    offer = next((one for one in offers(submission, on=today) if one.option == option), None)
    if offer is None:
        raise NotAllowed(
            "the file, or this option, is outside the delegated authority",
            gettext("Ce dossier n’entre plus dans votre délégation : il lui faut les conditions d’un assureur."),
        )
    terms = record_terms(
        submission_id, insurer=offer.terms.insurer, received_on=today, valid_until=offer.terms.valid_until,
        covers=offer.terms.covers, conditions=offer.terms.conditions, actor=actor, at=at, reason=reason, delegated=True,
    )  # fmt: skip
    return issue_quote(
        submission_id, terms.pk, valid_until=valid_until, conditions=conditions, actor=actor, at=at, reason=reason
    )
