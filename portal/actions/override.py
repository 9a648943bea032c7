"""A broker sets aside what the rules found for a cover; beyond their authority, a second person approves it first."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext

from portal import guides
from portal.models import APPROVED, TURNED_DOWN, Override, OverrideDecision, Snapshot, Submission
from portal.models.override import amount_of
from portal.overrides import retained
from underwriting import OVERRIDE_KINDS, OverrideKind, takes_second_person

from .actor import Actor, require
from .errors import NotAllowed
from .journal import locked, record

OVERRIDABLE = ("in_review", "at_market")
"""A quote that was issued is not touched: another version replaces it."""


@transaction.atomic
def override(
    submission_id: UUID,
    cover: str,
    kind: OverrideKind,
    after: Decimal | None,
    *,
    told: str,
    actor: Actor,
    at: datetime,
    reason: str,
) -> Override:
    """Set one amount of a cover, in euros, or lift its referral. It counts at once within the guide's authority.

    `told` is what the applicant reads of it.
    """
    require(actor, "broker", to="override what the rules found")
    submission = locked(submission_id)
    snapshot = submission.snapshots.order_by("pk").last()
    if submission.state not in OVERRIDABLE or snapshot is None:
        raise NotAllowed(f"what the rules found is set aside in review only: this submission is {submission.state}")
    if kind not in OVERRIDE_KINDS or not reason.strip():
        raise NotAllowed("an override has a kind and a reason")
    before = _before(submission, snapshot, cover, kind)
    if kind == "referral":
        after = None
    elif after is None or after <= 0 or after == before:
        raise NotAllowed("an override gives another amount", gettext("Donnez un montant, autre que le présent."))
    if submission.overrides.filter(cover=cover, kind=kind, decision=None, alone=False).exists():
        raise NotAllowed(
            "the same override waits for a second person",
            gettext("La même dérogation attend déjà une seconde personne : qu’elle décide d’abord."),
        )
    alone = not takes_second_person(kind, before, after, guides.named(snapshot.edition, snapshot.guide_sha256))
    made = Override.objects.create(
        submission=submission,
        snapshot=snapshot,
        cover=cover,
        kind=kind,
        before=before,
        after=after,
        reason=reason.strip(),
        told=told.strip(),
        alone=alone,
        proposed_by=actor.name,
        proposed_at=at,
    )
    verb = "override" if alone else "propose_override"
    record(submission, verb, actor=actor, at=at, from_state=submission.state, reason=made.reason, data=_data(made))
    return made


@transaction.atomic
def decide_override(override_id: int, decision: str, *, actor: Actor, at: datetime, reason: str) -> OverrideDecision:
    """Approve or turn down what another broker proposed: never one's own."""
    require(actor, "broker", to="approve an override")
    submission = locked(Override.objects.values_list("submission", flat=True).get(pk=override_id))
    made = Override.objects.select_related("decision").get(pk=override_id)
    if decision not in (APPROVED, TURNED_DOWN) or not reason.strip():
        raise NotAllowed(f"an override is {APPROVED} or {TURNED_DOWN}, with a reason")
    if made.proposed_by == actor.name:
        raise NotAllowed(
            "nobody approves their own override",
            gettext("C’est vous qui l’avez proposée : une autre personne doit la regarder."),
        )
    if not made.waits or submission.state not in OVERRIDABLE:
        raise NotAllowed(f"this override waits for nobody: this submission is {submission.state}")
    decided = OverrideDecision.objects.create(
        submission=submission,
        override=made,
        decision=decision,
        reason=reason.strip(),
        decided_by=actor.name,
        decided_at=at,
    )
    verb = "approve_override" if decision == APPROVED else "turn_down_override"
    record(submission, verb, actor=actor, at=at, from_state=submission.state, reason=decided.reason, data=_data(made))
    return decided


def _before(submission: Submission, snapshot: Snapshot, cover: str, kind: OverrideKind) -> Decimal | None:
    """What holds until now for this cover. Raises NotAllowed for what can't be set aside."""
    found = next((row for row in retained(submission, snapshot) if row.code == cover), None)
    if found is None:
        raise NotAllowed(f"{cover} is no cover that this file needs and the tariff prices")
    if kind == "referral":
        if found.outcome != "refer":
            raise NotAllowed(
                f"{cover} is not referred", gettext("Les règles ne renvoient pas cette garantie : rien n’est à lever.")
            )
        return None
    return {"price": found.net_eur, "limit": found.limit_eur, "retention": found.retention_eur}[kind]


def _data(made: Override) -> dict[str, object]:
    amounts = {"before": amount_of(made.before), "after": amount_of(made.after)}
    return {"override": made.pk, "cover": made.cover, "override_kind": made.kind} | amounts
