"""A renewal starts from last year's answers: which of its safeguards somebody has still to look at."""

from __future__ import annotations

from portal.models import Submission
from underwriting import CONTROL_PATHS, Guide


def is_renewal(submission: Submission) -> bool:
    """Whether it continues a file whose policy was issued."""
    return submission.previous is not None and submission.previous.state == "bound"


def to_confirm(submission: Submission, guide: Guide) -> tuple[str, ...]:
    """Paths of the safeguards answered last year that nobody has answered or confirmed since, as they are asked."""
    if not is_renewal(submission):
        return ()
    applicant = submission.applicant
    seen: set[str] = set()
    for data in submission.events.filter(verb__in=("save_answers", "confirm_answers")).values_list("data", flat=True):
        seen.update(data["questions"])
    shown = guide.questionnaire.visible(applicant.get)
    return tuple(
        path for path in shown if path in CONTROL_PATHS and path not in seen and applicant.get(path) is not None
    )
