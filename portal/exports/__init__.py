"""What leaves the house as files: lists for a spreadsheet, and a whole file for a supervisor or for its applicant."""

from __future__ import annotations

import re

ACTING = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝", "＋", "－", "＠")
"""What a spreadsheet takes for the beginning of a formula, or of a command; the wide ones it reads as the narrow."""

_INSIDE = re.compile(r"""([,;\t\r\n]\s*["']?)(?=[=+@|%＝＋－＠-])""")
"""Where a cell would begin for a spreadsheet that parts columns by another sign than ours."""


def harmless(text: str) -> str:
    """A text that no spreadsheet runs: an apostrophe before what would begin a formula."""
    return f"'{text}" if text.startswith(ACTING) else text


def harmless_in_csv(text: str) -> str:
    """The same, inside the text as well: « Foo,=1+1 » is two cells where commas part columns."""
    return _INSIDE.sub(r"\1'", harmless(text))
