"""What goes back to a page after one of its questions was saved: only the parts that follow from the answer."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from underwriting import Section

from .blocks import Block, Entry
from .effect import effects
from .forms import SectionForm
from .opened import Opened
from .page import Slot, moving, slots_of, split
from .saving import Kept

READ = "read"
"""The event of a page that says how fields are written, once they were read."""


@dataclass(frozen=True)
class Answered:
    """The question that was saved, the address of its line of consequences, and its fields with what is wrong."""

    slot: Slot
    entries: tuple[Entry, ...]


def autosave_page(
    before: Opened, now: Opened, section: Section, form: SectionForm, kept: Kept, shown: Collection[str]
) -> dict[str, Any]:
    """The context of the answer to one saved question. `shown`: paths of the questions that the page shows."""
    changed = now.submission.revision != before.submission.revision
    said = effects((before.applicant, before.assessment), (now.applicant, now.assessment), now.guide) if changed else ()
    whole = _whole(now, section)
    return (
        moving(now, section, said)
        | slots_to_redraw(before, now, section, whole, kept, shown, [block.path for block in form.blocks])
        | {
            "answered": answered_in(form),
            "changed": changed,
            "settled": not whole.problems(),
            "sentences": said,
        }
    )


def answered_in(form: SectionForm) -> list[Answered]:
    """The questions that were posted, with what is said of each field."""
    return [Answered(Slot(block.path, block), tuple(_entries(block))) for block in form.blocks]


def tidied(answered: list[Answered]) -> dict[str, tuple[str, str]]:
    """By the address of a field, what was typed in it and how it is written once read, where these differ."""
    entries = (entry for item in answered for entry in item.entries)
    return {
        entry.id: (entry.value, entry.tidy)
        for entry in entries
        if entry.tidy is not None and not entry.errors and entry.tidy != entry.value
    }


def slots_to_redraw(
    before: Opened,
    now: Opened,
    section: Section,
    whole: SectionForm,
    kept: Kept,
    shown: Collection[str],
    posted: Collection[str],
) -> dict[str, Any]:
    """The questions of the page that stand otherwise than it shows them, and the state of those offered beside."""
    slots = slots_of(now, section, whole)
    _short, more = split(now, section, slots)
    had_more = any(slot.path in shown for slot in more)
    has_more = any(slot.block for slot in more)
    return {
        "slots": [slot for slot in slots if _stale(slot, shown, before, now, kept, posted)],
        "more": more,
        "more_count": sum(slot.block is not None for slot in more),
        "more_toggled": had_more != has_more,
    }


def _whole(file: Opened, section: Section) -> SectionForm:
    submission = file.submission
    return SectionForm(
        section,
        submission.answers,
        file.guide,
        file.language,
        rejected=submission.rejected,
        only=file.asked or None,
    )


def _stale(
    slot: Slot, shown: Collection[str], before: Opened, now: Opened, kept: Kept, posted: Collection[str]
) -> bool:
    """Whether the page shows a question otherwise than it is by now; the one just answered is left alone."""
    if slot.path in posted:
        return False
    if (slot.block is not None) != (slot.path in shown):
        return True
    differs = before.applicant.get(slot.path) != now.applicant.get(slot.path)
    differs = differs or now.guide.questions[slot.path].follows in posted  # its choices are those of the list
    return slot.block is not None and (differs or slot.path in kept.elsewhere)


def _entries(block: Block) -> Iterator[Entry]:
    yield from block.parts.values()
    if block.question.kind == "incidents":
        typed = (row.entries for row in block.rows if any(entry.name in block.form.data for entry in row.entries))
        yield from (entry for entries in typed for entry in entries)
