"""The quote: a broker's letter on the terms that an insurer gave, two pages long for most files.

Nothing is computed here but a cover's total and what differs from the request: every amount is the insurer's, as it
was recorded. What the terms don't say, the letter doesn't invent: it says that the policy prevails.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from portal import typography

from . import pdf
from .answers import Answers
from .errors import BROKER, DOCUMENT, DocumentError, require
from .figures import verify_code
from .ledger import ledger
from .parts import offer
from .parts.frame import broker_in, company
from .parts.needs import activity
from .words import Words

TEMPLATE = "documents/quote.html"
_QUOTE = ("version", "insurer", "covers", "net_eur", "tax_eur", "total_eur", "valid_until")


def render_quote(quote: Mapping[str, Any], applicant: Mapping[str, Any], assessment: Mapping[str, Any] | None, *,
                 language: str, broker: Mapping[str, Any], document: Mapping[str, Any],
                 guide: Any) -> bytes:  # fmt: skip
    """The quote as PDF: see `lay_out_quote`."""
    return lay_out_quote(
        quote, applicant, assessment, language=language, broker=broker, document=document, guide=guide
    ).content


def lay_out_quote(quote: Mapping[str, Any], applicant: Mapping[str, Any], assessment: Mapping[str, Any] | None, *,
                  language: str, broker: Mapping[str, Any], document: Mapping[str, Any],
                  guide: Any) -> pdf.Rendered:  # fmt: skip
    """The quote as PDF, with its number of pages.

    `quote`: version, insurer, covers (each with code, limit_eur, retention_eur, net_eur, tax_eur), net_eur, tax_eur,
    total_eur, valid_until, conditions (free text, one a line), and if there are any the insurers `consulted`, by
    name, and the kinds of the insurer's `papers` that go with it. `applicant`: the applicant file as plain tables.
    `assessment`: the JSON object of the assessment, prospect's projection, its texts in `language`; None when there is
    none. `broker`, `document` and `guide` as for the recommendation.
    Raises DocumentError when something required is missing, or when the amounts don't add up.
    """
    context = build_context(
        quote,
        applicant,
        assessment,
        language=language,
        broker=broker,
        document=document,
        guide=guide,
        letters=pdf.letters(),
    )
    with translation.override(language):
        html = render_to_string(TEMPLATE, context)
    return pdf.lay_out(html, stylesheet=pdf.SHEET, moment=typography.as_date(document["issued_on"]))


def build_context(
    quote: Mapping[str, Any],
    applicant: Mapping[str, Any],
    assessment: Mapping[str, Any] | None,
    *,
    language: str,
    broker: Mapping[str, Any],
    document: Mapping[str, Any],
    guide: Any,
    letters: frozenset[str] | None = None,
) -> dict[str, Any]:
    """What the template shows. `letters`: those that can be drawn; any other gives way to its plain form or a mark."""
    _check(quote, assessment, broker, document)
    words = Words(language, guide)
    rows = ledger(
        guide.questionnaire.sections, applicant, language, assessment["completeness"]["ignored"] if assessment else ()
    )
    if letters:
        quote, applicant, assessment, rows, broker, document = (
            typography.mapped(value, lambda text: typography.drawable(text, letters))
            for value in (quote, applicant, assessment, rows, broker, document)
        )
    answers = Answers(applicant, rows, words)
    answer, differing = offer.differences(quote["covers"], assessment, answers, words)
    rows = offer.covers(quote["covers"], assessment, words)
    sums = {key: typography.eur(quote[f"{key}_eur"], language, cents=True) for key in ("net", "tax", "total")}
    return {
        "language": language,
        "t": words.table,
        "title": words("quote.letter.title"),
        "document": {**document, "issued_iso": typography.as_date(document["issued_on"]).isoformat()},
        "figures": {"qr": verify_code(document, pdf.palette(), words)},
        "quote": quote,
        "company": company(answers, words),
        "broker": broker_in(broker, language),
        "lines": _lines(quote, assessment, answers, broker, document, guide, words),
        "covers": rows,
        "sums": sums,
        "crowded": offer.crowded(rows, sums),
        "cyber": any(cover["code"] == offer.CYBER for cover in quote["covers"]),
        "never": offer.never(quote["covers"], guide, words),
        "differences": {"answer": answer, "rows": differing},
        "conditions": offer.told(quote.get("conditions")),
        "proofs": offer.proofs(quote["covers"], assessment, words),
    }  # fmt: skip


def _lines(quote: Mapping[str, Any], assessment: Mapping[str, Any] | None, answers: Answers, broker: Mapping[str, Any],
           document: Mapping[str, Any], guide: Any, words: Words) -> dict[str, str]:  # fmt: skip
    """Sentences that hold a value."""
    language, version = words.language, int(quote["version"])
    hours, start = answers.raw("wishes.waiting_period_hours"), answers.raw("wishes.start_on")
    place, person = answers.text("wishes.territory"), answers.text("contact.full_name")
    found = broker_in(broker, language)
    binds = "who_not" if answers.raw("contact.may_bind") is False else "who_named"
    return {
        "name": words("quote.letter.name", version=version),
        "file": words("quote.letter.file", reference=document["reference"],
                      day=typography.day(document["issued_on"], language)),
        "version": words("quote.letter.version", version=version),
        "lead": words("quote.letter.lead", total=typography.eur(quote["total_eur"], language, cents=True),
                      insurer=quote["insurer"], day=typography.day(quote["valid_until"], language)),
        "registration": words("frame.broker.registration_number", number=broker["registration"]),
        "broker": " ".join(f"{text.rstrip('.')}." for text in (
            ", ".join(found[key] for key in ("name", "legal_form") if found.get(key)), found.get("registry")
        ) if text),
        "complaint": guide.guarantees.complaint.text.to(language),
        "waiting": words("quote.covers.waiting_asked", count=hours) if hours is not None
        else words("quote.covers.waiting_guide"),
        "activity": activity(answers, words) or words("quote.scope.activity_none"),
        "territory": words("quote.scope.territory_asked", place=place) if place
        else words("quote.scope.territory_none"),
        "start": words("quote.scope.start_asked", day=typography.day(start, language)) if start
        else words("quote.scope.start_none"),
        "consulted": words("quote.broker.consulted_named",
                           names=typography.listing(quote["consulted"], language), insurer=quote["insurer"])
        if quote.get("consulted") else "",
        "papers": words("quote.broker.papers_named",
                        names=typography.listing([words(f"quote.papers.{kind}") for kind in quote["papers"]], language))
        if quote.get("papers") else words("quote.broker.papers_none"),
        "who": words(f"quote.accept.{binds}", name=person)
        if person and answers.raw("contact.may_bind") is not None else words("quote.accept.who"),
        "versions": words("quote.accept.versions", version=version) if version > 1
        else words("quote.accept.versions_first"),
        "advice": words("quote.broker.advice", day=typography.day(assessment["assessed_on"], language))
        if assessment else "",
    }  # fmt: skip


def _check(
    quote: Mapping[str, Any],
    assessment: Mapping[str, Any] | None,
    broker: Mapping[str, Any],
    document: Mapping[str, Any],
) -> None:
    require("quote", "broker", broker, BROKER)
    require("quote", "document", document, DOCUMENT)
    require("quote", "quote", quote, _QUOTE)
    if assessment and assessment["audience"] != "prospect":
        raise DocumentError("the quote is made of the prospect's assessment: ask for audience=prospect")
    net, tax, total = (Decimal(quote[key]) for key in ("net_eur", "tax_eur", "total_eur"))
    told = [sum((Decimal(cover[key]) for cover in quote["covers"]), Decimal(0)) for key in ("net_eur", "tax_eur")]
    if told != [net, tax] or net + tax != total:
        raise DocumentError(f"the amounts of the quote don't add up: {net} + {tax} is not {total}, or not its covers'")
