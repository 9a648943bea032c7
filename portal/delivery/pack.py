"""The files of a market pack that are written from the last assessment: nobody's name, address or message in them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from portal import guides
from portal.documents.ledger import ledger
from portal.exports import harmless
from portal.models import Snapshot

ANSWERS, ASSESSMENT = "answers", "assessment"
WRITTEN = (ANSWERS, ASSESSMENT)
_NAMES = {
    (ANSWERS, "fr"): "reponses-{}.csv",
    (ANSWERS, "en"): "answers-{}.csv",
    (ASSESSMENT, "fr"): "evaluation-{}.json",
    (ASSESSMENT, "en"): "assessment-{}.json",
}
TYPES = {ANSWERS: "text/csv", ASSESSMENT: "application/json"}
_HEADS = {"fr": ("Question", "Réponse", "Portée"), "en": ("Question", "Answer", "Scope")}
PERSONAL = ("contact.",)
"""Sections of the answers that tell of people, not of the risk: what names them is left out."""
OF_THE_RISK = (
    "guide", "assessed_on", "language", "completeness", "contradictions", "eligibility", "situations", "gaps",
    "maturity", "losses",
)  # fmt: skip
"""Parts of an assessment that an insurer reads. The house's own prices and reasons are not among them."""
PRICED = "premium_saved_eur"
"""What a control is worth on the house's own tariff."""
OF_A_COVER = ("code", "compulsory", "limit_eur", "retention_eur", "guarantees", "subjectivities")


def name_of(kind: str, language: str, reference: str) -> str:
    """The name under which a file of the pack is saved."""
    return _NAMES[kind, language].format(reference)


def content_of(kind: str, snapshot: Snapshot, language: str) -> bytes:
    """The bytes of a file of the pack: the same for the same assessment and language."""
    return _answers(snapshot, language) if kind == ANSWERS else _assessment(snapshot.result)


def _answers(snapshot: Snapshot, language: str) -> bytes:
    sections = guides.named(snapshot.edition, snapshot.guide_sha256).questionnaire.sections
    hidden = snapshot.result["completeness"]["ignored"]
    rows = ledger(sections, snapshot.answers or snapshot.submission.answers, language, hidden)
    told = [
        (row["label"], row["answer_text"], row["scope"])
        for row in rows
        if row["answer_text"] and not row["path"].startswith(PERSONAL)
    ]
    lines = [";".join(_quoted(cell) for cell in line) for line in (_HEADS[language], *told)]
    return "\ufeff".encode() + "\r\n".join([*lines, ""]).encode()


def _assessment(result: Mapping[str, Any]) -> bytes:
    told: dict[str, Any] = {part: result[part] for part in OF_THE_RISK if part in result}
    if "controls" in told.get("losses", ()):
        controls = [{key: value for key, value in one.items() if key != PRICED} for one in told["losses"]["controls"]]
        told["losses"] = {**told["losses"], "controls": controls}
    needed = [cover for cover in result["quote"]["covers"] if cover["needed"]]
    told["covers"] = [{part: cover[part] for part in OF_A_COVER} for cover in needed]
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def _quoted(text: str) -> str:
    return '"' + harmless(text).replace('"', '""') + '"'
