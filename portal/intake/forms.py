"""The form of a section: the guide's questions, the answers on file, what was just posted, what could not be read."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from copy import deepcopy
from functools import cached_property
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from underwriting import Guide, InvalidApplicant, Language, Problem, Section, read_applicant

from .blocks import Block, QuestionLayout
from .fields import fields_of
from .following import following
from .inputs import UNFINISHED
from .posting import is_posted, posted_names, row_count, rows, same, write
from .sentences import missing, sentence
from .values import Parts, answer_at, answer_of, filled_rows, parts_of, put, tables
from .words import part_words, words_of


class SectionForm(forms.Form):
    """The questions of a section that show, with their answers.

    `answers` is the applicant file as plain tables. `only` keeps the questions at these paths; `visible` are those
    that show (None: computed from the answers and, over them, from what is posted, so that a branch opened by the post
    is read too). `rejected` is what was typed earlier and could not be read, by field: shown again, with its error,
    when nothing is posted.

    `entrusts`: the page may be handed on to somebody who knows. `patient`: the person is still typing, so that what is
    only unfinished is not named yet; it is refused all the same.
    A question is read when its path is posted as `path`, or, where no path is posted, when one of its fields is. The
    others keep the answer they have.
    """

    use_required_attribute = False
    rendered_fields: set[str]

    def __init__(
        self,
        section: Section,
        answers: Mapping[str, Any],
        guide: Guide,
        language: Language,
        *,
        data: QueryDict | None = None,
        rejected: Mapping[str, list[str]] | None = None,
        only: Collection[str] | None = None,
        visible: Collection[str] | None = None,
        patient: bool = False,
        entrusts: bool = True,
    ) -> None:
        super().__init__()
        self.patient, self.entrust_url = patient, "confier/" if entrusts else ""
        self.section, self.answers, self.guide, self.language = section, answers, guide, language
        self._given: dict[str, Any] = {}
        self._refused: dict[str, list[str]] = {}
        self._names: dict[str, dict[str, str]] = {}
        self._read: set[str] = set()
        self.only = frozenset(only or ())
        self._beside = frozenset(visible or ())
        paths = [path for path in guide.questionnaire.pages[section.code] if only is None or path in only]
        if data is None:
            shown = self._visible({}) if visible is None else visible
            self._ask([path for path in paths if path in shown], {n: "".join(v) for n, v in (rejected or {}).items()})
        else:
            self.is_bound = True
            self._bind(paths, data, visible)
        self.blocks = [self._block(path) for path in self._names]
        if data is None and rejected:
            self._show_again(rejected)

    def _bind(self, paths: list[str], data: QueryDict, visible: Collection[str] | None) -> None:
        """Take what is posted; questions that are not posted stand there with the answer they have."""
        self._ask(paths, data)
        self.data = data.copy()
        posted = set(data.getlist("path"))
        for path, names in self._names.items():
            if path in posted or (
                not posted and any(is_posted(name, self.fields[name], data) for name in names.values())
            ):
                self._read.add(path)
            else:
                for part, name in names.items():
                    write(self.data, name, self.fields[name], self._displayed(path, part))
        self._clean_parts: dict[str, Any] = {}
        self._wrong: dict[str, ValidationError] = {}
        for path in self._read:
            if self._unchanged(path):  # what nobody touched is not judged
                self._clean_parts |= {name: self.initial[name] for name in self._names[path].values()}
                continue
            for name in self._names[path].values():
                try:
                    self._clean_parts[name] = self.fields[name].clean(self._raw(name))
                except ValidationError as error:
                    self._wrong[name] = error
        if visible is None:
            visible = self._visible({path: self._answer_from(path, set(self._wrong)) for path in self._read})
        for path in [path for path in self._names if path not in visible]:
            for name in self._names.pop(path).values():
                del self.fields[name]
            self._read.discard(path)

    def _ask(self, paths: Iterable[str], data: Mapping[str, Any]) -> None:
        """Make the fields of these questions."""
        for path in paths:
            fields = fields_of(self.guide, path, self.language)
            if self.guide.questions[path].kind == "incidents":
                fields = rows(fields, row_count(path, self.stored(path), data))
            stored = parts_of(self.guide.questions[path], answer_at(self.answers, path))
            self._names[path] = {part: f"{path}.{part}" if part else path for part in fields}
            for part, field in fields.items():
                name = self._names[path][part]
                self.fields[name] = field
                self.initial[name] = stored.get(part)

    def _visible(self, given: Mapping[str, Any]) -> tuple[str, ...]:
        """The questions that are put, and those that somebody asks for all the same."""
        now = {**given, **following(self.guide, self.answers, given)}
        return self.guide.questionnaire.put(
            lambda path: now[path] if path in now else answer_at(self.answers, path), asked=self.only
        )

    def _raw(self, name: str) -> Any:
        return self.fields[name].widget.value_from_datadict(self.data, {}, name)

    def _displayed(self, path: str, part: str) -> Any:
        """How the answer on file is shown in a field."""
        name = self._names[path][part]
        return self.fields[name].prepare_value(self.initial[name])

    def _clean_fields(self) -> None:
        self.cleaned_data = dict(self._clean_parts)
        for name, error in self._wrong.items():
            if name in self.fields:
                self.add_error(name, error)

    def clean(self) -> dict[str, Any]:
        """Answers out of the fields, and what the applicant file says of them."""
        for path in self._read:
            self._check_whole(path)
            self._take(path)
        blamed = [(self._name_of(problem.path), problem) for problem in self._problems()]
        for name, problem in blamed:
            if name and not self.errors.get(name):
                self.add_error(name, sentence(problem, str(self._raw(name))))
        for path in self._read:
            self._take(path)
            self._keep_typed(path)
        return self.cleaned_data

    def _check_whole(self, path: str) -> None:
        """Parts that are missing for the others to make sense."""
        names, bad = self._names[path], self._bad(path)
        unread = {part for part, name in names.items() if name in bad}
        parts = {part: self._clean_parts.get(name) for part, name in names.items()}
        for part, message in missing(self.guide.questions[path], parts, unread):
            if part not in unread:
                self.add_error(names[part], ValidationError(message, code=UNFINISHED))

    def _bad(self, path: str) -> set[str]:
        return {name for name in self._names[path].values() if name in self.errors}

    def _parts(self, path: str, bad: set[str]) -> Parts:
        """What was read, with the answer on file for each part that could not be."""
        return {
            part: self.initial[name] if name in bad else self._clean_parts.get(name)
            for part, name in self._names[path].items()
        }

    def _answer_from(self, path: str, bad: set[str]) -> Any:
        """The answer posted; the one on file when nothing was changed, in the very form it has there."""
        if self._unchanged(path):
            return answer_at(self.answers, path)
        return answer_of(self.guide.questions[path], self._parts(path, bad))

    def _unchanged(self, path: str) -> bool:
        return all(same(self._raw(name), self._displayed(path, part)) for part, name in self._names[path].items())

    def _take(self, path: str) -> None:
        """Give the answer, unless it can't be read: a mistake in a detail doesn't hold back the others."""
        bad, names = self._bad(path), self._names[path]
        if bad and (names.get("") in bad or self.guide.questions[path].kind == "incidents"):
            self._given.pop(path, None)
        else:
            self._given[path] = self._answer_from(path, bad)

    def _keep_typed(self, path: str) -> None:
        """Keep what was typed where it can't be read: the whole question, when it gives no answer."""
        bad = self._bad(path)
        for name in self._names[path].values():
            if bad and (name in bad or path not in self._given):
                raw = self._raw(name)
                kept = [str(item) for item in raw] if isinstance(raw, list) else [str(raw or "")]
                if any(kept) or name in bad:
                    self._refused[name] = kept

    def _problems(self) -> tuple[Problem, ...]:
        """What is wrong with the file as it would be, with all that could be read of what was posted."""
        file = deepcopy(dict(self.answers))
        given = {path: self._answer_from(path, self._bad(path)) for path in self._read}
        for path, answer in {**given, **following(self.guide, self.answers, given)}.items():
            put(file, path, answer)
        try:
            read_applicant(file, self.language)
        except InvalidApplicant as error:
            return error.problems
        return ()

    def _name_of(self, place: str) -> str | None:
        """The field of a question just read that a place of the applicant file is about."""
        path = next((path for path in self._read if f"{place}.".startswith(f"{path}.")), None)
        if path is None:
            return None
        parts, names = place[len(path) + 1 :].split("."), self._names[path]
        if self.guide.questions[path].kind == "incidents" and parts[0].isdigit():
            rows = list(filled_rows(self.guide.questions[path], self._parts(path, self._bad(path))))
            parts[0] = str(rows[int(parts[0])])
        while parts and ".".join(parts) not in names:
            parts.pop()
        return names.get(".".join(parts), next(iter(names.values())))

    def patch(self) -> dict[str, Any]:
        """The part of an applicant file that was posted and could be read; None for an answer that was emptied."""
        return tables(self.given())

    def given(self, *, follow: bool = True) -> dict[str, Any]:
        """The same by path. `follow`: with the answers that follow from it."""
        self.errors  # noqa: B018 reads the form
        given = {path: self._given[path] for path in self._names if path in self._given}
        return given | following(self.guide, self.answers, given) if follow else given

    def problems(self) -> dict[str, str]:
        """What is wrong with each question that could not be read: its path, and the first message."""
        return {block.path: block.errors[0] for block in self.blocks if block.errors}

    def refused(self) -> dict[str, list[str]]:
        """What was typed and could not be read, by field."""
        self.errors  # noqa: B018 reads the form
        return self._refused

    def answer(self, path: str) -> Any:
        """The answer as it is now: the one just given, or the one on file."""
        self.errors  # noqa: B018 reads the form
        return self._given[path] if path in self._given else answer_at(self.answers, path)

    def stored(self, path: str) -> Any:
        """The answer on file."""
        return answer_at(self.answers, path)

    def shown(self, name: str) -> Any:
        """What a field shows: what was posted, or the answer on file as a person would type it."""
        value = self._raw(name) if self.is_bound else self.initial[name]
        return self.fields[name].prepare_value(value)

    def read(self, name: str) -> Any:
        """What was read in a field, or is on file for it; None where nothing is, or nothing readable."""
        self.errors  # noqa: B018 reads the form
        if not self.is_bound:
            return self.initial[name]
        return None if name in self.errors else self._clean_parts.get(name)

    def inputs_of(self, names: Iterable[str]) -> list[str]:
        """The names under which a browser posts these fields."""
        return [name for field in names for name in posted_names(field, self.fields[field])]

    def errors_of(self, name: str) -> list[str]:
        """What is wrong with a field."""
        found = self.errors[name].as_data() if name in self.errors else []
        return [error.messages[0] for error in found if not (self.patient and error.code == UNFINISHED)]

    @cached_property
    def helper(self) -> FormHelper:
        """The crispy layout: the questions alone; the page has the form's tag and its buttons."""
        helper = FormHelper()
        helper.form_tag, helper.disable_csrf, helper.include_media = False, True, False
        helper.template = "intake/form.html"
        helper.layout = Layout(*(QuestionLayout(block) for block in self.blocks))
        return helper

    def _block(self, path: str) -> Block:
        names = tuple(self._names[path].values())
        words = words_of(self.guide, path, self.language)
        together = self.guide.questionnaire.together_by_path.get(path)
        if together and len({*together.paths} & {*self._names, *self._beside}) > 1:
            words = part_words(self.guide, path, self.language)
        return Block(path=path, question=self.guide.questions[path], fields=names, words=words, form=self)

    def _show_again(self, rejected: Mapping[str, list[str]]) -> None:
        """Put what was typed earlier in the place of the questions that it didn't answer, with its errors."""
        again = {path for path, names in self._names.items() if not set(names.values()).isdisjoint(rejected)}
        data = QueryDict(mutable=True)
        data.setlist("path", sorted(again))
        for path in again:
            for part, name in self._names[path].items():
                write(data, name, self.fields[name], self._displayed(path, part))
        for name, values in rejected.items():
            if name in self.fields:
                write(data, name, self.fields[name], values)
        typed = SectionForm(
            self.section, self.answers, self.guide, self.language, data=data, only=again, visible=list(self._names)
        )
        blocks = {block.path: block for block in typed.blocks}
        self.blocks = [blocks.get(block.path, block) for block in self.blocks]
