"""A condition is answered by its applicant with a proof, and cleared, or not, by a broker."""

from __future__ import annotations

import hashlib
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext

from portal import storage
from portal.models import CLEARED, REFUSED, ConditionDecision, Proof
from portal.uploads import ENDINGS, Upload

from .actor import Actor, require
from .errors import NotAllowed
from .journal import locked, record
from .post import post

CLOSED = ("draft", "declined", "withdrawn", "not_taken_up", "expired")
MOST_PROOFS = 50


@transaction.atomic
def hand_in_proof(
    submission_id: UUID, condition: str, *, upload: Upload | None, note: str, actor: Actor, at: datetime
) -> Proof:
    """Keep a paper, a note or both for a condition of a file that is under way. The broker hears of the first.

    A broker keeps what reached them by another way.
    """
    require(actor, "applicant", "broker", to="hand in a proof")
    submission, note = locked(submission_id), note.strip()
    if submission.state in CLOSED:
        raise NotAllowed(f"proofs go with a file under way: this submission is {submission.state}")
    if upload is None and not note:
        raise NotAllowed("a proof is a paper or a note", gettext("Joignez un fichier, ou écrivez un mot."))
    if submission.proofs.count() >= MOST_PROOFS:
        raise NotAllowed(
            f"{MOST_PROOFS} proofs are there already",
            gettext("Cinquante pièces sont déjà là : écrivez à votre courtier pour en envoyer d’autres."),
        )
    sha256 = hashlib.sha256(upload.content).hexdigest() if upload else ""
    proof = Proof.objects.create(
        submission=submission,
        condition=condition,
        note=note,
        name=upload.name if upload else "",
        kind=upload.kind if upload else "",
        size=len(upload.content) if upload else 0,
        sha256=sha256,
        place=storage.keep(submission.pk, f"proof-{sha256[:16]}{ENDINGS[upload.kind]}", upload.content)
        if upload
        else "",
        sent_by=actor.name,
        sent_at=at,
    )
    data = {"condition": condition, "proof": proof.pk, "sha256": proof.sha256}
    record(submission, "hand_in_proof", actor=actor, at=at, from_state=submission.state, data=data)
    if submission.proofs.count() == 1 and actor.kind == "applicant":
        post(submission, "broker_news", data={"news": "proof"}, at=at)
    return proof


@transaction.atomic
def decide_condition(
    submission_id: UUID, condition: str, decision: str, *, reason: str, actor: Actor, at: datetime
) -> ConditionDecision:
    """Clear a condition, or refuse what was handed in for it; always with the reason."""
    require(actor, "broker", to="decide on a condition")
    if decision not in (CLEARED, REFUSED):
        raise NotAllowed(f"a condition is {CLEARED} or its proof {REFUSED}, not {decision!r}")
    if not reason.strip():
        raise NotAllowed(
            "a decision on a condition gives its reason", gettext("Écrivez pourquoi : le demandeur le lira.")
        )
    submission = locked(submission_id)
    if decision == REFUSED and not submission.proofs.filter(condition=condition).exists():
        raise NotAllowed("there is no proof to refuse", gettext("Aucune pièce n’a été envoyée pour cette condition."))
    made = ConditionDecision.objects.create(
        submission=submission,
        condition=condition,
        decision=decision,
        reason=reason.strip(),
        decided_by=actor.name,
        decided_at=at,
    )
    verb = "clear_condition" if decision == CLEARED else "refuse_proof"
    data = {"condition": condition}
    record(submission, verb, actor=actor, at=at, from_state=submission.state, reason=made.reason, data=data)
    return made
