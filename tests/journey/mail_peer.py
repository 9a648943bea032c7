"""A mail server in the tests' own process: it keeps what it accepts, refuses when told to, and can be away."""

from __future__ import annotations

import asyncio
import logging
import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from io import BytesIO
from threading import Lock
from typing import NamedTuple

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from pypdf import PdfReader

from tests.processes import free_port, wait_until

ACCEPTED = "250 OK"
HANGS_UP = ""
"""An answer that never comes: the server has taken the mail, and is gone before it says so."""
logging.getLogger("mail.log").setLevel(logging.WARNING)  # each word said is no news


class Pdf(NamedTuple):
    """What a reader sees of a document."""

    text: str
    pages: int


class MailPeer:
    """Listens on one port of this machine for as long as it lives. `answer` is what it says to each mail, `thinks_for` how many seconds later."""

    def __init__(self) -> None:
        self.port = free_port()
        self.answer = ACCEPTED
        self.thinks_for = 0.0
        self.hung_up = 0
        self._kept: list[EmailMessage] = []
        self._lock = Lock()
        self._listen()

    def _listen(self) -> None:
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()

    def close(self) -> None:
        self._controller.stop()

    @contextmanager
    def away(self) -> Iterator[None]:
        """Nobody answers at the port."""
        self._controller.stop()
        try:
            yield
        finally:
            self._listen()

    @contextmanager
    def silent(self) -> Iterator[None]:
        """Somebody listens at the port, and never says a word."""
        with self.away(), socket.socket() as dumb:
            dumb.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            dumb.bind(("127.0.0.1", self.port))
            dumb.listen()
            yield

    @contextmanager
    def refusing(self, answer: str) -> Iterator[None]:
        """Every mail gets this answer, such as "451 later", or `HANGS_UP`."""
        self.answer = answer
        try:
            yield
        finally:
            self.answer = ACCEPTED

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        answer = self.answer
        if answer in (ACCEPTED, HANGS_UP):
            assert isinstance(envelope.content, bytes)
            mail = message_from_bytes(envelope.content, policy=policy.default)
            assert [mail["To"]] == envelope.rcpt_tos
            with self._lock:
                self._kept.append(mail)
        if answer == HANGS_UP:
            self.hung_up += 1
            server.transport.close()
        await asyncio.sleep(self.thinks_for)
        return answer

    def mails(self, *, to: str | None = None, subject: str = "", wait: int = 0) -> list[EmailMessage]:
        """The mails accepted for a reader with these words in their subject, in order; waits for so many of them."""

        def found() -> list[EmailMessage]:
            with self._lock:
                mails = list(self._kept)
            return [m for m in mails if to in (None, m["To"]) and subject in plain(m["Subject"])]

        if wait:
            try:
                wait_until(lambda: len(found()) >= wait, every=0.05)
            except AssertionError:
                there = [(m["To"], m["Subject"]) for m in self.mails()]
                raise AssertionError(f"no {wait} mails to {to} about “{subject}” among {there}") from None
        return found()

    def mail(self, *, to: str | None = None, subject: str = "") -> EmailMessage:
        """The one mail for a reader with these words in its subject, waited for."""
        (mail,) = self.mails(to=to, subject=subject, wait=1)
        return mail

    def times(self, message_id: str) -> int:
        """How many times a mail came."""
        return sum(mail["Message-ID"] == message_id for mail in self.mails())

    def forget(self) -> None:
        """Empty every mailbox."""
        with self._lock:
            self._kept.clear()


def parts(mail: EmailMessage) -> tuple[str, str]:
    """The words of a mail, as text and as HTML."""
    text, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert text and html
    return text.get_content(), html.get_content()


def link_in(mail: EmailMessage) -> str:
    """The link of a mail, the same in both its parts."""
    text, html = parts(mail)
    found = re.findall(r"https?://[^/\s]+/(?:dossier|admin)/[^\s\"<>]*", text)
    assert len(set(found)) == 1, found
    assert f'href="{found[0]}"' in html
    return found[0]


def pdf_in(mail: EmailMessage) -> Pdf:
    """The one document attached to a mail."""
    (attached,) = mail.iter_attachments()
    assert attached.get_content_type() == "application/pdf"
    return read_pdf(attached.get_content())


def read_pdf(content: bytes) -> Pdf:
    reader = PdfReader(BytesIO(content))
    return Pdf(plain(" ".join(page.extract_text() for page in reader.pages)), len(reader.pages))


def plain(text: str) -> str:
    """A text on one line with plain spaces, as people would say it."""
    return " ".join(text.split())
