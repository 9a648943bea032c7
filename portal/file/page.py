"""The page of a file: where it stands, what is asked, the quote, the documents, what happened."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import timezone

from portal.context import guide_in_force, reader_language
from portal.differences import changes_of
from portal.intake.delegates import pages_given
from portal.intake.opened import OPEN, opened
from portal.models import Policy, Quote, Submission
from underwriting import State

from .conditions import tasks
from .forms import Acceptance
from .papers import papers
from .retained import retained_rows
from .shares import shares_of
from .timeline import timeline
from .words import INSURER_PAPERS, STANDINGS

QUESTIONS_SHOWN = 8


def may(submission: Submission, to: State) -> bool:
    """Whether its applicant may bring a file into a state."""
    return guide_in_force().states.allows(submission.now, to, "applicant")


def file_context(submission: Submission, *, form: Acceptance | None = None, error: str = "") -> dict[str, Any]:
    """What the page shows of a file that was sent. `form`: an acceptance with its errors; `error`: what was refused."""
    quote = submission.quotes.order_by("version").select_related("terms").last()
    if quote and quote.version not in submission.quotes_sent():
        quote = None
    # Until its broker sends it, or once it is taken back, a quote is work in hand.
    waits = submission.state == "quoted" and (quote is None or quote.revoked)
    state = "in_review" if waits else submission.state
    if submission.state == "declined" and submission.events.filter(verb="merge_duplicate").exists():
        state = "merged"
    return {
        "submission": submission,
        "standing": STANDINGS[state],
        "error": error,
        "handler": _handler(submission),
        "asked": _asked(submission),
        "declined": _reason(submission, "decline") if submission.state == "declined" else "",
        "quote": _quote(submission, quote) if quote and submission.state in ("quoted", "accepted", "bound") else None,
        "policy": Policy.objects.filter(submission=submission).first() if state == "bound" else None,
        "retained": retained_rows(submission),
        "form": form or (Acceptance(version=quote.version) if quote else None),
        "moments": timeline(submission),
        "withdraws": may(submission, "withdrawn"),
        "reopens": may(submission, "draft") and not submission.next_versions.exists(),
        "given": pages_given(opened(submission), at=timezone.now()) if submission.state in OPEN else (),
        **tasks(submission),
        "shares": shares_of(submission),
        **changes_of(submission, guide_in_force(), reader_language()),
        **papers(submission),
    }


def _asked(submission: Submission) -> dict[str, Any] | None:
    """The broker's words, the questions that are open again, and where the first of them is answered."""
    if submission.state != "information_requested":
        return None
    guide, language = guide_in_force(), reader_language()
    questions = [guide.question(path).label.to(language) for path in submission.questions_asked()]
    return {
        "reason": _reason(submission, "ask_information"),
        "questions": questions,
        "shown": questions[:QUESTIONS_SHOWN],
        "others": questions[QUESTIONS_SHOWN:],
        "url": reverse("go_on", args=[submission.pk]),
    }


def _handler(submission: Submission) -> str:
    """The name of the broker who took the file up, if one did."""
    user = get_user_model().objects.filter(username=submission.handler).first() if submission.handler else None
    return user.get_full_name() if user else ""


def _reason(submission: Submission, verb: str) -> str:
    last = submission.events.order_by("number").last()
    event = submission.events.filter(verb=verb).order_by("number").last()
    return event.reason if event and last and event.to_state == last.to_state else ""


def _quote(submission: Submission, quote: Quote) -> dict[str, Any]:
    names = {cover.code: cover.name.to(reader_language()) for cover in guide_in_force().covers.covers}
    return {
        "row": quote,
        "document": submission.documents.filter(kind="quote", version=quote.version).first(),
        "conditions": quote.all_conditions,
        "issued_on": timezone.localdate(quote.issued_at),
        "covers": [
            cover | {"name": names.get(cover["code"], cover["code"]), "total_eur": _total(cover)}
            for cover in quote.covers
        ],
        "papers": [(paper, INSURER_PAPERS[paper.kind], round(paper.size / 1000)) for paper in quote.papers],
        "revoked": quote.revoked,
        "open": submission.state == "quoted" and not quote.revoked,
    }


def _total(cover: dict[str, str]) -> Decimal:
    return Decimal(cover["net_eur"]) + Decimal(cover["tax_eur"])
