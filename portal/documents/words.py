"""The fixed words of the documents, in both languages: wordlists/*.toml.

A document is written in its reader's language, whatever the language of the process, so its words are a table rather
than the site's translations. Every entry must hold both languages; an unknown key is an error, never an empty string.
"""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

from .errors import DocumentError

FOLDER = Path(__file__).resolve().parent / "wordlists"
LANGUAGES = ("fr", "en")


class Table(dict[str, Any]):
    """A table of words in one language; asking for what is not there is a DocumentError, in templates too."""

    def __missing__(self, key: str) -> Any:
        raise DocumentError(f"the documents' words have no {key!r}: add it in {FOLDER.name}/, in French and English")


class Words:
    """The words of one language."""

    def __init__(self, language: str, guide: Any = None) -> None:
        if language not in LANGUAGES:
            raise DocumentError(f"documents are written in {' or '.join(LANGUAGES)}, not {language!r}")
        self.language = language
        self.table = _tables(language)
        self.named = named_by(guide, language) if guide else {}

    def __call__(self, key: str, **values: object) -> str:
        """The words at a dotted key, placeholders in braces filled."""
        found: Any = self.table
        for part in key.split("."):
            found = found[part]
        if not isinstance(found, str):
            raise DocumentError(f"the documents' words have a table at {key!r}, not a text")
        return found.format(**values) if values else found

    def label(self, kind: str, code: str) -> str:
        """The short name of a code: the guide's, else the documents'; one that neither knows, in plain letters."""
        found = self.named.get(kind, {}).get(code) or self.table["labels"].get(kind, {}).get(code)
        return found if isinstance(found, str) else code.replace("_", " ").capitalize()


def named_by(guide: Any, language: str) -> dict[str, dict[str, str]]:
    """The short names that a guide gives its own codes, by kind; of a condition to answer, the question."""

    def of(items: Any, attribute: str) -> dict[str, str]:
        return {item.code: getattr(item, attribute).to(language) for item in items}

    questions = [(section.code, question) for section in guide.questionnaire.sections for question in section.questions]
    names = {f"{section}.{question.key}": question.name.to(language) for section, question in questions}
    return {
        "covers": of(guide.covers.covers, "name"),
        "prerequisites": of(guide.eligibility.prerequisites, "label"),
        "situations": of(guide.situations.situations, "label"),
        "gaps": of(guide.gaps.gaps, "label"),
        "scenarios": of(guide.losses.scenarios, "label"),
        "laws": of(guide.obligations.duties, "title"),
        "owners": {code: text.to(language) for code, text in guide.plan.owners.items()},
        "answers": {
            f"answer_{section.replace('.', '_')}_{question.key}": question.label.to(language)
            for section, question in questions
        },
        "controls": {path: name[:1].upper() + name[1:] for path, name in names.items()},
    }


def read_tables(folder: Path) -> dict[str, Any]:
    """Every word list of a folder, by file name; DocumentError names the file and key of an entry that is not whole."""
    tables = {}
    for path in sorted(folder.glob("*.toml")):
        if path.stem == "needs":
            continue
        try:
            tables[path.stem] = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise DocumentError(f"{path.name}: {error}") from error
        _check(tables[path.stem], path.name)
    return tables


def _check(table: Any, where: str) -> None:
    if not isinstance(table, dict):
        raise DocumentError(f"{where}: a text needs both languages: {{ fr = …, en = … }}")
    if set(table) & set(LANGUAGES):
        whole = set(table) == set(LANGUAGES) and all(isinstance(t, str) and t.strip() for t in table.values())
        if not whole:
            raise DocumentError(f"{where}: exactly fr and en, neither empty: {{ fr = …, en = … }}")
        return
    for key, entry in table.items():
        _check(entry, f"{where}: {key}")


def _in(table: dict[str, Any], language: str) -> Any:
    if set(table) == set(LANGUAGES):
        return table[language]
    return Table({key: _in(entry, language) for key, entry in table.items()})


@lru_cache(maxsize=2)
def _tables(language: str) -> Table:
    return Table({name: _in(table, language) for name, table in read_tables(FOLDER).items()})
