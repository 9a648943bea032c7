"""What goes in and out."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Field, Schema

State = Literal[
    "draft", "submitted", "duplicate", "indicated", "referred", "information_requested", "in_review", "at_market",
    "quoted", "accepted", "bound", "declined", "not_taken_up", "expired", "withdrawn",
]  # fmt: skip


class NewSubmission(Schema):
    """A file to begin: the applicant file (contract, section 3), and whether it is sent at once.

    Sending takes `declared`: what the applicant declared, in their own name, word by word or by its code.
    """

    answers: dict[str, Any]
    language: Literal["fr", "en"] = "fr"
    submit: bool = False
    declared: list[str] = Field(default=[], max_length=10)


class SubmissionOut(Schema):
    """A file: where it stands. `outcome` is what the rules found, once they were asked."""

    id: UUID
    reference: str
    version: int
    state: State
    outcome: str
    company: str
    language: str
    created_at: datetime
    updated_at: datetime
    submitted_at: datetime | None


class SubmissionWhole(SubmissionOut):
    """A file with its answers and its last assessment, as this token may read it."""

    answers: dict[str, Any]
    assessment: dict[str, Any] | None


class SubmissionPage(Schema):
    """Some files, newest first, and where to go on: null at the end."""

    items: list[SubmissionOut]
    next: str | None


class DocumentOut(Schema):
    """A document; its bytes are at `/documents/{id}`."""

    id: UUID
    kind: str
    version: int
    language: str
    sha256: str
    code: str
    made_at: datetime
