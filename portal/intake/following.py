"""Answers that follow from another one: of a list that holds one thing only, it is the main one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from underwriting import Guide

from .values import answer_at


def following(guide: Guide, stored: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """What follows from the answers just given, by path; None for an answer to be asked anew.

    When a list shrinks to one thing, that is the answer. When it grows from one, or loses what was the main one, the
    question is asked, unless the same post answers it.
    """
    found: dict[str, Any] = {}
    for path, question in guide.questions.items():
        if question.follows is None or question.follows not in given:
            continue
        items, before = given[question.follows] or [], answer_at(stored, question.follows) or []
        own = answer_at(stored, path)
        if len(items) == 1:
            found[path] = items[0]
        elif path not in given and own is not None and (own not in items or len(before) == 1 < len(items)):
            found[path] = None
    return found
