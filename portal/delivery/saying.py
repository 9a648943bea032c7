"""What mails are made of: a shape for their words, and the phrases that several of them share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext

from portal import typography
from portal.context import guide_in_force, reader_language
from portal.models import TO_BROKERS, Delivery

LONGEST_NAME = 80


@dataclass(frozen=True)
class Words:
    """A mail, in plain spaces: before the button, words of the broker quoted and a list, and after it."""

    subject: str
    paragraphs: tuple[str, ...]
    button: str
    quoted: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


def open_() -> str:
    return gettext("Ouvrir mon dossier")


def link_lasts(delivery: Delivery) -> str:
    until = timezone.localdate(delivery.link_until)
    said = gettext("Ce lien est personnel : qui l’a peut lire votre dossier. Il reste valable jusqu’au %(day)s.")
    return said % {"day": day(until)}


def day(value: Any) -> str:
    return typography.day(value, reader_language())


def company(delivery: Delivery) -> str:
    """The company's name on one line, unable to reorder the sentence around it."""
    submission = delivery.submission
    name = typography.neutral(" ".join(submission.company.split())) if submission else ""
    if name:
        return typography.clip(name, LONGEST_NAME)
    return gettext("Entreprise sans nom") if delivery.kind in TO_BROKERS else gettext("votre entreprise")


def quoted(delivery: Delivery, what: str = "reason") -> tuple[str, ...]:
    """What somebody wrote, line by line, unable to reorder the words around it."""
    lines = (" ".join(line.split()) for line in delivery.data.get(what, "").splitlines())
    return tuple(typography.neutral(line) for line in lines if line)


def labels(paths: Iterable[str]) -> tuple[str, ...]:
    """The questions of these paths, in the active language; those of another edition are left out."""
    questions, language = guide_in_force().questionnaire.by_path, reader_language()
    return tuple(questions[path].label.to(language) for path in paths if path in questions)
