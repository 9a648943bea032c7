"""What every part of a guide must hold to, whatever it tells: words, figures, codes and sources."""

from __future__ import annotations

import string
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from .base import Number, Origin, Text

SIGNED = ("points",)
"""How units begin of which a figure may be negative: points are taken away as well as given."""

SHARES = ("share", "part of", "weight of")
"""How units begin of which a figure lies between 0 and 1."""


def walk(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every part of a guide with its path; an entry of a list is called by its code."""
    yield path, value
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from walk(getattr(value, name), _join(path, name))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from walk(item, _join(path, str(key)))
    elif isinstance(value, tuple | list):
        for index, item in enumerate(value):
            yield from walk(item, _join(path, _code(item) or str(index)))


def part_problems(part: BaseModel, sources: Collection[str]) -> Iterator[str]:
    """One line for each mistake of a part, `path: what is wrong: what would be right`. `sources`: codes of all told."""
    for path, value in walk(part):
        if isinstance(value, Text):
            yield from (f"{path}: {problem}" for problem in _text_problems(value))
        elif isinstance(value, tuple):
            yield from (f"{path}: {problem}" for problem in _list_problems(value))
        elif isinstance(value, BaseModel):
            yield from (f"{path}: {problem}" for problem in _source_problems(value, sources))
            if isinstance(value, Origin):
                yield from (f"{path}: {problem}" for problem in _figure_problems(value))


def placeholders(words: str) -> set[str]:
    """Names of the values that a sentence is filled with. ValueError if its braces don't pair."""
    return {name for _, name, _, _ in string.Formatter().parse(words) if name}


def _text_problems(text: Text) -> Iterator[str]:
    filled = []
    for language, words in (("fr", text.fr), ("en", text.en)):
        if not words.strip():
            yield f"{language} is empty: write it"
        try:
            filled.append(placeholders(words))
        except ValueError:
            yield f"{language}: its braces don't pair: write {{name}} for a value, {{{{ or }}}} for a brace"
    if len(filled) == len(("fr", "en")) and filled[0] != filled[1]:
        differing = ", ".join(sorted(filled[0] ^ filled[1]))
        yield f"the two languages fill different values: name {differing} in both, or in neither"


def _list_problems(entries: Iterable[object]) -> Iterator[str]:
    counted = Counter(code for entry in entries if (code := _code(entry)))
    yield from (f"{code} stands {times} times: keep one" for code, times in counted.items() if times > 1)


def _source_problems(value: BaseModel, sources: Collection[str]) -> Iterator[str]:
    code = getattr(value, "source", None)
    if isinstance(code, str) and code not in sources:
        yield f"source {code} is told nowhere: add it to sources/, or name one that is"


def _figure_problems(origin: Origin) -> Iterator[str]:
    unit = str(getattr(origin, "unit", ""))
    if not unit.strip():
        yield "no unit: say what the figure counts"
    for figure in _figures(origin):
        if figure < 0 and not unit.startswith(SIGNED):
            yield f"{figure} is below 0: no figure in {unit} is"
        if figure > 1 and unit.startswith(SHARES):
            yield f"{figure} is above 1: a share lies between 0 and 1"
    if isinstance(origin, Number):
        bounds = [figure for figure in (origin.low, origin.value, origin.high) if figure is not None]
        if bounds != sorted(bounds):
            yield f"{' then '.join(map(str, bounds))}: low, value and high stand in rising order"


def _figures(origin: Origin) -> tuple[Decimal, ...]:
    """The figures of one origin: one, a list, or a table of them."""
    if isinstance(origin, Number):
        return tuple(figure for figure in (origin.value, origin.low, origin.high) if figure is not None)
    values = getattr(origin, "values", ())
    return tuple(values.values()) if isinstance(values, dict) else tuple(values)


def _code(entry: object) -> str | None:
    """What an entry of a list is called by: its code, or a question's key."""
    code = getattr(entry, "code", None) or getattr(entry, "key", None)
    return code if isinstance(code, str) else None


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
