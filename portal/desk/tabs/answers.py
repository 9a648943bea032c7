"""The answers: each with its scope, who gave it and when."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext

from portal.desk.reading import Reading
from portal.desk.words import ANSWERS, mark, moment
from portal.documents.answers import plain_value, value_at
from portal.models import Event

from .log import by_whom


def build(reading: Reading) -> dict[str, Any]:
    """Every answered question by section, with the last who gave it; and how many have none."""
    submission = reading.submission
    given = _given(reading)
    sections: list[dict[str, Any]] = []
    for row in reading.rows:
        if not row["answer_text"]:
            continue
        if not sections or sections[-1]["title"] != row["section"]:
            sections.append({"title": row["section"], "rows": []})
        sections[-1]["rows"].append(_row(row, submission.answers, given, reading))
    completeness = reading.result.get("completeness")
    return {
        "sections": sections,
        "missing": [reading.field(path) for path in completeness["missing"]] if completeness else [],
        "withdrawn": [reading.field(path) for path in _withdrawn(reading)],
    }


def _row(
    row: Mapping[str, Any], answers: Mapping[str, Any], given: Mapping[str, Event], reading: Reading
) -> dict[str, Any]:
    event = given.get(row["path"]) or given.get(row["path"].rpartition(".")[0])
    value = plain_value(value_at(answers, row["path"]))
    control = isinstance(value_at(answers, row["path"]), Mapping)
    return {
        "label": row["label"],
        "mark": mark(ANSWERS, value) if control and isinstance(value, str) and value in ANSWERS else None,
        "answer": row["answer_text"],
        "scope": row["scope"],
        "who": _who(event) if event else "",
        "when": moment(event.at) if event else "",
    }


def _who(event: Event) -> str:
    """Who wrote the answer down, and on the telephone whose it is."""
    who = by_whom(event)
    said_by = event.data.get("said_by")
    return gettext("%(who)s, d’après %(caller)s") % {"who": who, "caller": said_by} if said_by else who


def _given(reading: Reading) -> dict[str, Event]:
    """The last event that gave each answer, by path."""
    return {
        path: event for event in reading.submission.told("save_answers") for path in event.data.get("questions", ())
    }


def _withdrawn(reading: Reading) -> list[str]:
    """Questions whose answers were dropped because a branch hid them."""
    frozen = reading.submission.told("submit", "complete")
    return list(dict.fromkeys(path for event in frozen for path in event.data.get("withdrawn", ())))
