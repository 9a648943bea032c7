"""A row of the outbox, as a letter that can be sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
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
from portal.models import Delivery, Snapshot, paper_name
from portal.models.delivery import MARKET_PACK, PLACEMENT

from .foot import foot_of
from .pack import TYPES, WRITTEN, content_of, name_of
from .words import words_of

MOST_BYTES = 8_000_000
"""What servers take in one mail, its attachments written in letters."""


@dataclass(frozen=True)
class Attached:
    """A file that goes with a mail, under the name that its reader saves: a PDF, or what `type` says."""

    name: str
    content: bytes
    type: str = "application/pdf"


def attached_to(delivery: Delivery) -> list[Attached]:
    """The document of a mail, and those of the insurer that belong to a quote, as far as they all fit.

    Raises Lost when one of them can't be had as it was kept.
    """
    if delivery.kind == MARKET_PACK:
        return _pack(delivery)
    document = delivery.document
    if document is None:
        return []
    if delivery.kind == PLACEMENT:
        return [Attached(document.file_name, document.read())]
    files = [Attached(document.file_name, document.read())]
    for paper in document.quote.papers if document.quote else ():
        if sum(len(file.content) for file in files) + paper.size <= MOST_BYTES:
            files.append(Attached(paper_name(paper.kind, delivery.language, delivery.reference), paper.read()))
    return files


def _pack(delivery: Delivery) -> list[Attached]:
    """The documents chosen for an insurer, and what is written for it from the assessment that was told."""
    files = [Attached(document.file_name, document.read()) for document in delivery.enclosed.order_by("kind")]
    snapshot = Snapshot.objects.get(pk=delivery.data["snapshot"])
    for kind in (kind for kind in WRITTEN if kind in delivery.data["files"]):
        name = name_of(kind, delivery.language, delivery.reference)
        files.append(Attached(name, content_of(kind, snapshot, delivery.language), TYPES[kind]))
    return files


def letter_of(
    delivery: Delivery, *, link: str, broker: Mapping[str, Any], attached: Sequence[Attached] = ()
) -> EmailMultiAlternatives:
    """The mail of a delivery, in its language: text and HTML of the same words, and the PDF if there is one.

    `link` is the full address that its button opens; `broker` the particulars of `settings.BROKER`; `attached` begins
    with its own document.
    """
    language = delivery.language
    with translation.override(language):
        words = {
            **asdict(words_of(delivery, attached=bool(attached))),
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
    for file in attached:
        letter.attach(file.name, file.content, file.type)
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
