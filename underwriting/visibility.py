"""Which questions a file's own answers make visible. What is hidden counts as unanswered everywhere else."""

from __future__ import annotations

from .applicant import Applicant
from .guide.loader import Guide


def hidden_questions(applicant: Applicant, guide: Guide) -> frozenset[str]:
    """Dotted paths of the questions that a branch hides."""
    return frozenset(guide.questions) - set(guide.questionnaire.visible(applicant.get))


def reduce_to_visible(applicant: Applicant, guide: Guide) -> tuple[Applicant, frozenset[str], tuple[str, ...]]:
    """The file without its hidden answers, the hidden questions, and those among them that had an answer."""
    hidden = hidden_questions(applicant, guide)
    ignored = tuple(path for path in applicant.answered() if path in hidden)
    return applicant.without(frozenset(ignored)), hidden, ignored
