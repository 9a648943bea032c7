"""A row of the outbox, as a letter that can be sent."""

from __future__ import annotations

from collections.abc import Mapping
from email.charset import QP, Charset
from typing import Any
from urllib.parse import quote

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext

from portal import typography
from portal.documents.parts.frame import broker_in
from portal.models import Delivery

from .words import foot_of, words_of

_FILE_NAMES = {
    ("recommendation", "fr"): "egide-recommandation",
    ("recommendation", "en"): "egide-recommendation",
    ("quote", "fr"): "egide-devis",
    ("quote", "en"): "egide-quote",
}


def letter_of(
    delivery: Delivery, *, link: str, broker: Mapping[str, Any], document_bytes: bytes | None
) -> EmailMultiAlternatives:
    """The mail of a delivery, in its language: text and HTML of the same words, and the PDF if there is one.

    `link` is the full address that its button opens; `broker` the particulars of `settings.BROKER`.
    """
    submission, language = delivery.submission, delivery.language
    with translation.override(language):
        words = words_of(delivery, attached=document_bytes is not None)
        subject = typography.spaced(typography.neutral(words.subject), language)
        context = {
            "language": language,
            "subject": subject,
            "greeting": gettext("Bonjour,"),
            "words": words,
            "link": link,
            "signature": broker["name"],
            "foot": foot_of(delivery, broker_in(broker, language)),
        }
        letter = EmailMultiAlternatives(
            subject=subject,
            body=render_to_string("mail/frame.txt", context).strip() + "\n",
            to=[delivery.recipient],
            reply_to=[broker["email"]],
            headers=_headers(delivery, broker["email"]),
        )
        letter.attach_alternative(render_to_string("mail/frame.html", context), "text/html")
    letter.encoding = _utf8()
    if document_bytes is not None:
        name = f"{_FILE_NAMES[delivery.kind, language]}-{submission.reference}.pdf"
        letter.attach(name, document_bytes, "application/pdf")
    return letter


def _headers(delivery: Delivery, broker_email: str) -> dict[str, str]:
    headers = {
        "Message-ID": delivery.message_id,
        "Auto-Submitted": "auto-generated",
        "Content-Language": delivery.language,
    }
    if delivery.kind == "resume":  # the others are part of the request that their reader made
        about = quote(f"Stop {delivery.submission.reference}")
        headers["List-Unsubscribe"] = f"<mailto:{broker_email}?subject={about}>"
    return headers


def _utf8() -> Charset:
    """UTF-8 in quoted-printable: it passes every server as it is, no-break spaces and long lines too."""
    charset = Charset("utf-8")
    charset.body_encoding = QP
    return charset
