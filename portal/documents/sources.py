"""The sources that an assessment rests on, numbered in the order in which they are met."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from .words import Words

_READ = ("verified", "secondary")


def numbered(assessment: Mapping[str, Any]) -> dict[str, int]:
    """The number of each source cited: duties first, then reasons."""
    shown = [item for item in assessment["obligations"] if item["applies"] != "no"]
    cited = [item["source"] for item in [*shown, *assessment["decision"]["reasons"]] if item.get("source")]
    return {code: rank for rank, code in enumerate(dict.fromkeys(cited), 1)}


def listed(numbers: Mapping[str, int], sources: Mapping[str, Any], words: Words) -> list[dict[str, Any]]:
    """Annex B: number, title, and the word of caution for what was not read at its origin.

    `sources` is the guide's table, by code: objects with `title` (fr, en), `checked_on` and `confidence`. A code that
    it does not hold is shown as it is.
    """
    rows = []
    for code, number in numbers.items():
        source = sources.get(code)
        title = getattr(source.title, words.language) if source else code
        cautious = source is not None and source.confidence not in _READ
        rows.append(
            {
                "number": number,
                "title": title,
                "caution": words("frame.sources.unread") if cautious else "",
            }
        )
    return rows


def last_checked(numbers: Mapping[str, int], sources: Mapping[str, Any]) -> date | None:
    """The day on which the oldest check of the sources cited was made: what is shown is no older than that."""
    return min((sources[code].checked_on for code in numbers if code in sources), default=None)


def columns(rows: list[Any], count: int) -> list[list[Any]]:
    """The rows in `count` columns of even length, read downwards."""
    height = -(-len(rows) // count)
    return [rows[i : i + height] for i in range(0, len(rows), height)] if rows else []
