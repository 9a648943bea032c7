"""What changed from one assessment of a file to the next: the answers, then what the rules made of them."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from portal import guides, replayed
from portal.canonical import sha256_of
from portal.desk.reading import Reading
from portal.desk.words import moment
from portal.differences import differences
from portal.models import Snapshot
from underwriting import Assessment, Language, assess, compare, portable, read_applicant

UNNAMED = ("action",)
"""Parts of an assessment whose codes have no short name for people."""


def build(reading: Reading) -> dict[str, Any]:
    """Each pair of assessments that follow one another, the newest first; the last of the version before counts too."""
    submission = reading.submission
    kept = [*submission.snapshots.order_by("pk")]
    if submission.previous and (last := submission.previous.snapshots.order_by("pk").last()):
        kept.insert(0, last)
    return {"steps": [_step(before, after, reading.language) for before, after in reversed([*pairwise(kept)])]}


def _step(before: Snapshot, after: Snapshot, language: Language) -> dict[str, Any]:
    old_guide, new_guide = (guides.named(kept.edition, kept.guide_sha256) for kept in (before, after))
    old, new = _again(before, language), _again(after, language)
    changes = [change for change in compare(old, new) if change.part not in UNNAMED]
    return {
        "when": moment(after.taken_at),
        "since": moment(before.taken_at),
        "edition": after.edition if after.edition != before.edition else "",
        "answers": differences(before.answers, after.answers, new_guide, language),
        "rows": replayed.rows(changes, replayed.Names(old_guide, new_guide, language)),
        "as_kept": all(_is_kept(found, kept) for found, kept in ((old, before), (new, after))),
    }


def _again(kept: Snapshot, language: Language) -> Assessment:
    """The assessment of that day, made again from the answers it rests on."""
    guide = guides.named(kept.edition, kept.guide_sha256)
    return assess(read_applicant(kept.answers), guide, on=kept.assessed_on, language=language, fixes=True)


def _is_kept(found: Assessment, kept: Snapshot) -> bool:
    """Whether it is the one on file, but for its language."""
    if found.language != kept.language:
        return True
    return sha256_of(portable(found)) == kept.result_sha256
