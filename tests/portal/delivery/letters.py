"""Rows of the outbox as letters are made from, without a database; and what a reader sees of a letter."""

import html
import re
from datetime import UTC, datetime
from email import message_from_bytes, policy

from django.conf import settings

from portal.delivery.letters import Attached, letter_of
from portal.delivery.samples import SAMPLES
from portal.models import TO_BROKERS, TO_INSURERS, Delivery, Submission, file_name

AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
LINK = "https://egide.cabinet.example/dossier/x7Qk-token_0/"
PDF = b"%PDF-1.7 \x00\xff a document"
DATA = SAMPLES
TO_APPLICANTS = [kind for kind in DATA if kind not in (*TO_BROKERS, *TO_INSURERS)]


def letter(kind, language="fr", *, document=None, company="Télésuivi Santé SAS", state="draft", data=None):
    submission = Submission(reference="EG-1A2B3C4D", company=company, state=state)
    delivery = Delivery(
        kind=kind, version=1, language=language, submission=None if kind == "erased" else submission,
        data=dict(DATA[kind]) if data is None else data, recipient="camille.renaud@telesuivi.example",
        message_id=f"<1a2b.{kind}.1@egide.cabinet.example>", created_at=AT,
    )  # fmt: skip
    return letter_of(
        delivery,
        link=LINK,
        broker=settings.BROKER,
        attached=[Attached(file_name("quote" if kind == "placement" else kind, language, "EG-1A2B3C4D"), document)]
        if document
        else (),
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
