"""Who pays: each story that can happen here, by policy, today and once the plan is carried out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext

from portal.documents.words import Words

COVERS = ("professional_liability", "product_liability", "cyber", "directors_liability")
ANSWERS = ("pays", "partly", "to_check", "no")


def who_pays(assessment: Mapping[str, Any], words: Words) -> dict[str, Any] | None:
    """The table of policies against stories, each story with its words behind it; None when no story can happen.

    A cell is `{mark, word, why}`: one of the five marks, what the policy does in a word, today's and tomorrow's reason.
    """
    found = [story for story in assessment.get("stories") or () if story["concerns"]]
    if not found:
        return None
    rows = [_row(story, words) for story in found]
    today, after = (sum(row[side] for row in rows) for side in ("alone_today", "alone_after"))
    return {
        "answer": words("parts.stories.alone", alone=today, after=after, total=len(rows)),
        "heads": [words.label("covers", code) for code in COVERS],
        "rows": rows,
    }


def _row(story: Mapping[str, Any], words: Words) -> dict[str, Any]:
    today, after = (_answers(story[side]) for side in ("today", "after"))
    others = [code for code in after if code not in COVERS]
    return {
        "title": story["title"],
        "text": story["text"],
        "cells": [_cell(code, today, after, words) for code in COVERS],
        "others": [_cell(code, today, after, words) for code in others],
        "unpaid": [cost["text"] for cost in story["unpaid"]],
        "left": [cost["label"] for cost in story["unpaid"]],
        "alone_today": _alone(today),
        "alone_after": _alone(after),
    }


def _answers(side: Sequence[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    return {payer["cover"]: payer for payer in side}


def _alone(side: Mapping[str, Mapping[str, Any]]) -> bool:
    """Whether no policy answers, be it in part; what is still to be checked is no answer."""
    return not any(payer["answer"] in ("pays", "partly") for payer in side.values())


def _cell(
    code: str, today: Mapping[str, Mapping[str, Any]], after: Mapping[str, Mapping[str, Any]], words: Words
) -> dict[str, Any]:
    """What a policy does, its reasons; a policy that has nothing to do with the story has the mark of none."""
    now, then = today.get(code), after.get(code)
    label = words.label("covers", code)
    if now is None or then is None:
        return {"label": label, "mark": "", "word": gettext("Non"), "why": ()}
    mark, word = _told(now["answer"], then["answer"])
    why = (now["why"],) if now["why"] == then["why"] else (now["why"], then["why"])
    return {"label": label, "mark": mark, "word": word, "why": why}


def _told(now: str, then: str) -> tuple[str, str]:
    """The mark and the word of what a policy does today, and after the plan."""
    if now == "pays":
        return "yes", gettext("Déjà")
    if then == "pays":
        return "yes", gettext("Après")
    if now == "partly":
        return "partly", gettext("Déjà, en partie")
    if then == "partly":
        return "partly", gettext("Après, en partie")
    if "to_check" in (now, then):
        return "unknown", gettext("À vérifier")
    return "no", gettext("Non")
