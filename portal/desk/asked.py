"""The questions that can be asked again, by section, each with its present answer."""

from __future__ import annotations

from typing import Any

from portal.context import guide_in_force
from portal.documents.answers import plain_value, value_at
from portal.documents.ledger import ledger
from portal.models import Submission
from underwriting import Language

from .forms import AskForm


def asked_sections(submission: Submission, form: AskForm, language: Language) -> list[dict[str, Any]]:
    """The sections with their visible questions; `loose` counts those unanswered, or answered "I don't know"."""
    guide = guide_in_force()
    rows = ledger(guide.questionnaire.sections, submission.answers, language)
    said = {row["path"]: row["answer_text"] for row in rows}
    ticked = set(form["questions"].value() or ())
    labels = dict(form.fields["questions"].choices)  # type: ignore[attr-defined]
    found = []
    for section in guide.questionnaire.sections:
        shown = [path for question in section.questions if (path := section.path(question)) in labels]
        questions = [_question(submission, path, str(labels[path]), said[path], path in ticked) for path in shown]
        if questions:
            found.append(
                {
                    "title": section.title.to(language),
                    "questions": questions,
                    "loose": sum(question["loose"] for question in questions),
                    "open": any(question["ticked"] for question in questions),
                }
            )
    return found


def _question(submission: Submission, path: str, label: str, said: str, ticked: bool) -> dict[str, Any]:
    given = plain_value(value_at(submission.answers, path))
    return {
        "path": path,
        "id": f"id_{path.replace('.', '_')}",
        "label": label,
        "answer": said,
        "loose": given in (None, "unknown"),
        "empty": given is None,
        "ticked": ticked,
    }
