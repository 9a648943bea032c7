"""One act of the desk, as its button and its page tell it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Act:
    """One act: its address, the states that allow it, the words of its button, its page and its result."""

    slug: str
    states: tuple[str, ...]
    button: StrOrPromise
    title: StrOrPromise
    effect: StrOrPromise
    done: StrOrPromise
    confirm: StrOrPromise
    grave: bool = False
