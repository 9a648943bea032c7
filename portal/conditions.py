"""The conditions of a file as they stand: asked for, proved, cleared, refused or lapsed."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from portal import guides
from portal.documents.parts.duties import conditions
from portal.documents.words import Words
from portal.models import CLEARED, ConditionDecision, Proof, Quote, Snapshot, Submission
from portal.models.at_hand import at_hand
from portal.snapshots import in_language
from underwriting import Language

Told = tuple[str, str, str, date | None]
"""A condition before its standing is known: code, words, moment, until."""
Standing = Literal["to_do", "sent", "cleared", "refused", "lapsed"]


@dataclass(frozen=True)
class Condition:
    """One condition: its code, words and moment, until when, what was handed in, what was decided last."""

    code: str
    text: str
    moment: str
    until: date | None
    proofs: tuple[Proof, ...]
    decision: ConditionDecision | None
    standing: Standing


def conditions_of(
    submission: Submission, language: Language, *, today: date, snapshot: Snapshot | None = None
) -> list[Condition]:
    """Those of the last assessment, in its order, then the quote's that was sent, then the broker's own.

    What a broker changed or withdrew is as they left it. None before there is an assessment; `snapshot` is the last
    one, where it is at hand.
    """
    snapshot = snapshot or submission.snapshots.order_by("pk").last()
    if snapshot is None:
        return []
    guide = guides.named(snapshot.edition, snapshot.guide_sha256)
    words, quote = Words(language, guide), _quote_sent(submission)
    assessment = in_language(submission, snapshot, guide, language)
    told: list[Told] = [
        (row["code"], row["text"], row["moment"], _date(_deadline(assessment, row["code"])))
        for row in conditions(assessment, words)["rows"]
    ]
    if quote:
        moment = words("parts.conditions.of_quote", n=quote.version)
        told += [
            (_code_of(line), line, moment, quote.valid_until) for line in quote.all_conditions.splitlines() if line
        ]
    told = _as_set(told, submission, words)
    rows = submission.proofs.all()
    proofs = list(rows if at_hand(submission, "proofs") else rows.defer("content"))
    decisions = list(submission.condition_decisions.all())
    return [_condition(*one, proofs, decisions, today) for one in told]


def _as_set(told: list[Told], submission: Submission, words: Words) -> list[Told]:
    """What was found, with what brokers changed, withdrew or added."""
    rows = {row[0]: row for row in told}
    for one in submission.condition_sets.all():
        before = rows.pop(one.code, None) if one.withdrawn else rows.get(one.code)
        if not one.withdrawn and (one.text or before):
            text = one.text or (before[1] if before else "")
            moment = words.label("moments", one.moment) if one.moment else (before[2] if before else "")
            rows[one.code] = (one.code, text, moment, one.until)
    return list(rows.values())


def _quote_sent(submission: Submission) -> Quote | None:
    """The quote that holds, once its broker has sent it."""
    quote = submission.last_quote
    return quote if quote and quote.version in submission.quotes_sent() else None


def _condition(
    code: str,
    text: str,
    moment: str,
    until: date | None,
    proofs: Sequence[Proof],
    decisions: Sequence[ConditionDecision],
    today: date,
) -> Condition:
    mine = tuple(proof for proof in proofs if proof.condition == code)
    last = next((found for found in reversed(decisions) if found.condition == code), None)
    return Condition(code, text, moment, until, mine, last, _standing(mine, last, until, today))


def _standing(proofs: Sequence[Proof], decision: ConditionDecision | None, until: date | None, today: date) -> Standing:
    """A proof sent after a refusal is looked at again; a condition that nobody proved lapses by its date."""
    if decision and decision.decision == CLEARED:
        return "cleared"
    if proofs and (decision is None or proofs[-1].sent_at > decision.decided_at):
        return "sent"
    if until and until < today:
        return "lapsed"
    return "refused" if decision else "to_do"


def _deadline(assessment: dict[str, Any], code: str) -> str | None:
    for cover in assessment["quote"]["covers"]:
        for item in cover.get("subjectivities") or ():
            if item["code"] == code:
                return item.get("deadline")
    return None


def _date(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


def _code_of(line: str) -> str:
    """A line of a quote has no code of its own: its words are one."""
    return "quote_" + hashlib.sha256(line.encode()).hexdigest()[:16]
