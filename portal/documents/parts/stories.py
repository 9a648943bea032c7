"""Who pays on the day: present and future policies against true-to-life events, when the assessment tells them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..words import Words

_POLICIES = ("professional_liability", "product_liability", "cyber", "directors_liability")


def stories(assessment: Mapping[str, Any], words: Words) -> dict[str, Any] | None:
    """The stories: for each side, which policy answers (yes, part, no) and what is left. None when there are none."""
    items = assessment.get("stories") or ()
    if not items:
        return None
    rows = [
        {
            "title": item["title"],
            "text": item["text"],
            "sides": [_side(item, "today", words), _side(item, "after", words)],
        }
        for item in items
    ]
    alone = [sum(not any(cell != "no" for cell in row["sides"][side]["cells"]) for row in rows) for side in (0, 1)]
    return {
        "answer": words("parts.stories.alone", alone=alone[0], after=alone[1], total=len(rows)),
        "heads": [words(f"parts.stories.{code}") for code in _POLICIES],
        "rows": rows,
    }


def _side(item: Mapping[str, Any], side: str, words: Words) -> dict[str, Any]:
    cells = [item[side].get(code, "no") for code in _POLICIES]
    alone = all(cell == "no" for cell in cells)
    left = item.get(f"left_{side}") or (words("parts.stories.everything") if alone else "")
    return {"cells": cells, "left": left, "alone": alone}
