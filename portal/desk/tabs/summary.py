"""The summary: the decision and its reasons, what to do next, the gravest gaps, the price."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext

from portal import typography
from portal.desk import similar
from portal.desk.reading import Reading
from portal.desk.words import EFFECTS, GAP_COVERS, NEXT, OUTCOMES, PREREQUISITES, mark, moment, word
from portal.models import Policy, Submission

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SHOWN_GAPS = 3


def _next(submission: Submission) -> StrOrPromise:
    """What comes next; a quote that holds is sent, or waits to be."""
    quote = submission.last_quote if submission.state == "quoted" else None
    if quote and quote.version in submission.quotes_sent():
        return word(NEXT, "quote_sent")
    return word(NEXT, submission.state)


def build(reading: Reading) -> dict[str, Any]:
    """See the module."""
    submission, result = reading.submission, reading.result
    context: dict[str, Any] = {
        "next": _next(submission),
        "facts": _facts(reading),
        "twins": similar.listed(reading.similar),
        "asked": [reading.field(path) for path in submission.questions_asked()],
    }
    if not result:
        return context
    gaps = sorted((gap for gap in result["gaps"] if gap["severity"]), key=lambda gap: -gap["severity"])
    return context | {
        "decision": mark(OUTCOMES, result["decision"]["outcome"]),
        "reasons": [_reason(reason, reading) for reason in result["decision"]["reasons"]],
        "prerequisites": [
            {
                "name": reading.words.label("prerequisites", item["code"]),
                "status": mark(PREREQUISITES, item["status"]),
                "text": item["text"],
                "remedy": item["remedy"],
            }
            for item in result["eligibility"]
        ],
        "gaps": [
            {
                "name": reading.words.label("gaps", gap["code"]),
                "cover": mark(GAP_COVERS, gap["cover"]),
                "severity": gap["severity"],
                "text": gap["text"],
            }
            for gap in gaps[:SHOWN_GAPS]
        ],
        "contradictions": result["contradictions"],
        "missing": [reading.field(path) for path in result["completeness"]["missing"]],
    }


def _reason(reason: dict[str, Any], reading: Reading) -> dict[str, Any]:
    covers = reading.covers(reason["covers"])
    return {
        "code": reason["code"].split("_"),
        "effect": mark(EFFECTS, reason["effect"]),
        "text": reason["text"],
        "way_back": reason["way_back"],
        "covers": typography.listing([covers[0], *map(typography.lower_first, covers[1:])], reading.language)
        if covers
        else "",
        "read": [(reading.field(path), reading.answer(path)) for path in reason["fields"]],
        "source": reading.source(reason["source"]),
    }


def _facts(reading: Reading) -> list[tuple[str, str]]:
    """What a broker wants at hand, where it is known."""
    submission, result = reading.submission, reading.result
    proved = gettext("adresse prouvée") if submission.email == submission.proved_email else gettext("non prouvée")
    facts = [
        (gettext("Contact"), reading.answer("contact.full_name")),
        (gettext("E-mail"), f"{submission.email} ({proved})" if submission.email else ""),
        (gettext("Téléphone"), reading.answer("contact.phone")),
        (gettext("Langue"), {"fr": gettext("français"), "en": gettext("anglais")}[submission.language]),
        (gettext("Effectif"), reading.answer("company.headcount")),
        (gettext("Chiffre d’affaires"), reading.answer("company.revenue_last_eur")),
        (gettext("Produits"), reading.answer("product.families")),
        (gettext("Effet souhaité"), reading.answer("wishes.start_on")),
        (gettext("Chargé du dossier"), submission.handler),
        (gettext("Envoyé le"), moment(submission.submitted_at) if submission.submitted_at else ""),
        (gettext("Prix publié"), _price(result, reading)),
        (gettext("Police"), _policy(submission, reading)),
    ]
    return [(name, value) for name, value in facts if value]


def _price(result: dict[str, Any], reading: Reading) -> str:
    if not result or not result["quote"]["published"]:
        return ""
    ranges = [option["range_eur"] for option in result["quote"]["options"] if option["code"] == "recommended"]
    return typography.span(ranges[0][0], ranges[0][1], reading.language) if ranges else ""


def _policy(submission: Submission, reading: Reading) -> str:
    """The policy's number, insurer and days."""
    policy: Policy | None = getattr(submission, "policy", None)
    if policy is None:
        return ""
    days = {name: typography.day(getattr(policy, name), reading.language) for name in ("starts_on", "ends_on")}
    told = gettext("%(number)s, %(insurer)s, du %(starts_on)s au %(ends_on)s")
    return told % {"number": policy.number, "insurer": policy.insurer, **days}
