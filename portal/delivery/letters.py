"""A row of the outbox, as a letter that can be sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from email.charset import QP, Charset
from typing import Any
from urllib.parse import quote

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import escape
from django.utils.translation import gettext

from portal import typography
from portal.documents.parts.frame import broker_in
from portal.models import Delivery, file_name

from .foot import foot_of
from .words import words_of


def letter_of(
    delivery: Delivery, *, link: str, broker: Mapping[str, Any], document_bytes: bytes | None
) -> EmailMultiAlternatives:
    """The mail of a delivery, in its language: text and HTML of the same words, and the PDF if there is one.

    `link` is the full address that its button opens; `broker` the particulars of `settings.BROKER`.
    """
    language = delivery.language
    with translation.override(language):
        words = {
            **asdict(words_of(delivery, attached=document_bytes is not None)),
            "greeting": gettext("Bonjour,"),
            "signature": broker["name"],
            "foot": foot_of(delivery, broker_in(broker, language)),
        }
        # Values that were typed are neutral already, each by itself: here only spaces are set, and markup escaped.
        plain = typography.mapped(words, lambda line: typography.spaced(line, language))
        markup = typography.mapped(plain, lambda line: typography.typeset(escape(line), language))
        letter = EmailMultiAlternatives(
            subject=plain["subject"],
            body=render_to_string("mail/frame.txt", {**plain, "link": link}).strip() + "\n",
            to=[delivery.recipient],
            reply_to=[broker["email"]],
            headers=_headers(delivery, broker["email"]),
        )
        page = render_to_string(
            "mail/frame.html", {**markup, "subject": plain["subject"], "link": link, "language": language}
        )
    letter.attach_alternative(page, "text/html")
    letter.encoding = _utf8()
    if document_bytes is not None:
        name = file_name(delivery.kind, language, delivery.reference)
        letter.attach(name, document_bytes, "application/pdf")
    return letter


def _headers(delivery: Delivery, broker_email: str) -> dict[str, str]:
    headers = {
        "Message-ID": delivery.message_id,
        "Auto-Submitted": "auto-generated",
        "Content-Language": delivery.language,
    }
    if delivery.kind == "resume":  # the others are part of the request that their reader made
        about = quote(f"Stop {delivery.reference}")
        headers["List-Unsubscribe"] = f"<mailto:{broker_email}?subject={about}>"
    return headers


def _utf8() -> Charset:
    """UTF-8 in quoted-printable: it passes every server as it is, no-break spaces and long lines too."""
    charset = Charset("utf-8")
    charset.body_encoding = QP
    return charset
