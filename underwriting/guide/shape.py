"""A mistake of shape in a file of the guide, in words: where it is, what is wrong, what would be right."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, get_args, get_origin

from pydantic import BaseModel

LONGEST = 300
REMEDIES = {
    "missing": "missing: give it",
    "string_too_short": "is empty: write it",
    "date_from_datetime_parsing": "is no day: write it 2026-11-22, without quotes",
    "date_type": "is no day: write it 2026-11-22, without quotes",
    "decimal_parsing": "is no number: write it in figures, such as 20_000_000 or 0.25",
    "decimal_type": "is no number: write it in figures, such as 20_000_000 or 0.25",
    "int_parsing": "is no whole number: write it in figures",
    "int_type": "is no whole number: write it in figures",
    "string_type": "is no text: put it in quotes",
    "bool_parsing": "is neither true nor false: write one of them, without quotes",
    "tuple_type": "is no list: put it in square brackets",
    "dict_type": "is no table: put it in braces, or under a heading of its own",
    "model_type": "is no table: put it in braces, or under a heading of its own",
    "too_short": "is an empty list: fill it, or remove it",
}


def shape_problem(name: str, item: Mapping[str, Any], raw: Any, schema: type[BaseModel], prefix: str = "") -> str:
    """One error of pydantic as a line: `file: path: what is wrong: what would be right`.

    `raw` is the table as it was written, `prefix` the path at which `schema` stands in its file.
    """
    steps = [str(part) for part in item["loc"] if not str(part).startswith(("function-", "tuple["))]
    path = ".".join(([prefix] if prefix else []) + steps)
    where = f"{name}: {path}" if path else name
    kind = item["type"]
    if kind == "extra_forbidden":
        written = _at(raw, item["loc"][:-1])
        free = [key for key in _keys(schema, item["loc"][:-1]) if key not in written]
        close = difflib.get_close_matches(steps[-1], free, n=1)
        return f"{where}: unknown key: remove it" + (f", or did you mean {close[0]}?" if close else "")
    if kind == "literal_error":
        return f"{where}: {item['input']!r} is not a choice: one of {item['ctx']['expected']}"
    if kind == "value_error":
        return f"{where}: {item['msg'].removeprefix('Value error, ')}"
    if kind in REMEDIES:
        told = REMEDIES[kind]
        shown = "" if kind in ("missing", "string_too_short", "too_short") else f"{_short(item['input'])} "
        return f"{where}: {shown}{told}"
    return f"{where}: {item['msg']}: {_short(item['input'])} can't stand here"


def _short(value: object) -> str:
    written = repr(value)
    return written if len(written) <= LONGEST else f"{written[: LONGEST - 1]}…"


def _at(raw: Any, loc: Iterable[Any]) -> Iterable[str]:
    """The keys written in the table at `loc`."""
    for part in loc:
        try:
            raw = raw[part]
        except (KeyError, IndexError, TypeError):
            return ()
    return raw if isinstance(raw, Mapping) else ()


def _keys(schema: type[BaseModel], loc: Iterable[Any]) -> Iterator[str]:
    """The keys that the table at `loc` may have."""
    found: list[object] = [schema]
    for part in loc:
        found = [inner for kind in found for inner in _inside(kind, part)]
    for kind in found:
        for table in _tables(kind):
            yield from (field.alias or name for name, field in table.model_fields.items())


def _inside(kind: object, part: object) -> Iterator[object]:
    """The types that may stand under a key, or at a place, of a type."""
    if get_origin(kind) is dict:
        yield get_args(kind)[1]
    elif get_origin(kind) is tuple:
        yield get_args(kind)[0]
    else:
        for table in _tables(kind):
            for name, field in table.model_fields.items():
                if part in (name, field.alias):
                    yield field.annotation


def _tables(kind: object) -> Iterator[type[BaseModel]]:
    """The tables that a type is, or is one of."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        yield kind
    elif get_origin(kind) not in (dict, tuple):
        for held in get_args(kind):
            yield from _tables(held)
