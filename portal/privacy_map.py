"""The data map: what each table holds of people, read from `privacy_map.toml`, and as the tables of the manual."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils import translation

from portal.retention import periods

FILE = Path(__file__).with_suffix(".toml")
PAGE = FILE.parents[1] / "docs" / "privacy.md"
BEGIN, END = "<!-- map: manage.py data_map --write -->", "<!-- end of map -->"


@dataclass(frozen=True)
class Table:
    """A table of the database. `personal`: what each of those fields holds of somebody; `plain`: the other fields.

    `given`: the key under which its applicant takes it along, or why it is `withheld`.
    """

    model: str
    purpose: str
    basis: str
    seen_by: str
    keeps: str
    erased_by: str
    personal: dict[str, str] = field(default_factory=dict)
    plain: str = ""
    given: str = ""
    withheld: str = ""

    @property
    def fields(self) -> list[str]:
        """All its fields that the map names."""
        return [*self.personal, *self.plain.split()]


def tables() -> dict[str, Table]:
    """The map, by the model's name. Raises TypeError for a key that there isn't."""
    return {name: Table(name, **told) for name, told in _read()["tables"].items()}


def markdown() -> str:
    """The map as two tables: how long each kind is kept, then each table of the database."""
    with translation.override("en"):
        kept = {period.code: period.words for period in periods()}
        lines = ["| what | goes |", "|---|---|", *(f"| {one.what} | {one.words} |" for one in periods())]
    told = _read()
    words = kept | told["keeps"]
    heads = ("table", "purpose", "basis", "seen by", "kept", "erased by", "what of a person", "taken along")
    lines += ["", f"| {' | '.join(heads)} |", "|---" * len(heads) + "|"]
    lines += [_row(table, told["basis"], words) for table in tables().values()]
    return "\n".join(lines)


def _row(table: Table, bases: dict[str, str], words: dict[str, str]) -> str:
    held = "; ".join(f"`{name}`: {what}" for name, what in table.personal.items()) or "nothing"
    cells = (
        f"`{table.model}`", table.purpose, bases[table.basis], table.seen_by, words[table.keeps], table.erased_by, held,
        f"`{table.given}`" if table.given else table.withheld,
    )  # fmt: skip
    return f"| {' | '.join(cells)} |"


def _read() -> dict[str, Any]:
    with FILE.open("rb") as file:
        return tomllib.load(file)


def written_into(text: str) -> str:
    """The manual's page with the map as it is now."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{markdown()}\n\n{END}{after}"
