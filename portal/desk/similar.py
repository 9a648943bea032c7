"""Files that look like one company's, at the desk: why, where they stand, who holds them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from portal import typography
from portal.clearance import Similar, similar_files
from portal.context import reader_language
from portal.models import Submission

from .decision_forms import MergeForm
from .words import STATES, mark

REASONS = {
    "siren": gettext_lazy("même SIREN"),
    "domain": gettext_lazy("même domaine"),
    "name": gettext_lazy("noms voisins"),
}


def listed(found: list[Similar]) -> list[dict[str, Any]]:
    """Each with its reasons, its state and who holds it, the likeliest first."""
    return [
        {
            "file": one.submission,
            "why": typography.listing([str(REASONS[reason]) for reason in one.reasons], reader_language()),
            "state": mark(STATES, one.submission.state),
            "holder": one.submission.handler or gettext("personne"),
        }
        for one in found
    ]


def merge_form(submission: Submission, data: Any, files: Any) -> forms.Form:
    """The open files that this one can join."""
    language = reader_language()
    others = {
        one.submission.pk: gettext("%(reference)s, %(company)s (%(why)s, chargé : %(holder)s)")
        % {
            "reference": one.submission.reference,
            "company": typography.neutral(one.submission.company),
            "why": typography.listing([str(REASONS[reason]) for reason in one.reasons], language),
            "holder": one.submission.handler or gettext("personne"),
        }
        for one in similar_files(submission)
        if one.open
    }
    first = next(iter(others), None)
    return MergeForm(data, others=others, initial={"into": str(first) if first else None})
