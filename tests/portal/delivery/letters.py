"""Rows of the outbox as letters are made from, without a database; and what a reader sees of a letter."""

import html
import re
from datetime import UTC, datetime
from email import message_from_bytes, policy

from django.conf import settings

from portal.delivery.letters import Attached, letter_of
from portal.models import Delivery, Submission, file_name

AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
LINK = "https://egide.cabinet.example/dossier/x7Qk-token_0/"
PDF = b"%PDF-1.7 \x00\xff a document"
INDICATION = {"outcome": "quote", "range_eur": ["13702.33", "28709.42"], "valid_until": "2026-12-01"}
ASKED = {
    "reason": "L'assureur la veut noir sur blanc.\nMerci !",
    "questions": ["hosting.hds_certified", "company.siren"],
}

DATA = {
    "resume": {},
    "confirm": {},
    "recommendation": INDICATION,
    "information": ASKED,
    "quote": {"total_eur": "21345.60", "valid_until": "2026-12-22", "version": 1},
    "revoked": {"version": 1, "reason": "L’assureur retire ses conditions."},
    "declined": {"reason": "Aucun assureur ne peut payer."},
    "accepted": {"version": 1, "capacity": "présidente"},
    "reminder": {"questions": ["hosting.hds_certified"]},
    "expiring": {"version": 1, "valid_until": "2026-12-22"},
    "condition_due": {
        "conditions": [{"code": "a", "text": "Remettez le rapport d’un essai de restauration.", "until": "2026-12-01"}]
    },
    "erasure": {"erase_on": "2029-11-22"},
    "erased": {"reference": "EG-1A2B3C4D"},
    "broker_new_file": {"outcome": "refer"},
    "broker_news": {"news": "accepted"},
}
TO_APPLICANTS = [kind for kind in DATA if not kind.startswith("broker_")]
WITH_DOCUMENT = ("recommendation", "quote")


def letter(kind, language="fr", *, document=None, company="Télésuivi Santé SAS", state="draft", data=None):
    submission = Submission(reference="EG-1A2B3C4D", company=company, state=state)
    delivery = Delivery(
        kind=kind, version=1, language=language, submission=None if kind == "erased" else submission,
        data=DATA[kind] if data is None else data, recipient="camille.renaud@telesuivi.example",
        message_id=f"<1a2b.{kind}.1@egide.cabinet.example>", created_at=AT,
    )  # fmt: skip
    return letter_of(
        delivery,
        link=LINK,
        broker=settings.BROKER,
        attached=[Attached(file_name(kind, language, "EG-1A2B3C4D"), document)] if document else (),
    )


def received(mail):
    """The mail as another program reads it."""
    return message_from_bytes(mail.message().as_bytes(), policy=policy.default)


def parts(mail):
    """What its two parts hold: the text, and the words of the HTML as they are read, a line each."""
    message = received(mail)
    markup = message.get_body(("html",)).get_content()
    shown = re.sub(r"<(style|title)>.*?</\1>", "", markup, flags=re.S)
    words = html.unescape(re.sub(r"<[^>]*>", "", shown))
    return message.get_body(("plain",)).get_content(), [line for line in words.splitlines() if line.strip()], markup
