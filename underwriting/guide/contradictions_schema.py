"""contradictions.toml: answers that can't both be true, each with the question that it raises."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from .base import Number, Strict, Text


class Check(Strict):
    """Two answers or more that disagree: the fields to look at again, and a kind question to the applicant.

    `numbers` are figures that the function of the same code compares the answers with.
    """

    fields: Annotated[tuple[str, ...], Field(min_length=1)]
    text: Text
    numbers: dict[str, Number] = {}


class ContradictionsGuide(Strict):
    """contradictions.toml: one check for each function of that name in underwriting/contradictions/."""

    checks: dict[str, Check]
