"""The recommendation: from an assessment and the answers that led to it to a PDF that a founder can read at night.

Nothing is computed here but dates and sums of what the assessment says: every figure comes from the assessment, the
applicant file or the guide. The applicant's words are cleaned of what the typefaces cannot draw, escaped, and never
interpreted.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from portal import typography
from underwriting import Applicant, Assessment, Guide, for_prospect, portable

from . import pdf
from .answers import Answers
from .errors import BROKER, DOCUMENT, DocumentError, require
from .figures import figures
from .ledger import grouped, ledger
from .parts.duties import conditions, obligations, plan
from .parts.essentials import essentials
from .parts.frame import broker_in, company, lines
from .parts.money import losses, options
from .parts.needs import needs
from .parts.risk import eligibility, gaps, situations
from .parts.stories import stories
from .signed import dated, signed
from .sources import columns, last_checked, listed, numbered
from .words import Words

TEMPLATE = "documents/recommendation.html"
ATTACHMENT = "assessment.json"


def recommendation_of(applicant: Applicant, assessment: Assessment, guide: Guide, *,
                      document: Mapping[str, Any] | None = None) -> bytes:  # fmt: skip
    """The recommendation for a file just assessed, in the assessment's language, by the broker of the settings.

    What it holds is the prospect's part of the assessment, whoever asks. Without a `document`, it is dated the day of
    the assessment and its reference is drawn from the assessment's own content.
    """
    shown = portable(for_prospect(assessment))
    if document is None:
        reference = hashlib.sha256(attachment_bytes(shown)).hexdigest()[:8].upper()
        document = {"reference": reference, "version": 1, "issued_on": assessment.assessed_on}
    return render_recommendation(
        shown,
        applicant.model_dump(exclude_none=True),
        language=assessment.language,
        broker=settings.BROKER,
        document=document,
        guide=guide,
    )


def render_recommendation(assessment: Mapping[str, Any], applicant: Mapping[str, Any], *, language: str,
                          broker: Mapping[str, Any], document: Mapping[str, Any], guide: Any) -> bytes:  # fmt: skip
    """The recommendation as PDF: see `lay_out_recommendation`."""
    return lay_out_recommendation(
        assessment, applicant, language=language, broker=broker, document=document, guide=guide
    ).content


def lay_out_recommendation(assessment: Mapping[str, Any], applicant: Mapping[str, Any], *, language: str,
                           broker: Mapping[str, Any], document: Mapping[str, Any],
                           guide: Any) -> pdf.Rendered:  # fmt: skip
    """The recommendation as PDF, with its number of pages.

    `assessment`: the JSON object of the assessment, prospect's projection, its texts in `language`.
    `applicant`: the applicant file as plain dicts. `guide`: the edition, for the questions' words and the sources'
    titles. `broker`: name, address, registration, complaints, mediator, supervisor; and if known legal_form, phone,
    email, basis, links, pay, insurance. `document`: reference, version, issued_on; and if known code, valid_until,
    verify_url, live_url, authors (who gave each answer: see `signed.Authors`).
    Raises DocumentError when something required is missing, or when the assessment is not the prospect's.
    """
    context = build_context(
        assessment, applicant, language=language, broker=broker, document=document, guide=guide, letters=pdf.letters()
    )
    with translation.override(language):
        html = render_to_string(TEMPLATE, context)
    description = context["t"]["frame"]["document"]["attachment"]
    return pdf.lay_out(
        html,
        stylesheet=pdf.SHEET,
        moment=typography.as_date(document["issued_on"]),
        attachments=[pdf.Attachment(ATTACHMENT, attachment_bytes(assessment), description)],
    )


def attachment_bytes(assessment: Mapping[str, Any]) -> bytes:
    """The assessment as it is embedded: the same object always gives the same bytes."""
    return json.dumps(assessment, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def build_context(
    assessment: Mapping[str, Any],
    applicant: Mapping[str, Any],
    *,
    language: str,
    broker: Mapping[str, Any],
    document: Mapping[str, Any],
    guide: Any,
    letters: frozenset[str] | None = None,
) -> dict[str, Any]:
    """What the template shows. `letters`: those that can be drawn; any other gives way to its plain form or a mark."""
    _check(assessment, broker, document)
    words = Words(language, guide)
    fingerprint = hashlib.sha256(attachment_bytes(assessment)).hexdigest()
    hidden: Collection[str] = assessment["completeness"]["ignored"]
    rows = ledger(guide.questionnaire.sections, applicant, language, hidden)
    if letters:
        assessment, applicant, rows, broker, document = (
            typography.mapped(value, lambda text: typography.drawable(text, letters))
            for value in (assessment, applicant, rows, broker, document)
        )
    authors = document.get("authors") or {}
    rows = signed(rows, authors, words)
    answers = Answers(applicant, rows, words)
    numbers = numbered(assessment)
    eligible = eligibility(assessment, answers, words)
    open_gaps = gaps(assessment, words)
    steps = plan(assessment, words)
    proofs = conditions(assessment, words)
    priced = options(assessment, words)
    valid_until = _valid_until(assessment, document)
    parts = {
        "needs": needs(assessment, answers, words),
        "eligibility": eligible,
        "situations": situations(assessment, words),
        "gaps": open_gaps,
        "stories": stories(assessment, words),
        "losses": losses(assessment, words),
        "options": priced,
        "plan": steps,
        "conditions": proofs,
        "obligations": obligations(assessment, numbers, words),
    }
    return {
        "language": language,
        "t": words.table,
        "document": {
            **document,
            "valid_until": valid_until,
            "issued_iso": typography.as_date(document["issued_on"]).isoformat(),
        },
        "lines": lines(assessment, answers, document, valid_until, broker, priced["rows"],
                       last_checked(numbers, guide.sources), words),
        "broker": broker_in(broker, language),
        "guide": assessment["guide"],
        "company": company(answers, words),
        "essentials": essentials(assessment, answers, eligible["reasons"], proofs["rows"], open_gaps["rows"],
                                 steps["urgent"], valid_until, words),
        **parts,
        "ledger": grouped(rows),
        "ledger_dates": dated(rows, authors, words),
        "foreign": typography.MISSING_MARK in json.dumps([applicant, rows], default=str, ensure_ascii=False),
        "contradictions": [item["text"] for item in assessment.get("contradictions") or ()],
        "sources": columns(listed(numbers, guide.sources, words), 3),
        "fingerprint": fingerprint,
        "figures": figures(assessment, parts, answers, document, pdf.palette(), words),
    }  # fmt: skip


def _check(assessment: Mapping[str, Any], broker: Mapping[str, Any], document: Mapping[str, Any]) -> None:
    if assessment["audience"] != "prospect":
        raise DocumentError("the recommendation is made of the prospect's assessment: ask for audience=prospect")
    require("recommendation", "broker", broker, BROKER)
    require("recommendation", "document", document, DOCUMENT)


def _valid_until(assessment: Mapping[str, Any], document: Mapping[str, Any]) -> date | None:
    given = document.get("valid_until") or assessment["quote"].get("valid_until")
    return typography.as_date(given) if given else None
