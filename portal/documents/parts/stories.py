"""Who pays on the day: present and future policies against true-to-life events, when the assessment tells them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..words import Words

_POLICIES = ("professional_liability", "product_liability", "cyber", "directors_liability")


_MARKS = {"pays": "yes", "partly": "part", "to_check": "check", "no": "no"}


def stories(assessment: Mapping[str, Any], words: Words) -> dict[str, Any] | None:
    """The stories that can happen: on each side, each policy's answer and what is left; None if none.

    Alone: no policy answers, be it in part. What is still to be checked is no answer.
    """
    items = [item for item in assessment.get("stories") or () if item["concerns"]]
    if not items:
        return None
    rows = [
        {"title": item["title"], "sides": [_side(item, side, words) for side in ("today", "after")]} for item in items
    ]
    alone = [sum(row["sides"][side]["alone"] for row in rows) for side in (0, 1)]
    # Where the plan changes nothing yet, what is still to be checked is why.
    unsure = any(row["sides"][1]["alone"] and "check" in row["sides"][1]["cells"] for row in rows)
    key = "alone_still" if unsure and alone[0] == alone[1] else "alone"
    return {
        "answer": words(f"parts.stories.{key}", alone=alone[0], after=alone[1], total=len(rows)),
        "heads": [words(f"parts.stories.{code}") for code in _POLICIES],
        "rows": rows,
    }


def _side(item: Mapping[str, Any], side: str, words: Words) -> dict[str, Any]:
    answers = {payer["cover"]: _MARKS[payer["answer"]] for payer in item[side]}
    alone = not {"yes", "part"} & set(answers.values())
    left = words("parts.stories.everything") if alone else " ; ".join(cost["label"] for cost in item["unpaid"])
    return {"cells": [answers.get(code, "no") for code in _POLICIES], "left": left, "alone": alone}
