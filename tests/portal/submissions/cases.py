"""What the tests of submissions start from: people, an hour, files of fictional companies."""

import tomllib
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

from django.core.mail.backends.locmem import EmailBackend

from portal import storage
from portal.actions import SYSTEM, Actor, save_answers, start_draft
from portal.models import Document, Submission
from underwriting import Applicant, read_applicant

FILES = Path(__file__).resolve().parents[2] / "applicants"
AT = datetime(2026, 11, 22, 9, 30, 15, 123456, tzinfo=UTC)
LATER = AT + timedelta(hours=2)
ON = date(2026, 11, 22)

FOUNDER = Actor("applicant", "Camille Renaud")
BROKER = Actor("broker", "Dominique Martin")
COVERS = [
    {"code": "cyber", "limit_eur": 1_000_000, "retention_eur": 5_000, "net_eur": "3000.00", "tax_eur": "270.00"},
    {"code": "directors_liability", "limit_eur": 500_000, "retention_eur": 0, "net_eur": "900.10", "tax_eur": "81.01"},
]
BY_KIND = {"applicant": FOUNDER, "broker": BROKER, "system": SYSTEM}


def tables(name: str) -> dict:
    """An applicant file as it is written."""
    return tomllib.loads((FILES / f"{name}.toml").read_text())


def draft(name: str = "vide") -> Submission:
    """A draft with the answers of a reference company."""
    started = start_draft("fr", actor=FOUNDER, at=AT, new_id=uuid4())
    saved = save_answers(started.pk, tables(name), 0, actor=FOUNDER, at=AT)
    assert saved.problems == ()
    return saved.submission


def in_state(state: str) -> Submission:
    """A submission in any state, without the history that leads there."""
    answers = read_applicant({"company": {"name": "Télésuivi Santé SAS"}}).tables()
    return Submission.objects.create(
        id=uuid4(), state=state, language="fr", answers=answers, company="Télésuivi Santé SAS", created_at=AT,
        updated_at=AT,
    )  # fmt: skip


def read_again(submission: Submission) -> Submission:
    return Submission.objects.get(pk=submission.pk)


def printed(submission: Submission) -> str:
    """Its documents as a worker leaves them, without the minutes that real ones take; the SHA-256 of their bytes."""
    content = b"%PDF-1.7"
    digest = sha256(content).hexdigest()
    waiting = Document.objects.filter(submission=submission, made_at=None)
    place = storage.keep(submission.pk, "printed.pdf", content)
    waiting.update(made_at=AT, place=place, size=len(content), sha256=digest)
    return digest


def file_of(name: str) -> Applicant:
    return read_applicant(tables(name))


class Failing(EmailBackend):
    """A mail server that answers with `error`."""

    error: Exception = ConnectionRefusedError("nobody there")

    def send_messages(self, messages):
        raise self.error
