"""Saving what a page posted, when another tab, or the same one a moment earlier, may have saved in between."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.access import actor_of
from portal.actions import Actor, StaleDraft, save_answers
from portal.models import Submission

from .forms import SectionForm
from .values import answer_at, tables


@dataclass(frozen=True)
class Kept:
    """A file after a save. `elsewhere`: paths that were saved elsewhere since the page was made.

    `conflicts`: those among them that this page answers otherwise; they keep the answer given elsewhere.
    """

    submission: Submission
    elsewhere: frozenset[str] = frozenset()
    conflicts: tuple[str, ...] = ()


def save_page(
    submission: Submission, form: SectionForm, revision: int, *, at: datetime, actor: Actor | None = None
) -> Kept:
    """Save a whole section. An answer given elsewhere meanwhile is not overwritten: it is a conflict, to be shown.

    `actor`: who answers, when that is not the applicant.
    """
    return _save(submission, form, revision, actor or actor_of(submission), at=at, newest_wins=False)


def save_one(
    submission: Submission, form: SectionForm, revision: int, *, at: datetime, actor: Actor | None = None
) -> Kept:
    """Save one question, which a person has answered this very moment: that is newer than anything else."""
    return _save(submission, form, revision, actor or actor_of(submission), at=at, newest_wins=True)


def revision_of(posted: str | None) -> int:
    """The revision that a page was made from; one that says nothing readable is taken as the first."""
    return int(posted) if posted and posted.isascii() and posted.isdigit() and len(posted) < 10 else 0


def _save(
    submission: Submission, form: SectionForm, revision: int, actor: Actor, *, at: datetime, newest_wins: bool
) -> Kept:
    # What was not asked for is frozen: an answer that follows from another is then asked for in its turn.
    answers = form.given(follow=submission.state == "draft")
    unread = _unread(form)
    elsewhere: set[str] = set()
    conflicts: list[str] = []
    while True:
        try:
            saved = save_answers(submission.pk, tables(answers), revision, actor=actor, at=at, rejected=unread)
            return Kept(saved.submission, frozenset(elsewhere), tuple(conflicts))
        except StaleDraft as stale:
            theirs = changed_since(submission, revision)
            elsewhere |= theirs
            revision = stale.revision
            if not newest_wins:
                lost = [path for path in theirs if path in answers and answers[path] != answer_at(stale.stored, path)]
                conflicts += lost
                for path in lost:
                    del answers[path]


def changed_since(submission: Submission, revision: int) -> frozenset[str]:
    """Paths of the questions that were saved after a revision."""
    saves = submission.events.filter(verb="save_answers").order_by("-number").values_list("data", flat=True)
    found: set[str] = set()
    for data in saves.iterator():
        if data["revision"] <= revision:
            break
        found.update(data["questions"])
    return frozenset(found)


def _unread(form: SectionForm) -> dict[str, list[str] | None]:
    """What was typed and can't be read, by field; None for the fields that are right by now."""
    fine: dict[str, Any] = {name: None for block in form.blocks for name in block.fields}
    return fine | form.refused()
