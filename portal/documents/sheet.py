"""What the short documents made from one assessment have in common: drawable words, and their page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from portal import typography

from . import pdf
from .answers import Answers
from .errors import BROKER, DOCUMENT, DocumentError, require
from .figures import verify_code
from .ledger import ledger
from .parts.frame import broker_in, company
from .words import Words


@dataclass(frozen=True)
class Sheet:
    """An assessment and the answers behind it, in letters that can be drawn, with the words of one language."""

    assessment: Mapping[str, Any]
    answers: Answers
    words: Words
    broker: Mapping[str, Any]
    document: Mapping[str, Any]

    def lay_out(self, template: str, context: Mapping[str, Any]) -> pdf.Rendered:
        """The PDF of a template of `documents/`, with what every sheet shows."""
        language, document = self.words.language, self.document
        everywhere = {
            "language": language,
            "t": self.words.table,
            "document": {**document, "issued_iso": typography.as_date(document["issued_on"]).isoformat()},
            "company": company(self.answers, self.words),
            "broker": broker_in(self.broker, language),
            "lines": {
                "registration": self.words("frame.broker.registration_number", number=self.broker["registration"])
            },
            "figures": {"qr": verify_code(document, pdf.palette(), self.words)},
        }
        with translation.override(language):
            html = render_to_string(f"documents/{template}.html", everywhere | dict(context))
        return pdf.lay_out(html, stylesheet=pdf.SHEET, moment=typography.as_date(document["issued_on"]))


def sheet_of(name: str, assessment: Mapping[str, Any], applicant: Mapping[str, Any], *, language: str,
             broker: Mapping[str, Any], document: Mapping[str, Any], guide: Any) -> Sheet:  # fmt: skip
    """The sheet of this name. Its inputs are those of the recommendation: see `lay_out_recommendation`.

    Raises DocumentError when something required is missing, or when the assessment is not the prospect's.
    """
    if assessment["audience"] != "prospect":
        raise DocumentError(f"the {name} is made of the prospect's assessment: ask for audience=prospect")
    require(name, "broker", broker, BROKER)
    require(name, "document", document, DOCUMENT)
    words, letters = Words(language, guide), pdf.letters()
    rows = ledger(guide.questionnaire.sections, applicant, language, assessment["completeness"]["ignored"])
    assessment, applicant, rows, broker, document = (
        typography.mapped(value, lambda text: typography.drawable(text, letters))
        for value in (assessment, applicant, rows, broker, document)
    )
    return Sheet(assessment, Answers(applicant, rows, words), words, broker, document)
