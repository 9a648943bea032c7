"""What can go wrong with a document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

BROKER = ("name", "address", "registration", "complaints", "mediator", "supervisor")
DOCUMENT = ("reference", "version", "issued_on")


class DocumentError(RuntimeError):
    """A document cannot be made; the message says what is wrong and what would be right."""


def require(what: str, name: str, table: Mapping[str, Any], keys: Sequence[str]) -> None:
    """DocumentError when one of `keys` is missing from the table, or empty there."""
    missing = [key for key in keys if table.get(key) in (None, "")]
    if missing:
        raise DocumentError(f"the {what} needs the {name}'s {', '.join(missing)}: give them")
