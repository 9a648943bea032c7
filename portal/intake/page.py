"""What the page of a section shows."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from crispy_forms.layout import Layout, LayoutObject
from django.template import Context
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from portal.documents.ledger import ledger
from portal.typography import lower_first
from underwriting import Section

from .blocks import Block, dashed
from .forms import SectionForm
from .live import live_panel
from .opened import Opened, clock, section_url
from .progress import Step, anchor_of, capital, slug_of
from .words import TogetherWords, together_words


@dataclass(frozen=True)
class Slot:
    """The place of a question on its page, there whether it shows or not. `block` is None while it doesn't."""

    path: str
    block: Block | None

    @property
    def id(self) -> str:
        return f"slot-{dashed(self.path)}"

    @property
    def effect_id(self) -> str:
        return f"effect-{dashed(self.path)}"


class SlotLayout(LayoutObject):
    """A slot in a crispy layout."""

    def __init__(self, slot: Slot) -> None:
        self.slot = slot
        self.fields = list(slot.block.fields) if slot.block else []

    def render(self, form: SectionForm, context: Context, template_pack: str = "", **kwargs: Any) -> SafeString:
        return mark_safe(get_template("intake/slot.html").render({"slot": self.slot}))


class TogetherLayout(LayoutObject):
    """Slots whose questions a person sees as one."""

    def __init__(self, words: TogetherWords, slots: list[Slot]) -> None:
        self.words, self.slots = words, slots
        self.fields = [field for slot in slots if slot.block for field in slot.block.fields]

    def render(self, form: SectionForm, context: Context, template_pack: str = "", **kwargs: Any) -> SafeString:
        shown = {"words": self.words, "slots": self.slots}
        return mark_safe(get_template("intake/together.html").render(shown))


class MoreLayout(LayoutObject):
    """The slots that are offered for more precision, under one heading that opens."""

    def __init__(self, slots: list[Slot], *, is_open: bool) -> None:
        self.slots, self.is_open = slots, is_open
        self.fields = [field for slot in slots if slot.block for field in slot.block.fields]

    def render(self, form: SectionForm, context: Context, template_pack: str = "", **kwargs: Any) -> SafeString:
        count = sum(slot.block is not None for slot in self.slots)
        shown = {"more": self.slots, "more_count": count, "more_open": self.is_open}
        return mark_safe(get_template("intake/more_questions.html").render(shown))


@dataclass(frozen=True)
class Fault:
    """An answer to take up again: what is wrong, and the address of its input in the page."""

    target: str
    title: str
    message: str


@dataclass(frozen=True)
class Conflict:
    """A question answered elsewhere meanwhile, and what was answered there."""

    anchor: str
    label: str
    kept: str


def section_page(
    file: Opened, section: Section, form: SectionForm, *, problems: bool = False, conflicts: Iterable[str] = ()
) -> dict[str, Any]:
    """The context of a section's page. `problems`: whether the post that it answers is to be told what was wrong."""
    now = moving(file, section)
    first, more = split(file, section, slots_of(file, section, form))
    more_open = any(slot.block.answered or slot.block.errors for slot in more if slot.block)
    form.helper.layout = Layout(*laid_out(file, first), *([MoreLayout(more, is_open=more_open)] if more else []))
    before = file.progress.before(section)
    return now | {
        "title": section.title.to(file.language),
        "intro": section.intro.to(file.language),
        "form": form,
        "faults": faults(file, form) if problems else [],
        "conflicts": conflicts_of(file, conflicts),
        "back": _link(file, before) if before else None,
        "request_words": request_words(file),
    }


def _link(file: Opened, step: Step) -> dict[str, str]:
    title = lower_first(step.section.title.to(file.language))
    return {"url": section_url(file.submission, step), "title": title}


