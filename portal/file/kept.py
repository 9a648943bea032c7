"""The result page is read again and again: what it says of an assessment, which never changes, is kept for a while.

In the memory of a server process alone, and only as long as `results` says in the settings. What changes with the
file (its state, its documents) is no part of it.
"""

from __future__ import annotations

from typing import cast

from django.core.cache import caches
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from portal.canonical import sha256_of
from portal.models import Snapshot, Submission
from underwriting import Language

from .result import result_context

PARTS = ("answer", "next", "contents", "sections", "rules")
"""Templates of `file/result/`, each a part of the page in one piece."""


def result_parts(submission: Submission, language: Language) -> dict[str, SafeString] | None:
    """The parts of a result page in a language, of the last assessment; None before there is one."""
    last = submission.snapshots.order_by("pk").values_list("pk", "result_sha256").last()
    if last is None:
        return None
    key = f"{submission.pk}-{last[0]}-{last[1]}-{sha256_of(submission.answers)}-{language}"
    kept = caches["results"].get_or_set(key, lambda: _parts(submission, last[0], language))
    return cast(dict[str, SafeString], kept)


def _parts(submission: Submission, snapshot_id: int, language: Language) -> dict[str, SafeString]:
    context = result_context(submission, Snapshot.objects.get(pk=snapshot_id), language) | {"file": submission}
    return {part: render_to_string(f"file/result/{part}.html", context) for part in PARTS}
