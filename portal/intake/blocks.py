"""What a question's template shows: a block for each question, an entry for each of its fields."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from crispy_forms.layout import LayoutObject
from django.template import Context
from django.template.loader import get_template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from portal.typography import neutral
from underwriting import Question

from .values import row_parts
from .words import FieldWords, Option, Words

if TYPE_CHECKING:
    from .forms import SectionForm

LIST_SHAPES = ("radios", "answers", "ticks")
LISTED = (*LIST_SHAPES, "select")
MOST_DRAWN = 5000
AUTOCOMPLETE = {
    "contact.full_name": "name",
    "contact.email": "email",
    "contact.phone": "tel",
    "contact.role": "organization-title",
    "company.name": "organization",
}
"""What a browser already knows of the person who writes."""


_DRAWN: dict[Hashable, SafeString] = {}


@dataclass(frozen=True)
class Entry:
    """One field: its name and address in the page, what it shows, what is wrong with it."""

    name: str
    id: str
    value: Any
    errors: list[str]
    words: FieldWords
    about: str
    """Addresses of the texts that tell about the question; a reader hears them with the field."""
    tidy: Any = None
    """How a field of one line shows what was read in it, None for any other."""
    day: date | None = None
    """A date that was read, to be said in words."""

    @property
    def template(self) -> str:
        return f"intake/kinds/{self.words.shape}.html"

    @property
    def autocomplete(self) -> str:
        return AUTOCOMPLETE.get(self.name, "off")

    @property
    def grouped(self) -> bool:
        """Whether it is made of several inputs, which need a legend."""
        return self.words.shape in (*LIST_SHAPES, "date")

    @property
    def target(self) -> str:
        """The address of the input that a link should lead to."""
        if self.words.shape == "date":
            return f"{self.id}-day"
        if self.words.shape in LIST_SHAPES:
            return f"{self.id}-1" if self.words.shape == "ticks" else f"{self.id}-{self.options[0].code}"
        return self.id

    @property
    def described(self) -> str:
        """For aria-describedby."""
        own = [f"{self.id}-help"] if self.words.help else []
        return " ".join(part for part in (self.about, *own, f"{self.id}-error" if self.errors else "") if part)

    @property
    def common(self) -> bool:
        """Whether nobody's own words are in it: it is empty, or answered from its list."""
        if self.words.shape in LISTED:
            given = self.value if self.words.shape == "ticks" else [self.value or ""]
            return {"", *(option.code for option in self.words.options)}.issuperset(given)
        return not any(self.value or ())

    @property
    def options(self) -> tuple[Option, ...]:
        """The answers of the list, and those on file that it doesn't hold."""
        if self.words.shape != "ticks":
            return self.words.options
        known = {option.code for option in self.words.options}
        return self.words.options + tuple(Option(c, escape(neutral(c))) for c in self.value if c not in known)


@dataclass(frozen=True)
class Row:
    """One incident: its entries, and the one that takes it out when it is already on file."""

    number: int
    entries: list[Entry]
    remove: Entry | None


