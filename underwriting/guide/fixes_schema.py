"""fixes.toml: the answers that an applicant can change by doing something, and how the way to a quote is told."""

from __future__ import annotations

from typing import Literal

from .base import Number, Strict, Text

Kind = Literal["do", "find_out", "choose"]
"""do: work changes the answer. find_out: nobody knows it yet, and it may already be right. choose: a wish."""


class Change(Strict):
    """One kind of change. `effort` is a size of work of plan.toml; the question changed says who does it."""

    kind: Kind
    effort: str
    due_in_days: Number
    text: Text


class FixTexts(Strict):
    """Sentences of the result. `find_out` goes before a change whose present answer is unknown or missing."""

    find_out: Text
    already: Text
    whole: Text
    part: Text
    none: Text
    missing: Text
    remaining: Text
    price_now: Text
    price: Text
    cheaper: Text


class FixesGuide(Strict):
    """fixes.toml. `together`: how many safeguards are priced together once a price can be given."""

    together: Number
    changes: dict[str, Change]
    texts: FixTexts
