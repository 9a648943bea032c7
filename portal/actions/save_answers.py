"""Answers into a draft: what can be read is kept, what can't is named."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from portal.canonical import sha256_of
from portal.models import Submission
from underwriting import QUESTION_PATHS, Applicant, InvalidApplicant, Language, Problem, read_applicant

from .actor import Actor, require
from .entrust import check_entrusted
from .errors import NotAllowed, StaleDraft
from .journal import locked, record


@dataclass(frozen=True)
class Saved:
    """The draft after it was saved, and what was wrong with the answers that were not kept."""

    submission: Submission
    problems: tuple[Problem, ...]


@transaction.atomic
def save_answers(
    submission_id: UUID,
    answers: Mapping[str, Any],
    revision: int,
    *,
    actor: Actor,
    at: datetime,
    rejected: Mapping[str, list[str] | None] | None = None,
) -> Saved:
    """Put answers into a draft: a part of an applicant file, `{"company": {"siren": "900000001"}}`.

    A key left out stays as it was; None takes its answer back. An answer that can't be read is named in the problems,
    and the one on file stays. `revision` is the one that the page was made from: raises StaleDraft when it has passed.
    `rejected`: what was typed and could not be read, by form field, kept for the next look; None clears a field.
    Once submitted, only what is asked for, or was never answered, can be given. A delegate answers the questions of
    the page that was entrusted to them, while their link holds.
    """
    require(actor, "applicant", "broker", "delegate", to="answer")
    submission = locked(submission_id)
    if actor.kind == "delegate":
        check_entrusted(submission, actor, [path for path in QUESTION_PATHS if _has(answers, path)], at=at)
    if submission.state == "information_requested":
        _check_asked(submission, answers)
    elif submission.state != "draft":
        raise NotAllowed(f"answers can be changed in a draft only: this submission is {submission.state}")
    if submission.revision != revision:
        raise StaleDraft(submission.answers, dict(answers), submission.revision)
    applicant, problems = _merge(submission.answers, answers, submission.reads_in)
    before, after = submission.applicant, applicant
    changed = [path for path in QUESTION_PATHS if before.get(path) != after.get(path)]
    typed = submission.rejected | dict(rejected or {})
    unread = {field: values for field, values in typed.items() if values is not None}
    if changed:
        submission.keep(applicant)
        submission.revision += 1
    if changed or unread != submission.rejected:
        submission.rejected = unread
        submission.updated_at = at
        submission.save()
    if changed:
        kept: dict[str, Any] = {
            "questions": changed,
            "revision": submission.revision,
            "answers_sha256": sha256_of(submission.answers),
        }
        if actor.said_by:
            kept["said_by"] = actor.said_by
        record(submission, "save_answers", actor=actor, at=at, from_state=submission.state, data=kept)
    return Saved(submission, problems)


def _check_asked(submission: Submission, answers: Mapping[str, Any]) -> None:
    applicant, asked = submission.applicant, submission.questions_asked()
    for path in QUESTION_PATHS:
        if _has(answers, path) and path not in asked and applicant.get(path) is not None:
            raise NotAllowed(f"{path} was not asked for, and its answer is frozen")


def _merge(
    stored: Mapping[str, Any], given: Mapping[str, Any], language: Language
) -> tuple[Applicant, tuple[Problem, ...]]:
    """The stored file with what can be read of the given one, and every problem of the given one."""
    problems = _problems(given, language)
    bad = set(_questions(problems))
    file = deepcopy(dict(stored))
    for path in QUESTION_PATHS:
        if path not in bad and _has(given, path):
            _put(file, path, _at(given, path))
    # What is left disagrees between old answers and new ones: the answer at fault goes back, or is taken out.
    across = _problems(file, language)
    for path in _questions(across):
        _put(file, path, None if _at(file, path) == _at(stored, path) else _at(stored, path))
    return read_applicant(file, language), tuple(dict.fromkeys((*problems, *across)))


def _problems(file: Mapping[str, Any], language: Language) -> tuple[Problem, ...]:
    try:
        read_applicant(file, language)
    except InvalidApplicant as error:
        return error.problems
    return ()


def _questions(problems: Iterable[Problem]) -> list[str]:
    """The questions that problems are about; an unknown key is about none."""
    return [path for path in QUESTION_PATHS for problem in problems if f"{problem.path}.".startswith(f"{path}.")]


def _has(file: Any, path: str) -> bool:
    for key in path.split("."):
        if not isinstance(file, Mapping) or key not in file:
            return False
        file = file[key]
    return True


def _at(file: Any, path: str) -> Any:
    for key in path.split("."):
        file = file.get(key) if isinstance(file, Mapping) else None
    return file


def _put(file: dict[str, Any], path: str, answer: Any) -> None:
    *tables, key = path.split(".")
    for table in tables:
        file = file.setdefault(table, {})
    file[key] = answer
