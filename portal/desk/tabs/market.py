"""The market: insurers asked, terms recorded, quotes issued."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils import timezone

from portal import typography
from portal.actions.placement import acceptance
from portal.desk.comparison import compare
from portal.desk.reading import Reading
from portal.desk.words import ANSWERED, POSTED, WHY_DECLINED, mark, moment, word
from portal.file.words import INSURER_PAPERS
from portal.market import Asked, answers_of, standing, wanted
from portal.models import TERMS, MarketAnswer, Submission
from portal.models.at_hand import at_hand
from portal.models.delivery import PLACEMENT

HOLDING = ("quoted", "accepted", "bound")


def build(reading: Reading) -> dict[str, Any]:
    """Newest first."""
    submission = reading.submission
    prefetch_related_objects([submission], "market_answers")
    terms = submission.terms.all()
    given = [*terms] if at_hand(submission, "terms") else [*terms.order_by("pk").prefetch_related("papers")]
    quotes = sorted(submission.quotes.all(), key=lambda quote: -quote.version)
    return {
        "asked": [
            {
                "insurers": typography.listing(event.data["insurers"], reading.language),
                "when": moment(event.at),
                "who": event.actor,
                "reason": event.reason,
            }
            for event in reversed(submission.told("send_to_market"))
        ],
        "standing": [_standing(one) for one in standing(submission)],
        "answers": [_answer(row) for row in _answered(submission)],
        "acceptance": _acceptance(reading),
        "comparison": compare(
            given,
            wanted(submission, reading.snapshot),
            on=timezone.localdate(),
            name=lambda code: reading.words.label("covers", code),
            language=reading.language,
        ),
        "terms": [
            {
                "row": terms,
                "covers": _covers(terms.covers, reading),
                "total_eur": terms.net_eur + terms.tax_eur,
                "when": moment(terms.recorded_at),
                "papers": [(paper, INSURER_PAPERS[paper.kind]) for paper in terms.papers.all()],
            }
            for terms in reversed(given)
        ],
        "quotes": [
            {
                "row": quote,
                "covers": _covers(quote.covers, reading),
                "when": moment(quote.issued_at),
                "holds": quote is quotes[0] and submission.state in HOLDING and not quote.revoked,
                "revoked": quote.revoked,
                "replaced": quote is not quotes[0],
            }
            for quote in quotes
        ],
    }


def _standing(one: Asked) -> dict[str, Any]:
    """An insurer that was asked, and where it stands."""
    kind = one.answer.kind if one.answer else "waits"
    return {"name": one.name, "since": one.at, "mark": mark(ANSWERED, kind)}


def _answered(submission: Submission) -> list[MarketAnswer]:
    """Answers that are no terms, the newest first."""
    return [row for row in reversed(answers_of(submission)) if row.kind != TERMS]


def _answer(row: MarketAnswer) -> dict[str, Any]:
    return {"row": row, "mark": mark(ANSWERED, row.kind), "why": word(dict(WHY_DECLINED), row.code)}


def _acceptance(reading: Reading) -> dict[str, Any] | None:
    """Who accepted, in what capacity, which document, when; and whether the order to place it left."""
    found = acceptance(reading.submission)
    if found is None:
        return None
    event, quote = found
    order = reading.submission.deliveries.filter(kind=PLACEMENT).order_by("version").last()
    return {
        "who": event.actor,
        "capacity": event.data["capacity"],
        "sha256": event.data["sha256"],
        "when": moment(event.at),
        "version": quote.version,
        "order": order,
        "order_mark": mark(POSTED, order.status) if order else None,
    }


def _covers(covers: Iterable[Mapping[str, Any]], reading: Reading) -> list[dict[str, Any]]:
    return [{**cover, "name": reading.words.label("covers", cover["code"])} for cover in covers]
