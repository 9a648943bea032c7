"""The applicant file and how it is read."""

from .model import CONTROL_PATHS, QUESTION_PATHS, Applicant
from .reading import InvalidApplicant, Problem, read_applicant, read_bytes
from .sections import ControlAnswer, Incident

__all__ = [
    "CONTROL_PATHS",
    "QUESTION_PATHS",
    "Applicant",
    "ControlAnswer",
    "Incident",
    "InvalidApplicant",
    "Problem",
    "read_applicant",
    "read_bytes",
]
