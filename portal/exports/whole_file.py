"""A whole file as one archive: for the supervisor, with everything, or for its applicant, with what is theirs.

Each member's SHA-256 stands in `manifest.json`, with what the check of the history's chain found. The same file gives
the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any, Literal

from django.db.models import QuerySet
from django.utils import translation

from portal import guides
from portal.context import guide_in_force
from portal.delivery.words import words_of
from portal.documents.ledger import ledger
from portal.file.timeline import timeline
from portal.models import Delivery, Document, Submission, file_name, paper_name, verify_chain
from portal.snapshots import shown_to_prospect
from portal.storage import Lost
from underwriting import Guide, Language

from . import harmless_in_csv
from .theirs import their_documents, their_mails

Reader = Literal["supervisor", "applicant"]
READERS: tuple[Reader, ...] = ("supervisor", "applicant")
DATED = (1980, 1, 1, 0, 0, 0)
"""One date for every member, the first that an archive can hold."""


def archive(submission: Submission, reader: Reader, guide: Guide) -> tuple[bytes, dict[str, Any]]:
    """The archive's bytes and its manifest. What can't be read any more is named there, never left out in silence."""
    lost: list[str] = []
    members = dict(_members(submission, reader, guide, lost))
    broken = verify_chain(submission)
    manifest = {
        "reference": submission.reference,
        "version": submission.version,
        "state": submission.state,
        "reader": reader,
        "guide": [*dict.fromkeys(submission.snapshots.order_by("pk").values_list("edition", flat=True))],
        "events": submission.events.count(),
        "chain": "holds" if broken is None else f"broken at event {broken.number}: {broken.why}",
        "lost": lost,
        "not_made_yet": [_numbered(one) for one in _shown(submission, reader).filter(made_at=None)],
        "sha256": {name: hashlib.sha256(content).hexdigest() for name, content in sorted(members.items())},
    }
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in sorted((members | {"manifest.json": _json(manifest)}).items()):
            info = zipfile.ZipInfo(name, DATED)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            packed.writestr(info, content)
    return written.getvalue(), manifest


def _members(submission: Submission, reader: Reader, guide: Guide, lost: list[str]) -> Iterator[tuple[str, bytes]]:
    language: Language = submission.reads_in
    yield "answers.json", _json(submission.answers)
    yield "answers.csv", _ledger(submission, guide, language)
    for number, snapshot in enumerate(submission.snapshots.order_by("pk"), start=1):
        whole = snapshot.result if reader == "supervisor" else shown_to_prospect(snapshot.result)
        yield f"assessments/{number}.json", _json(whole)
        if reader == "supervisor":
            yield f"assessments/{number}-answers.json", _json({"answers": snapshot.answers, "by": snapshot.authors})
    yield "events.json", _json(_events(submission, reader))
    yield "mails.json", _json(_mails(submission, reader))
    yield from _documents(submission, reader, lost)
    yield from _proofs(submission, lost)
    yield from _papers(submission, reader, lost)
    if policy := getattr(submission, "policy", None):
        days = {"starts_on": policy.starts_on.isoformat(), "ends_on": policy.ends_on.isoformat()}
        yield "policy.json", _json({"number": policy.number, "insurer": policy.insurer, **days})
    if reader == "supervisor":
        yield "market.json", _json(_market(submission))


def _ledger(submission: Submission, guide: Guide, language: Language) -> bytes:
    """The questions in their exact words and the answers given, for a spreadsheet."""
    rows = ledger(guide.questionnaire.sections, submission.answers, language)
    lines = [
        ";".join(_quoted(row[name]) for name in ("path", "label", "answer_text", "scope"))
        for row in rows
        if row["answer_text"]
    ]
    return "\ufeff".encode() + "\r\n".join(["path;question;answer;scope", *lines, ""]).encode()


def _quoted(text: str) -> str:
    return '"' + harmless_in_csv(text).replace('"', '""') + '"'


def _events(submission: Submission, reader: Reader) -> list[dict[str, Any]]:
    """Every event with its hash for a supervisor; what their own page tells them for an applicant."""
    if reader == "applicant":
        with translation.override(submission.language):
            told = timeline(submission)
        return [{"at": one.at.isoformat(), "what": one.what, "remark": one.remark} for one in reversed(told)]
    return [
        {
            "number": event.number, "at": event.at.isoformat(), "by": event.actor_kind, "actor": event.actor,
            "what": event.verb, "from": event.from_state, "to": event.to_state, "reason": event.reason,
            "data": event.data, "previous_hash": event.previous_hash, "hash": event.hash,
        }
        for event in submission.events.order_by("number")
    ]  # fmt: skip


def _mails(submission: Submission, reader: Reader) -> list[dict[str, Any]]:
    """What was sent to whom, and what became of it. A mail's words are not kept: its subject is worded again."""
    shown = submission.deliveries.all() if reader == "supervisor" else their_mails(submission)
    return [
        {
            "kind": mail.kind, "to": mail.recipient, "status": mail.status, "message_id": mail.message_id,
            "subject_as_worded_now": _subject(mail), "created_at": mail.created_at.isoformat(),
            "sent_at": mail.sent_at.isoformat() if mail.sent_at else None,
        }
        for mail in shown.order_by("created_at", "kind", "version")
    ]  # fmt: skip


