"""Posted data by the name of a field: what is there, what a field would post, whether it was changed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sized
from typing import Any

from django import forms
from django.http import QueryDict

from .inputs import Day, ThreeParts
from .values import ROWS_MAX


def posted_names(name: str, field: forms.Field) -> list[str]:
    """The names under which a browser posts a field."""
    return [f"{name}.{part}" for part in ThreeParts.PARTS] if isinstance(field, Day) else [name]


def is_posted(name: str, field: forms.Field, data: QueryDict) -> bool:
    """Whether a field was in the form that was posted; boxes and radios left empty can't be told."""
    return any(posted in data for posted in posted_names(name, field))


def row_count(path: str, stored: Sized | None, data: Mapping[str, Any]) -> int:
    """How many rows of a list to offer: those on file, up to the last one in which something was typed, and one."""
    row = re.compile(rf"{re.escape(path)}\.([0-9]{{1,3}})\.\w+")
    typed = max((int(match[1]) + 1 for name in data if data[name] and (match := row.fullmatch(name))), default=0)
    return min(ROWS_MAX, max(len(stored or ()), typed) + 1)


def rows(fields: Mapping[str, forms.Field], count: int) -> dict[str, forms.Field]:
    """The fields of that many incidents out of those of one."""
    numbered = {f"{i}.{code}": field for i in range(count) for code, field in fields.items() if code != "any"}
    return {"any": fields["any"], **numbered}


def write(data: QueryDict, name: str, field: forms.Field, shown: Any) -> None:
    """Put into posted data what a field shows."""
    values = shown if isinstance(shown, list) else [] if shown in (None, "") else [shown]
    if isinstance(field, Day):
        for part, text in zip(posted_names(name, field), values, strict=False):
            data[part] = text
    else:
        data.setlist(name, [str(item) for item in values])


def same(raw: Any, shown: Any) -> bool:
    """Whether a field was left as it was shown. The boxes of a list have no order."""
    if isinstance(raw, list):
        return sorted(raw) == sorted(shown or ())
    return _line(raw) == _line(shown)


def _line(value: Any) -> str:
    return str(value or "").replace("\r\n", "\n").strip()
