"""A file as its page reads it: the last assessment, the guide that made it, and names for its codes."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from portal import guides
from portal.clearance import Similar, similar_files
from portal.context import guide_in_force, reader_language
from portal.documents.ledger import ledger
from portal.documents.words import Words
from portal.models import Snapshot, Submission
from underwriting import Guide, Language


class Reading:
    """What the tabs of one file share; each part is fetched when a tab asks for it."""

    def __init__(self, submission: Submission) -> None:
        self.submission = submission
        self.language: Language = reader_language()

    @cached_property
    def snapshot(self) -> Snapshot | None:
        """The last assessment; None for a file that was never submitted."""
        return self.submission.snapshots.order_by("pk").last()

    @cached_property
    def similar(self) -> list[Similar]:
        """Files that look like the same company's."""
        return similar_files(self.submission)

    @property
    def result(self) -> dict[str, Any]:
        """The last assessment as it is stored, whole; empty when there is none."""
        return self.snapshot.result if self.snapshot else {}

    @property
    def said_in(self) -> str:
        """The language of the stored sentences when it isn't the reader's."""
        spoken = self.snapshot.language if self.snapshot else self.language
        return spoken if spoken != self.language else ""

    @cached_property
    def guide(self) -> Guide:
        """The edition of that assessment, or the one in force."""
        return guides.named(self.snapshot.edition, self.snapshot.guide_sha256) if self.snapshot else guide_in_force()

    @cached_property
    def words(self) -> Words:
        """Short names of the guide's codes in the reader's language."""
        return Words(self.language, self.guide)

    @cached_property
    def rows(self) -> list[dict[str, Any]]:
        """Every question with its answer in words, as the record of answers tells it."""
        return ledger(self.guide.questionnaire.sections, self.submission.answers, self.language)

    def answer(self, path: str) -> str:
        """The answer to a question in words; empty when there is none."""
        row = self._by_path.get(path)
        return f"{row['answer_text']}{', ' if row['scope'] else ''}{row['scope']}" if row else ""

    def field(self, path: str) -> str:
        """The short name of a question, or of a part of its answer, with a capital."""
        row = self._by_path.get(path)
        name = row["name"] if row else path
        return name[:1].upper() + name[1:]

    def covers(self, codes: Iterable[str]) -> list[str]:
        """Names of covers."""
        return [self.words.label("covers", code) for code in codes]

    def source(self, code: str | None) -> dict[str, Any]:
        """Where a rule or a figure comes from."""
        found = self.guide.sources.get(code or "")
        if found is None:
            return {"title": code or "", "url": "", "copy_read": ""}
        return {"title": found.title.to(self.language), "url": found.address, "copy_read": found.copy_read}

    @cached_property
    def _by_path(self) -> dict[str, dict[str, Any]]:
        return {row["path"]: row for row in self.rows}