def _subject(mail: Delivery) -> str:
    with translation.override(mail.language):
        return words_of(mail, attached=mail.document is not None).subject


def _documents(submission: Submission, reader: Reader, lost: list[str]) -> Iterator[tuple[str, bytes]]:
    """An applicant has the quotes that were sent to them; a supervisor, all."""
    for document in _shown(submission, reader).exclude(made_at=None):
        name = f"documents/{_numbered(document)}"
        try:
            yield name, document.read()
        except Lost:
            lost.append(name)


def _shown(submission: Submission, reader: Reader) -> QuerySet[Document]:
    shown = submission.documents.all() if reader == "supervisor" else their_documents(submission)
    return shown.order_by("requested_at", "pk")


def _numbered(document: Document) -> str:
    plain = file_name(document.kind, document.language, document.submission.reference)
    return f"{document.version}-{document.language}-{plain}"


def _proofs(submission: Submission, lost: list[str]) -> Iterator[tuple[str, bytes]]:
    told = []
    for proof in submission.proofs.order_by("pk"):
        told.append({
            "number": proof.pk, "condition": proof.condition, "name": proof.name, "note": proof.note,
            "sent_by": proof.sent_by, "sent_at": proof.sent_at.isoformat(), "sha256": proof.sha256,
        })  # fmt: skip
        if not proof.sha256:
            continue  # a note alone
        name = f"proofs/{proof.pk}-{proof.name}"
        try:
            yield name, proof.read()
        except Lost:
            lost.append(name)
    decided = [
        {"condition": one.condition, "decision": one.decision, "reason": one.reason, "at": one.decided_at.isoformat()}
        for one in submission.condition_decisions.all()
    ]
    asked = [
        {
            "condition": one.code, "text": one.text, "moment": one.moment, "withdrawn": one.withdrawn,
            "until": one.until.isoformat() if one.until else None,
        }
        for one in submission.condition_sets.all()
    ]  # fmt: skip
    yield "conditions.json", _json({"proofs": told, "decisions": decided, "set_by_broker": asked})


def _papers(submission: Submission, reader: Reader, lost: list[str]) -> Iterator[tuple[str, bytes]]:
    """What insurers handed over; for an applicant, what went with the quotes that were sent to them."""
    papers = [*submission.insurer_papers.all()]
    if reader == "applicant":
        given = submission.quotes.filter(version__in=submission.quotes_sent())
        theirs = {paper.pk for quote in given for paper in quote.papers}
        papers = [paper for paper in papers if paper.pk in theirs]
    for paper in papers:
        name = f"insurer/{paper.pk}-{paper_name(paper.kind, submission.language, submission.reference)}"
        try:
            yield name, paper.read()
        except Lost:
            lost.append(name)


def _market(submission: Submission) -> dict[str, Any]:
    terms = [
        {
            "insurer": one.insurer, "received_on": one.received_on.isoformat(), "covers": one.covers,
            "valid_until": one.valid_until.isoformat(), "conditions": one.conditions, "recorded_by": one.recorded_by,
            "delegated": one.delegated,
        }
        for one in submission.terms.all()
    ]  # fmt: skip
    answers = [
        {
            "insurer": one.name, "kind": one.kind, "code": one.code, "words": one.words, "conditions": one.conditions,
            "received_on": one.received_on.isoformat(), "recorded_by": one.recorded_by,
        }
        for one in submission.market_answers.all()
    ]  # fmt: skip
    quotes = [
        {
            "version": one.version, "issued_at": one.issued_at.isoformat(), "issued_by": one.issued_by,
            "valid_until": one.valid_until.isoformat(), "total_eur": str(one.total_eur), "conditions": one.conditions,
            "revoked": one.revoked.reason if one.revoked else None,
        }
        for one in submission.quotes.select_related("revocation").all()
    ]  # fmt: skip
    overrides = [
        {
            "cover": one.cover, "kind": one.kind, "before": _text(one.before), "after": _text(one.after),
            "reason": one.reason, "proposed_by": one.proposed_by, "holds": one.holds,
            "decided_by": one.word.decided_by if one.word else None,
        }
        for one in submission.overrides.select_related("decision").all()
    ]  # fmt: skip
    return {"terms": terms, "answers": answers, "quotes": quotes, "overrides": overrides}


def _text(amount: Any) -> str | None:
    return None if amount is None else str(amount)


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"


def guide_of(submission: Submission) -> Guide:
    """The edition of its last assessment, else the one in force."""
    last = submission.snapshots.order_by("pk").last()
    return guides.named(last.edition, last.guide_sha256) if last else guide_in_force()
