"""All that a file holds of its applicant, as one JSON object that machines read and people understand."""

from __future__ import annotations

from typing import Any

from django.utils import translation

from portal.actions.erase import told_to_insurers
from portal.desk.words import VERBS, word
from portal.file.timeline import timeline
from portal.models import Submission
from portal.overrides import told_to_applicant
from portal.retention import told
from portal.snapshots import shown_to_prospect

from .theirs import their_documents, their_mails


def own_data(submission: Submission) -> dict[str, Any]:
    """Everything, in the file's language; where each table of the database goes is told by the data map (`given`)."""
    with translation.override(submission.language):
        return {
            "reference": submission.reference,
            "version": submission.version,
            "state": submission.state,
            "begun_at": submission.created_at.isoformat(),
            "sent_at": submission.submitted_at.isoformat() if submission.submitted_at else None,
            "proved_email": submission.proved_email,
            "answers": submission.answers,
            "answers_sha256": submission.answers_sha256,
            "not_understood": submission.rejected,
            "kept": {code: told(code) for code in ("draft", "prospect", "proof")},
            "given_to_insurers": told_to_insurers(submission),
            "history": _history(submission),
            "assessments": _assessments(submission),
            "documents": _documents(submission),
            "proofs": _proofs(submission),
            "mails": _mails(submission),
            "links": _links(submission),
            "conditions": _conditions(submission),
            "set_by_broker": [
                {"cover": one.cover, "what": one.kind, "amount_eur": _text(one.after), "told": one.told}
                for one in told_to_applicant(submission)
            ],
            "quotes": _quotes(submission),
            "policy": _policy(submission),
        }


def _history(submission: Submission) -> list[dict[str, Any]]:
    """Every event, in words; the remark where one was meant for the applicant."""
    remarks = {(one.at, one.what): one.remark for one in timeline(submission)}
    given = {at: remark for (at, _), remark in remarks.items() if remark}
    return [
        {
            "at": event.at.isoformat(), "by": event.actor_kind, "name": _named(event.actor_kind, event.actor),
            "what": word(VERBS, event.verb),
            "remark": given.get(event.at, ""), "hash": event.hash,
        }
        for event in submission.events.order_by("number")
    ]  # fmt: skip


def _named(kind: str, name: str) -> str:
    """A person of theirs by name; one of the house by what they are."""
    return name if kind in ("applicant", "delegate") else ""


def _assessments(submission: Submission) -> list[dict[str, Any]]:
    return [
        {
            "on": one.assessed_on.isoformat(),
            "answered_by": {
                path: author | {"name": _named(author["kind"], author["name"])} for path, author in one.authors.items()
            },
            "result": shown_to_prospect(one.result),
        }
        for one in submission.snapshots.order_by("pk")
    ]


def _documents(submission: Submission) -> list[dict[str, Any]]:
    return [
        {
            "kind": one.kind, "version": one.version, "language": one.language,
            "at": one.requested_at.isoformat(), "chosen": one.data, "sha256": one.sha256,
        }
        for one in their_documents(submission).order_by("requested_at")
    ]  # fmt: skip


def _proofs(submission: Submission) -> list[dict[str, Any]]:
    return [
        {
            "condition": one.condition, "name": one.name, "note": one.note, "sent_by": one.sent_by,
            "at": one.sent_at.isoformat(), "bytes": one.size, "sha256": one.sha256,
        }
        for one in submission.proofs.defer("content")
    ]  # fmt: skip


def _mails(submission: Submission) -> list[dict[str, Any]]:
    return [
        {
            "kind": one.kind, "to": one.recipient, "message_id": one.message_id, "about": one.data,
            "sent_at": one.sent_at.isoformat() if one.sent_at else None,
        }
        for one in their_mails(submission)
    ]  # fmt: skip


def _links(submission: Submission) -> list[dict[str, Any]]:
    return [
        {
            "for": one.purpose, "name": one.name, "email": one.email, "opens": one.section,
            "until": one.expires_at.isoformat(), "revoked": one.revoked_at is not None,
            "used_at": one.last_used_at.isoformat() if one.last_used_at else None,
        }
        for one in submission.access_tokens.order_by("pk")
    ]  # fmt: skip


def _conditions(submission: Submission) -> dict[str, Any]:
    return {
        "asked": [
            {"code": one.code, "text": one.text, "by": one.moment, "withdrawn": one.withdrawn}
            for one in submission.condition_sets.all()
        ],
        "decided": [
            {"code": one.condition, "decision": one.decision, "reason": one.reason, "at": one.decided_at.isoformat()}
            for one in submission.condition_decisions.all()
        ],
        "days": [{"on": one.on.isoformat(), "what": one.kind, "text": one.text} for one in submission.deadlines.all()],
    }


def _quotes(submission: Submission) -> list[dict[str, Any]]:
    """Those that were sent: an applicant knows of no other."""
    sent = submission.quotes.filter(version__in=submission.quotes_sent()).select_related("terms", "revocation")
    return [
        {
            "version": one.version, "insurer": one.terms.insurer, "covers": one.covers,
            "conditions": one.all_conditions, "total_eur": str(one.total_eur),
            "valid_until": one.valid_until.isoformat(), "papers": [paper.name for paper in one.papers],
            "revoked": one.revoked.reason if one.revoked else None,
        }
        for one in sent.order_by("version")
    ]  # fmt: skip


def _policy(submission: Submission) -> dict[str, Any] | None:
    policy = getattr(submission, "policy", None)
    if policy is None:
        return None
    days = {"starts_on": policy.starts_on.isoformat(), "ends_on": policy.ends_on.isoformat()}
    return {"number": policy.number, "insurer": policy.insurer, **days}


def _text(amount: object) -> str | None:
    return None if amount is None else str(amount)
