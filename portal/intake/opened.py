"""A file whose questions are open, read once for a request: what its pages have in common."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.urls import reverse
from django.utils import timezone

from portal.assessed import assessed
from portal.context import guide_in_force, reader_language
from portal.models import Submission
from underwriting import Applicant, Assessment, Guide, Language

from .progress import Progress, Step, progress_of

OPEN = ("draft", "information_requested")


@dataclass(frozen=True)
class Opened:
    """`asked`: paths of the only questions that are open, when the file waits for its applicant; else none."""

    submission: Submission
    applicant: Applicant
    guide: Guide
    language: Language
    today: date
    asked: tuple[str, ...]

    @cached_property
    def progress(self) -> Progress:
        return progress_of(self.applicant, self.guide, self.language, self.asked)

    @cached_property
    def assessment(self) -> Assessment:
        """As the applicant may read it, in the language of the page."""
        return assessed(self.applicant, self.guide, self.today, self.language)

    @cached_property
    def missing(self) -> tuple[str, ...]:
        """Paths of the short path, or of what was asked, that have no answer."""
        counted = (path for step in self.progress.path for path in step.questions)
        return tuple(path for path in counted if self.applicant.get(path) is None)

    @cached_property
    def unread(self) -> tuple[str, ...]:
        """Paths of the visible questions where something was typed that could not be read."""
        typed = [f"{field}." for field in self.submission.rejected]
        visible = self.guide.questionnaire.visible(self.applicant.get)
        return tuple(path for path in visible if any(field.startswith(f"{path}.") for field in typed))


def opened(submission: Submission) -> Opened:
    """A file as it stands, today, in the reader's language."""
    guide, applicant = guide_in_force(), submission.applicant
    return Opened(
        submission, applicant, guide, reader_language(), timezone.localdate(), _asked(submission, applicant, guide)
    )


def _asked(submission: Submission, applicant: Applicant, guide: Guide) -> tuple[str, ...]:
    """What a broker, or the rules, asked for, and what counts and has no answer: an answer may open a question."""
    if submission.state != "information_requested":
        return ()
    visible = guide.questionnaire.visible(applicant.get)
    open_ones = (path for path in visible if guide.questions[path].short and applicant.get(path) is None)
    return tuple(dict.fromkeys((*submission.questions_asked(), *open_ones)))


def section_url(submission: Submission, step: Step, anchor: str = "") -> str:
    """A section's page, at one of its questions."""
    url = reverse("section", args=[submission.pk, step.slug])
    return f"{url}#{anchor}" if anchor else url


def first_url(file: Opened) -> str:
    """Where to go on: the first section with something left, or the read-back when nothing is."""
    step = file.progress.first_open()
    if step is None or file.progress.complete:
        return reverse("readback", args=[file.submission.pk])
    return section_url(file.submission, step)


def clock(moment: datetime, language: Language) -> str:
    """The time of day in Paris: 21 h 14, or 21:14."""
    local = timezone.localtime(moment)
    return f"{local.hour} h {local.minute:02}" if language == "fr" else f"{local.hour}:{local.minute:02}"
