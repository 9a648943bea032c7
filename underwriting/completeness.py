"""How much of the file is answered, and what is not."""

from __future__ import annotations

from collections.abc import Iterator

from .applicant import CONTROL_PATHS, QUESTION_PATHS, Applicant, ControlAnswer
from .assessment import Completeness
from .guide.loader import Guide


def missing_short_path(applicant: Applicant, guide: Guide, hidden: frozenset[str]) -> tuple[str, ...]:
    """Visible questions of the short path left unanswered, in the order of the file."""
    return tuple(path for path in _visible(hidden) if guide.questions[path].short and applicant.get(path) is None)


def measure(applicant: Applicant, guide: Guide, hidden: frozenset[str], ignored: tuple[str, ...]) -> Completeness:
    """Shares of the visible questions answered; every unanswered one that scores, prices or could refer is named."""
    visible = list(_visible(hidden))
    short = [path for path in visible if guide.questions[path].short]
    counted = {path for path in visible if path in CONTROL_PATHS or guide.questions[path].refers} | set(short)
    return Completeness(
        short_path=_share(applicant, short),
        full=_share(applicant, visible),
        missing=tuple(path for path in visible if path in counted and applicant.get(path) is None),
        unknown=tuple(_unknown(applicant)),
        ignored=ignored,
    )


def _visible(hidden: frozenset[str]) -> Iterator[str]:
    return (path for path in QUESTION_PATHS if path not in hidden)


def _share(applicant: Applicant, paths: list[str]) -> float:
    return sum(applicant.get(path) is not None for path in paths) / len(paths)


def _unknown(applicant: Applicant) -> Iterator[str]:
    """Fields answered "unknown": controls, choices, and clauses of the present policy."""
    for path in applicant.answered():
        value = applicant.get(path)
        if value == "unknown" or (isinstance(value, ControlAnswer) and value.answer == "unknown"):
            yield path
        elif path.endswith(".clauses"):
            yield from (f"{path}.{name}" for name in type(value).model_fields if getattr(value, name) == "unknown")
