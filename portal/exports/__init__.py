"""What leaves the house as files: lists for a spreadsheet, and a whole file for a supervisor or for its applicant."""

from __future__ import annotations

ACTING = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
"""What a spreadsheet takes for the beginning of a formula, or of a command."""


def harmless(text: str) -> str:
    """A text that no spreadsheet runs: an apostrophe before what would begin a formula."""
    return f"'{text}" if text.startswith(ACTING) else text
