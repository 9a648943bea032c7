"""What the applicant answered, in words: read by dotted path, written for people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from portal import typography

from .words import Words

CONTROL = ("yes", "partly", "no", "unknown", "not_applicable")


def value_at(applicant: Mapping[str, Any], path: str) -> Any:
    """The raw answer at a dotted path, None when there is none."""
    found: Any = applicant
    for part in path.split("."):
        if not isinstance(found, Mapping) or part not in found:
            return None
        found = found[part]
    return found


def plain_value(value: Any) -> Any:
    """The answer itself, without the scope that a control answer may carry."""
    return value["answer"] if isinstance(value, Mapping) and "answer" in value else value


class Answers:
    """The answers of one applicant file, in one language.

    `questions` are the rows of the ledger: where one is there for a path, its words win, as they hold the choices'
    own labels; else the value is written by its type.
    """

    def __init__(self, applicant: Mapping[str, Any], questions: Iterable[Mapping[str, Any]], words: Words) -> None:
        self.applicant, self.words = applicant, words
        self.rows = {str(row["path"]): row for row in questions}

    def raw(self, path: str) -> Any:
        """The answer as it was given, without its scope."""
        return plain_value(value_at(self.applicant, path))

    def text(self, path: str) -> str:
        """The answer in words; an empty string when there is none."""
        value = self.raw(path)
        if value is None:
            return ""
        row = self.rows.get(path)
        return str(row["answer_text"]) if row else written(path, value, self.words)

    def name(self, path: str) -> str:
        """The question's short name, with a capital; the path when no questionnaire came with the file."""
        name = str(self.rows[path]["name"]) if path in self.rows else path
        return name[:1].upper() + name[1:]


def written(path: str, value: Any, words: Words) -> str:
    """A value in words, by its type and the ending of its key: money, shares, dates, yes and no, lists."""
    language = words.language
    key = path.rsplit(".", 1)[-1]
    if isinstance(value, bool):
        return words("frame.words.yes" if value else "frame.words.no")
    if isinstance(value, int | float):
        if key.endswith("_eur"):
            return typography.eur(value, language)
        return _share(value, language) if key.endswith("_share") else typography.number(value, language)
    if isinstance(value, date):
        return typography.day(value, language)
    if isinstance(value, str):
        if value in CONTROL:
            return words(f"frame.words.{value}")
        if len(value) == 10 and value[4:5] == "-" and value[:4].isdigit():
            return typography.day(value, language)
        return value
    if isinstance(value, Mapping):
        return ", ".join(written(key, item, words) for key, item in value.items() if item is not None)
    if not value:
        return words("frame.words.nothing")
    return ", ".join(written(path, item, words) for item in value)


def _share(value: float, language: str) -> str:
    """As it was given: 12.5% is not 13%."""
    digits = next((digits for digits in (0, 1) if round(100 * value, digits) == round(100 * value, 2)), 2)
    return typography.percent(value, language, digits)