@dataclass(frozen=True)
class Block:
    """One question as the page shows it. `fields` names its form fields; `answered` is whether it has an answer now."""

    path: str
    question: Question
    fields: tuple[str, ...]
    words: Words
    form: SectionForm

    template = "intake/question.html"

    @property
    def short(self) -> bool:
        return self.question.short

    @cached_property
    def id(self) -> str:
        """The address of the question in its page."""
        return f"q-{dashed(self.path)}"

    @property
    def params(self) -> str:
        """The inputs that a script posts when one of them changes: those of this question, and what a post needs."""
        return ",".join(("csrfmiddlewaretoken", "revision", "path", *self.form.inputs_of(self.fields)))

    @property
    def errors(self) -> list[str]:
        """What is wrong, one sentence for each mistake."""
        return [message for name in self.fields for message in self.form.errors_of(name)]

    @property
    def target(self) -> str:
        """The address of the first input that is wrong, or of the first one."""
        first = next((name for name in self.fields if self.form.errors_of(name)), self.fields[0])
        return self.entry(first[len(self.path) + 1 :]).target

    @property
    def answered(self) -> bool:
        return self.form.answer(self.path) is not None

    @property
    def kind_template(self) -> str:
        """The template of what is under the question: that of its kind, or of its only field."""
        if self.main is None or self.question.kind == "control":
            return f"intake/kinds/{self.question.kind}.html"
        return self.main.template

    @property
    def grouped(self) -> bool:
        return self.main is None or self.main.grouped

    @property
    def about(self) -> str:
        """The addresses of the help under the question, and of what leaving it empty means."""
        told = (f"{self.id}-help" if self.words.help else "", f"{self.id}-open" if self.words.open else "")
        return " ".join(address for address in told if address)

    @cached_property
    def main(self) -> Entry | None:
        """The entry of its only field, or of the word that answers a control."""
        return self.entry("") if "" in self.words.fields else None

    @cached_property
    def parts(self) -> dict[str, Entry]:
        """Its entries by the name of their part; an incident's rows stand apart."""
        return {part: self.entry(part) for part in self.words.fields if self._name(part) in self.fields}

    @cached_property
    def rows(self) -> list[Row]:
        """The incidents: those on file, those just typed, and an empty one."""
        rows, stored = [], len(self.form.stored(self.path) or ())
        for index in range(len(self.fields)):
            if self._name(f"{index}.remove") not in self.fields:
                break
            entries = [self.entry(part) for part in row_parts(index, self.question).values()]
            rows.append(Row(index + 1, entries, self.entry(f"{index}.remove") if index < stored else None))
        return rows

    @property
    def markup(self) -> SafeString:
        """The question as it stands in the page.

        Templates take most of a page's time, and most questions look the same to everybody: those are drawn once.
        """
        look = self._look()
        if look is None:
            return self._drawn()
        if look not in _DRAWN:
            if len(_DRAWN) >= MOST_DRAWN:
                _DRAWN.clear()
            _DRAWN[look] = self._drawn()
        return _DRAWN[look]

    def _drawn(self) -> SafeString:
        return mark_safe(get_template(self.template).render({"block": self}))

    def _look(self) -> Hashable:
        """All that its markup depends on; None when people's own words are in it, which are kept by nobody."""
        if self.question.kind == "incidents" or self.errors:
            return None
        entries = [self.entry(part) for part in self.words.fields]
        if not all(entry.common for entry in entries):
            return None
        shown = tuple((entry.name, tuple(entry.value) if entry.value else "") for entry in entries)
        offered = self.main.options if self.question.follows and self.main else ()
        return self.form.guide.sha256, self.form.language, get_language(), shown, self.words.label, offered

    def entry(self, part: str) -> Entry:
        """The entry of one part."""
        name = self._name(part)
        words = self.words.fields[part.rpartition(".")[2]]
        if self.question.follows:
            words = replace(words, options=self._offered(words.options))
        read = self.form.read(name)
        return Entry(
            name=name,
            id=f"id-{dashed(name)}",
            value=self.form.shown(name),
            errors=self.form.errors_of(name),
            words=words,
            about=self.about if part == "" else "",
            tidy=self.form.fields[name].prepare_value(read) if words.shape == "line" and read is not None else None,
            day=read if words.shape == "date" and read else None,
        )

    def _offered(self, options: tuple[Option, ...]) -> tuple[Option, ...]:
        """Out of a list answered elsewhere: the choices that are in it, all of them while it is empty."""
        listed = self.form.answer(self.question.follows or "") or ()
        return tuple(option for option in options if option.code in listed) or options

    def _name(self, part: str) -> str:
        return f"{self.path}.{part}" if part else self.path


class QuestionLayout(LayoutObject):
    """A question in a crispy layout."""

    def __init__(self, block: Block) -> None:
        self.block = block
        self.fields = list(block.fields)

    def render(self, form: SectionForm, context: Context, template_pack: str = "", **kwargs: Any) -> SafeString:
        form.rendered_fields.update(self.fields)
        return self.block.markup


def dashed(name: str) -> str:
    """A dotted name as an address in a page."""
    return name.replace(".", "-").replace("_", "-")
