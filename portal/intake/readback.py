"""The answers read back before they are sent: every one in words with its scope, what is missing, what is unknown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from portal import typography
from portal.authors import Author
from portal.documents.answers import plain_value, value_at
from portal.documents.ledger import ledger
from portal.typography import lower_first
from underwriting import Applicant, Assessment, Guide, Language

from .countries import countries
from .progress import anchor_of, capital, slug_of

MARKS = {"yes": "yes", "partly": "partly", "no": "no", "unknown": "unknown", "not_applicable": "na"}


@dataclass(frozen=True)
class Pointer:
    """A question to go back to: its short name, the slug of its section, the id of its block there."""

    title: str
    slug: str
    anchor: str


@dataclass(frozen=True)
class Row:
    """An answer in words. `mark` is one of the five answers for a control, else empty.

    `by` says who gave it and when, where that isn't what its group says.
    """

    label: str
    text: str
    scope: str
    mark: str
    pointer: Pointer
    by: str = ""


@dataclass(frozen=True)
class Group:
    """The answers of one section; `by` says who gave most of them and when."""

    slug: str
    title: str
    rows: tuple[Row, ...]
    by: str = ""


@dataclass(frozen=True)
class Remark:
    """Two answers that seem to disagree: a kind sentence, and the questions to look at again."""

    text: str
    pointers: tuple[Pointer, ...]


@dataclass(frozen=True)
class ReadBack:
    """What the page shows. `blocking`: questions without which nothing can be sent; `missing`: all those left open.

    `unread`: answers typed that could not be read, which hold everything up too; `deciding`: questions off the short
    path whose answer could change the decision.
    """

    groups: tuple[Group, ...]
    blocking: tuple[Pointer, ...]
    unread: tuple[Pointer, ...]
    deciding: tuple[Pointer, ...]
    missing: tuple[Pointer, ...]
    unknown: tuple[Pointer, ...]
    remarks: tuple[Remark, ...]


def read_back(
    applicant: Applicant,
    answers: Mapping[str, Any],
    assessment: Assessment,
    guide: Guide,
    language: Language,
    *,
    missing: Iterable[str],
    unread: Iterable[str] = (),
    asked: Collection[str] = (),
    authors: Mapping[str, Author] | None = None,
) -> ReadBack:
    """Everything to read again before sending. `missing`: paths of what still counts and has no answer.

    `unread`: paths of the questions whose answer could not be read.
    `asked`: when a broker asked for some answers only, those; the rest of the file is not read back. `authors`: who
    gave each answer, by path.
    """
    pointers = Pointers(guide, language)
    blocking = () if asked else tuple(needed_to_send(applicant))
    hidden = frozenset(guide.questions) - set(guide.questionnaire.visible(applicant.get))
    rows = ledger(guide.questionnaire.sections, answers, language, hidden)
    return ReadBack(
        groups=_groups(rows, answers, guide, language, pointers, asked, authors or {}),
        blocking=pointers.to(blocking),
        unread=pointers.to(unread),
        deciding=() if asked else pointers.to(_deciding(applicant, guide, hidden)),
        missing=pointers.together(missing),
        unknown=pointers.to(path for path in assessment.completeness.unknown if not asked or path in asked),
        remarks=tuple(Remark(found.text, pointers.to(found.fields)) for found in assessment.contradictions),
    )


def _deciding(applicant: Applicant, guide: Guide, hidden: Collection[str]) -> tuple[str, ...]:
    open_ones = (path for path, question in guide.questions.items() if question.refers and path not in hidden)
    return tuple(path for path in open_ones if applicant.get(path) is None)


def needed_to_send(applicant: Applicant) -> tuple[str, ...]:
    """Questions without whose answer nobody could reply: the address, and the consent to use it."""
    contact = applicant.contact
    needed = [] if contact.email else ["contact.email"]
    return (*needed, *([] if contact.consent_contact else ["contact.consent_contact"]))


class Pointers:
    """Where each question of a questionnaire stands."""

    def __init__(self, guide: Guide, language: Language) -> None:
        self._groups, self._language = guide.questionnaire.together_by_path, language
        self._by_path = {
            path: Pointer(capital(guide.questions[path].name.to(language)), slug_of(section), anchor_of(path))
            for section in guide.questionnaire.sections
            for path in guide.questionnaire.pages[section.code]
        }

    def to(self, paths: Iterable[str]) -> tuple[Pointer, ...]:
        """The questions of these paths, each once; a clause of a policy counts as the question it belongs to."""
        found = (self.of(path) for path in paths)
        return tuple(dict.fromkeys(pointer for pointer in found if pointer))

    def together(self, paths: Iterable[str]) -> tuple[Pointer, ...]:
        """The same, those put as one being one: as many as the stepper counts."""
        asked = tuple(paths)
        sizes = Counter(group.code for path in asked if (group := self._groups.get(path)))
        found = []
        for path in asked:
            pointer, group = self.of(path), self._groups.get(path)
            if pointer and group and sizes[group.code] > 1:
                first = next(one for one in group.paths if one in asked)
                pointer = replace(pointer, title=group.label.to(self._language), anchor=anchor_of(first))
            found.append(pointer)
        return tuple(dict.fromkeys(pointer for pointer in found if pointer))

    def of(self, path: str) -> Pointer | None:
        return self._by_path.get(path) or self._by_path.get(path.rpartition(".")[0])


def _groups(
    rows: Iterable[Mapping[str, Any]],
    answers: Mapping[str, Any],
    guide: Guide,
    language: Language,
    pointers: Pointers,
    asked: Collection[str],
    authors: Mapping[str, Author],
) -> tuple[Group, ...]:
    titles = {slug_of(section): section.title.to(language) for section in guide.questionnaire.sections}
    put = guide.questionnaire.put(lambda path: value_at(answers, path))
    found: dict[str, list[Row]] = {}
    for row in rows:
        pointer = pointers.of(row["path"])
        if pointer and row["answer_text"] and (not asked or row["path"] in asked):
            text, mark, scope = _text(row, guide, language), _mark(row["path"], answers, guide), row["scope"]
            source = None if row["path"] in (*asked, *put) else _followed(row["path"], guide, pointers)
            if source:
                scope = gettext("Découle de votre réponse « {name} ».").format(name=lower_first(source.title))
            by = _by(authors.get(row["path"]) or authors.get(row["path"].rpartition(".")[0]), language)
            found.setdefault(pointer.slug, []).append(Row(row["label"], text, scope, mark, source or pointer, by))
    return tuple(_group(slug, titles[slug], rows) for slug, rows in found.items())


def _group(slug: str, title: str, rows: list[Row]) -> Group:
    """Said once for the section; the rows that differ say it themselves."""
    by = Counter(row.by for row in rows).most_common(1)[0][0]
    return Group(slug, title, tuple(replace(row, by="") if row.by == by else row for row in rows), by)


def _by(author: Author | None, language: Language) -> str:
    """Who gave an answer and when: the reader themselves, a delegate or a broker by name."""
    if author is None:
        return ""
    who = gettext("vous") if author.kind == "applicant" else author.name
    when = typography.day(timezone.localdate(author.at), language)
    return gettext("{who}, le {day}").format(who=who, day=when)


def _followed(path: str, guide: Guide, pointers: Pointers) -> Pointer | None:
    """The question that an answer follows from: the one to change."""
    question = guide.questions.get(path)
    return pointers.of(question.follows) if question and question.follows else None


def _text(row: Mapping[str, Any], guide: Guide, language: Language) -> str:
    """The answer as it stands alone on its line."""
    question, text = guide.questions.get(row["path"]), str(row["answer_text"])
    if question and question.kind == "country":
        return dict(countries(language)).get(text, text)
    return capital(text) if question and question.kind in ("control", "boolean") else text


def _mark(path: str, answers: Mapping[str, Any], guide: Guide) -> str:
    """The mark of a control's answer, and of any answer that says "unknown"."""
    word = plain_value(value_at(answers, path))
    question = guide.questions.get(path)
    if question and question.kind == "control":
        return MARKS.get(word, "")
    return "unknown" if word == "unknown" else ""


class Declaration(forms.Form):
    """What the person who sends declares. `as_is`, when answers are missing: they chose to send without them."""

    exact = forms.BooleanField(
        label=gettext_lazy("J’ai relu ces réponses ; elles sont exactes à ma connaissance."),
        error_messages={"required": gettext_lazy("Cochez pour confirmer que vous avez relu vos réponses.")},
    )
    mandated = forms.BooleanField(
        error_messages={"required": gettext_lazy("Cochez si vous engagez l’entreprise, ou en avez reçu mandat.")}
    )
    as_is = forms.BooleanField(
        label=gettext_lazy("J’envoie sans ces réponses : un courtier me les demandera avant tout prix."),
        error_messages={"required": gettext_lazy("Répondez à ce qui manque, ou cochez pour envoyer ainsi.")},
    )

    def __init__(self, data: Any = None, *, company: str, incomplete: bool) -> None:
        super().__init__(data)
        self.fields["mandated"].label = gettext("Je peux engager {company}, ou j’en ai reçu mandat.").format(
            company=company or gettext("l’entreprise")
        )
        if not incomplete:
            del self.fields["as_is"]
