"""The record of answers: each question in its exact words, the answer in words, the scope of a qualified yes.

Works on any questionnaire of the guide's shape: sections with `code`, `title` and `questions`; questions with `key`,
`kind`, `label`, `name`, and where they have them `choices`, `where` and `fields`; texts as objects with `fr` and `en`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from babel import Locale

from portal import typography

from .answers import CONTROL, plain_value, value_at, written
from .words import Words

Row = dict[str, Any]


def ledger(
    sections: Iterable[Any], applicant: Mapping[str, Any], language: str, hidden: Collection[str] = ()
) -> list[Row]:
    """One row for each answer given, in the questionnaire's order.

    A row is `{section, path, label, name, answer_text, scope, nuanced}`; `hidden` are paths whose branch hides them.
    Rows for questions left unanswered are kept with an empty `answer_text`, so that what is missing can be named.
    """
    words = Words(language)
    return [
        {"section": getattr(section.title, language), **row}
        for section in sections
        for question in section.questions
        for row in _rows(f"{section.code}.{question.key}", question, applicant, words)
        if row["path"] not in hidden
    ]


def _rows(path: str, question: Any, applicant: Mapping[str, Any], words: Words) -> Iterator[Row]:
    language = words.language
    value = value_at(applicant, path)
    label, name = getattr(question.label, language), getattr(question.name, language)
    yield {
        "path": path,
        "label": label,
        "name": name,
        "answer_text": _answer(path, question, value, words),
        "scope": _scope(question, value, words),
        "nuanced": plain_value(value) in ("partly", "no", "unknown"),
        "one_word": isinstance(plain_value(value), bool) or plain_value(value) in CONTROL,
    }
    if question.kind == "clauses":
        for field in question.fields:
            given = (value or {}).get(field.code)
            yield {
                "one_word": False,
                "path": f"{path}.{field.code}",
                "label": getattr(field.label, language),
                "name": getattr(field.label, language),
                "answer_text": _choice(question.choices, given, words) if given else "",
                "scope": "",
                "nuanced": given not in (None, "covered"),
            }


def _answer(path: str, question: Any, value: Any, words: Words) -> str:
    raw, language = plain_value(value), words.language
    if raw is None or question.kind == "clauses":
        return ""
    if question.kind == "siren":
        return typography.siren(str(raw))
    if question.kind == "country":
        return str(Locale(language).territories.get(str(raw), raw))
    if question.kind in ("incidents", "study"):
        tables = raw if isinstance(raw, list | tuple) else [raw]
        return typography.semicolons((_table(question, table, words) for table in tables), language) or words(
            "frame.words.nothing"
        )
    if getattr(question, "choices", ()) and isinstance(raw, list | tuple):
        return _joined((_choice(question.choices, item, words) for item in raw), words)
    if getattr(question, "choices", ()):
        return _choice(question.choices, raw, words)
    return written(path, raw, words)


def _joined(items: Iterable[str], words: Words) -> str:
    """A list in one line, its first item alone with a capital; the word for none when it is empty."""
    first, *others = [*items] or [words("frame.words.nothing")]
    return ", ".join([first, *map(typography.lower_first, others)])


def _table(question: Any, table: Mapping[str, Any], words: Words) -> str:
    said = []
    for field in question.fields:
        if field.code in table and table[field.code] is not None:
            choices = field.choices or (question.choices if field.kind == "choice" else ())
            given = table[field.code]
            if field.kind == "boolean":
                said.append(f"{getattr(field.label, words.language)} {written(field.code, given, words)}")
            elif field.code == "year":
                said.append(str(given))
            else:
                said.append(_choice(choices, given, words) if choices else written(field.code, given, words))
    return _joined(said, words)


def _choice(choices: Iterable[Any], code: Any, words: Words) -> str:
    """The label of a choice; what is in no list is shown as it was given."""
    for choice in choices:
        if str(choice.code) == str(code):
            return str(getattr(choice.label, words.language))
    return str(code)


def _scope(question: Any, value: Any, words: Words) -> str:
    if not isinstance(value, Mapping) or "answer" not in value:
        return ""
    places = (_choice(getattr(question, "where", ()), place, words) for place in value.get("where") or ())
    said = [typography.lower_first(place) for place in places]
    if value.get("since"):
        said.append(words("frame.words.since", day=typography.day(value["since"], words.language)))
    if value.get("note"):
        said.append(str(value["note"]))
    return ", ".join(said)


def grouped(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """The rows that hold an answer, by section, for print: « Oui » has its capital, as the choices have theirs."""
    groups: list[dict[str, Any]] = []
    for row in rows:
        if not row["answer_text"]:
            continue
        if not groups or groups[-1]["section"] != row["section"]:
            groups.append({"section": row["section"], "rows": []})
        said = row["answer_text"]
        groups[-1]["rows"].append({**row, "answer_text": said[:1].upper() + said[1:]} if row["one_word"] else row)
    return groups
