"""An answer of the applicant file and the parts that a form asks for, both ways.

A part is named by what follows the question's path in a field's name: "" for the main one, "where", "0.year".
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from underwriting import Question

Parts = dict[str, Any]

ROWS_MAX = 50
"""As many incidents as the applicant file can hold."""


def answer_at(file: Any, path: str) -> Any:
    """What stands at a dotted path of a file's plain tables, None when unanswered."""
    for key in path.split("."):
        file = file.get(key) if isinstance(file, Mapping) else None
    return file


def put(file: dict[str, Any], path: str, answer: Any) -> None:
    """Set the answer at a dotted path of plain tables."""
    *tables, key = path.split(".")
    for table in tables:
        file = file.setdefault(table, {})
    file[key] = answer


def tables(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Answers by path as plain tables."""
    file: dict[str, Any] = {}
    for path, answer in answers.items():
        put(file, path, answer)
    return file


def row_parts(index: int, question: Question) -> dict[str, str]:
    """The parts of one incident: each field's code, and the part's name."""
    return {field.code: f"{index}.{field.code}" for field in question.fields}


def parts_of(question: Question, answer: Any) -> Parts:
    """The parts of an answer; an unanswered question has parts that are None."""
    if question.kind == "control":
        table = {"answer": answer} if isinstance(answer, str) else answer or {}
        return {
            "": table.get("answer"),
            "where": list(table.get("where") or ()),
            "since": _day(table.get("since")),
            "note": table.get("note"),
        }
    if question.kind in ("study", "clauses"):
        return {field.code: (answer or {}).get(field.code) for field in question.fields}
    if question.kind == "incidents":
        parts: Parts = {"any": None if answer is None else bool(answer)}
        for index, row in enumerate(answer or ()):
            parts |= {part: row.get(code) for code, part in row_parts(index, question).items()}
        return parts
    return {"": _day(answer) if question.kind == "date" else answer}


def answer_of(question: Question, parts: Mapping[str, Any]) -> Any:
    """The answer that the parts make, None when they leave the question unanswered."""
    if question.kind == "control":
        return _control(parts)
    if question.kind in ("study", "clauses"):
        return _filled({field.code: parts.get(field.code) for field in question.fields})
    if question.kind == "incidents":
        return _incidents(question, parts)
    value = parts.get("")
    if isinstance(value, date):
        return value.isoformat()
    return None if value in ("", []) else value


def filled_rows(question: Question, parts: Mapping[str, Any]) -> dict[int, dict[str, Any]]:
    """The incidents in which something is written, by position; those marked for removal are left out."""
    rows: dict[int, dict[str, Any]] = {}
    for index in range(ROWS_MAX):
        row = _filled({code: parts.get(part) for code, part in row_parts(index, question).items()})
        if row and not parts.get(f"{index}.remove"):
            rows[index] = row
    return rows


def _control(parts: Mapping[str, Any]) -> dict[str, Any] | None:
    """Where it is in place goes with "partly" alone; since when, and the note, with "yes" too."""
    word = parts.get("")
    if not word:
        return None
    table: dict[str, Any] = {"answer": word}
    if word in ("yes", "partly"):
        since = parts.get("since")
        kept = {
            "where": parts.get("where") if word == "partly" else None,
            "since": since.isoformat() if since else None,
            "note": parts.get("note"),
        }
        table |= _filled(kept) or {}
    return table


def _incidents(question: Question, parts: Mapping[str, Any]) -> list[dict[str, Any]] | None:
    if parts.get("any") is False:
        return []
    return list(filled_rows(question, parts).values()) or None


def _filled(table: Mapping[str, Any]) -> dict[str, Any] | None:
    return {key: value for key, value in table.items() if value not in (None, "", [])} or None


def _day(value: date | str | None) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value
