"""The market: insurers asked, terms recorded, quotes issued."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from portal import typography
from portal.desk.reading import Reading
from portal.desk.words import moment
from portal.file.words import INSURER_PAPERS

HOLDING = ("quoted", "accepted", "bound")


def build(reading: Reading) -> dict[str, Any]:
    """Newest first."""
    submission = reading.submission
    asked = submission.events.filter(verb="send_to_market").order_by("-number")
    quotes = [*submission.quotes.select_related("terms", "revocation").order_by("-version")]
    return {
        "asked": [
            {
                "insurers": typography.listing(event.data["insurers"], reading.language),
                "when": moment(event.at),
                "who": event.actor,
                "reason": event.reason,
            }
            for event in asked
        ],
        "terms": [
            {
                "row": terms,
                "covers": _covers(terms.covers, reading),
                "total_eur": terms.net_eur + terms.tax_eur,
                "when": moment(terms.recorded_at),
                "papers": [(paper, INSURER_PAPERS[paper.kind]) for paper in terms.papers.all()],
            }
            for terms in submission.terms.order_by("-pk").prefetch_related("papers")
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


def _covers(covers: Iterable[Mapping[str, Any]], reading: Reading) -> list[dict[str, Any]]:
    return [{**cover, "name": reading.words.label("covers", cover["code"])} for cover in covers]
