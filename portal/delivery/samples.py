"""An example of each mail, about the fictional company of the portal's example: for whoever writes them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from portal.models import INVITATION, TO_BROKERS, TO_INSURERS, WITHOUT_FILE, Delivery, Submission, file_name

from .letters import Attached, letter_of

AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
REFERENCE = "EG-1A2B3C4D"
INSURER = "souscription@assureur.example"
COMPANY, READER = "Télésuivi Santé SAS", "camille.renaud@telesuivi.example"
SAMPLES: Mapping[str, Mapping[str, Any]] = {
    "resume": {},
    "confirm": {},
    "recommendation": {"outcome": "quote", "range_eur": ["13702.33", "28709.42"], "valid_until": "2026-12-01"},
    "information": {
        "reason": "L'assureur la veut noir sur blanc.\nMerci !",
        "questions": ["hosting.hds_certified", "company.siren"],
    },
    "reminder": {"questions": ["hosting.hds_certified"]},
    "quote": {"total_eur": "21345.60", "valid_until": "2026-12-22", "version": 1, "papers": ["ipid"]},
    "expiring": {"version": 1, "valid_until": "2026-12-22"},
    "revoked": {"version": 1, "reason": "L’assureur retire ses conditions."},
    "accepted": {"version": 1, "capacity": "présidente"},
    "condition_due": {
        "conditions": [{"code": "a", "text": "Remettez le rapport d’un essai de restauration.", "until": "2026-12-01"}]
    },
    "condition_set": {"text": "Remettez le rapport d’un essai de restauration.", "until": "2026-12-15", "new": True},
    "merged": {},
    "bound": {
        "policy_number": "CY-2026-001",
        "insurer": "Assureur Exemple",
        "starts_on": "2026-12-01",
        "ends_on": "2027-11-30",
    },
    "renewal": {"ends_on": "2027-11-30"},
    "renewal_notice": {"ends_on": "2027-11-30"},
    "declined": {"reason": "Aucun assureur ne peut payer."},
    "erasure": {"erase_on": "2029-11-22"},
    "erased": {"reference": REFERENCE},
    "invitation": {"username": "dominique", "by": "Claude Martin"},
    "market_pack": {
        "covers": [
            {"code": "cyber", "limit_eur": "1000000.00", "retention_eur": "5000.00"},
            {"code": "public_liability", "limit_eur": None, "retention_eur": None},
        ],
        "files": ["answers", "assessment", "recommendation"],
        "message": "Le client signe avant la fin du mois.",
        "answer_by": "2026-12-07",
    },
    "placement": {
        "version": 1,
        "total_eur": "21345.60",
        "accepted_by": "Camille Renaud",
        "capacity": "présidente",
        "accepted_at": "2026-11-22T09:30:00+00:00",
        "sha256": "0" * 64,
    },
    "broker_new_file": {"outcome": "refer"},
    "broker_news": {"news": "accepted"},
}
"""What each kind needs to be written."""
WITH_DOCUMENT = ("recommendation", "quote", "placement")


def sample(kind: str, language: str) -> EmailMultiAlternatives:
    """The example of a kind of mail; its link opens nothing, its document is empty."""
    submission = Submission(reference=REFERENCE, company=COMPANY, state="draft")
    delivery = Delivery(
        kind=kind, version=1, language=language, submission=None if kind in ("erased", INVITATION) else submission,
        data=dict(SAMPLES[kind]), recipient=_reader(kind),
        message_id=f"<1a2b.{kind}.1@{settings.SITE_URL.rpartition('/')[2]}>", created_at=AT, next_try_at=AT,
    )  # fmt: skip
    named = "quote" if kind == "placement" else kind
    attached = [Attached(file_name(named, language, REFERENCE), b"")] if kind in WITH_DOCUMENT else []
    link = settings.SITE_URL + ("/" if kind in WITHOUT_FILE else "/dossier/…/")
    if kind in TO_INSURERS:
        link = f"mailto:{settings.BROKER['email']}" if kind == "market_pack" else f"{settings.SITE_URL}/verifier/…/"
    return letter_of(delivery, link=link, broker=settings.BROKER, attached=attached)


def _reader(kind: str) -> str:
    if kind in TO_INSURERS:
        return INSURER
    return str(settings.BROKER["email"]) if kind in TO_BROKERS else READER