def moving(file: Opened, section: Section, changes: tuple[str, ...] = ()) -> dict[str, Any]:
    """The parts of the page that follow every answer."""
    submission, progress = file.submission, file.progress
    left = 0 if file.asked else progress.questions - progress.answered
    after = progress.after(section)
    return {
        "submission": submission,
        "progress": progress,
        "rank": progress.place(section),
        "path": steps(file, refining=False),
        "refining": steps(file, refining=True),
        "here": slug_of(section),
        "live": live_panel(file.assessment, file.applicant, file.guide, left=left, changes=changes),
        "saved_at": clock(submission.updated_at, file.language) if submission.revision or submission.rejected else "",
        "next_title": lower_first(after.section.title.to(file.language)) if after else "",
    }


def steps(file: Opened, *, refining: bool) -> list[dict[str, Any]]:
    """The lines of the stepper."""
    return [
        {
            "title": step.section.title.to(file.language),
            "slug": step.slug,
            "done": step.done,
            "answered": step.answered,
            "all": step.all,
        }
        for step in file.progress.steps
        if step.refines == refining
    ]


def slots_of(file: Opened, section: Section, form: SectionForm) -> list[Slot]:
    """A slot for every question that the section may show."""
    blocks = {block.path: block for block in form.blocks}
    paths = file.guide.questionnaire.pages[section.code]
    return [Slot(path, blocks.get(path)) for path in paths if not file.asked or path in file.asked]


def laid_out(file: Opened, slots: list[Slot]) -> list[LayoutObject]:
    """Each slot on its own; those whose questions are put as one, under their common label."""
    one_of = file.guide.questionnaire.together_by_path
    found: list[LayoutObject] = []
    for together, group in groupby(slots, key=lambda slot: one_of.get(slot.path) if slot.block else None):
        members = list(group)
        if together and len(members) > 1:
            found.append(TogetherLayout(together_words(file.guide, together.code, file.language), members))
        else:
            found.extend(map(SlotLayout, members))
    return found


def split(file: Opened, section: Section, slots: list[Slot]) -> tuple[list[Slot], list[Slot]]:
    """The questions that come first, and those offered for more precision.

    A section without any short question, or opened for a few questions only, shows all of them at once.
    """
    if file.asked or not any(file.guide.questions[path].short for path in file.guide.questionnaire.pages[section.code]):
        return slots, []
    short = [slot for slot in slots if file.guide.questions[slot.path].short]
    return short, [slot for slot in slots if slot not in short]


def faults(file: Opened, form: SectionForm) -> list[Fault]:
    """What to take up again, in the order of the page."""
    wrong = [block for block in form.blocks if block.errors]
    if not file.asked:
        wrong.sort(key=lambda block: not block.short)
    return [Fault(block.target, capital(block.question.name.to(form.language)), block.errors[0]) for block in wrong]


def conflicts_of(file: Opened, paths: Iterable[str]) -> list[Conflict]:
    """What another tab saved for these questions, in words."""
    wanted = set(paths)
    if not wanted:
        return []
    rows = ledger(file.guide.questionnaire.sections, file.submission.answers, file.language)
    return [
        Conflict(anchor_of(row["path"]), row["label"], row["answer_text"] or gettext("aucune réponse"))
        for row in rows
        if row["path"] in wanted
    ]


def opened_by(before: Collection[str], file: Opened, section: Section) -> list[str]:
    """Questions of a section that an answer has just opened, and that wait for one.

    `before`: the paths that showed. Those that only add precision count where some of them are answered already: who
    has not begun to be precise is not held up.
    """
    put = file.guide.questionnaire.put(file.applicant.get, file.asked)
    mine = [path for path in file.guide.questionnaire.pages[section.code] if path in put]
    questions = file.guide.questions
    precise = any(file.applicant.get(path) is not None for path in mine if not questions[path].short)
    return [
        path
        for path in mine
        if path not in before
        and file.applicant.get(path) is None
        and (questions[path].short or precise)
        and (not file.asked or path in file.asked)
    ]


def request_words(file: Opened) -> str:
    """The broker's own words, when a broker asked for answers."""
    if not file.asked:
        return ""
    last = file.submission.events.filter(to_state="information_requested").order_by("number").last()
    return last.reason if last else ""
