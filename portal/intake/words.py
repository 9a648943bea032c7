"""The words of a question in one language, typeset once: what depends on the guide and the language only."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal import typography
from underwriting import Choice, Guide, Language, Question, Text, help_of

from .countries import countries

RADIOS_MAX = 6
NO_LABEL = SafeString("")
SHAPES = {
    "long_text": "lines",
    "texts": "lines",
    "date": "date",
    "country": "select",
    "boolean": "radios",
    "choices": "ticks",
    "numbers": "ticks",
}


@dataclass(frozen=True)
class Option:
    """One answer of a list: its code and its label."""

    code: str
    label: SafeString


@dataclass(frozen=True)
class FieldWords:
    """One field as it is put: `shape` names its template, `kind` what is typed in it."""

    code: str
    kind: str
    shape: str
    label: SafeString = NO_LABEL
    help: SafeString | None = None
    options: tuple[Option, ...] = ()


@dataclass(frozen=True)
class Words:
    """A question as it is put. `who` could know the answer; `worst` is what "unknown" counts as.

    `detail` is the help that is folded away with the reason. `open` says that a question without "I don't know" may be
    left empty, and what comes of it. One that is put together with others has no `why` of its own.
    """

    label: SafeString
    help: SafeString | None
    detail: SafeString | None
    why: SafeString | None
    example: SafeString | None
    who: SafeString
    worst: SafeString | None
    open: SafeString | None
    fields: dict[str, FieldWords]


@lru_cache(maxsize=2048)
def words_of(guide: Guide, path: str, language: Language) -> Words:
    """A question's words, and those of each of its fields by the name of its part (for incidents: of one row)."""
    question = guide.questions[path]
    help, detail = help_of(question, language)
    with override(language):
        return Words(
            label=_set(question.label, language) or NO_LABEL,
            help=_own(help, language) if help else None,
            detail=_own(detail, language) if detail else None,
            why=_set(question.why, language),
            example=_set(question.example, language),
            who=typography.typeset(_who(question.asks), language),
            worst=_worst(question, language),
            open=_open(question, language),
            fields={field.code: field for field in _fields(question, language)},
        )


@dataclass(frozen=True)
class TogetherWords:
    """What stands over the questions that are put as one."""

    id: str
    label: SafeString
    why: SafeString
    help: SafeString | None


@lru_cache(maxsize=64)
def together_words(guide: Guide, code: str, language: Language) -> TogetherWords:
    """The words over the questions put as one under this code."""
    one = next(one for one in guide.questionnaire.together_by_path.values() if one.code == code)
    why, label = _set(one.why, language) or NO_LABEL, _set(one.label, language) or NO_LABEL
    return TogetherWords(f"t-{code.replace('_', '-')}", label, why, _set(one.help, language))


@lru_cache(maxsize=64)
def part_words(guide: Guide, path: str, language: Language) -> Words:
    """A question's words when it is put as one with others: the few that tell it from them."""
    part = next(part for part in guide.questionnaire.together_by_path[path].parts if part.key == path)
    label, said = _set(part.label, language) or NO_LABEL, _set(part.help, language)
    return replace(words_of(guide, path, language), label=label, help=said, detail=None, why=None, example=None)


def _fields(question: Question, language: Language) -> list[FieldWords]:
    match question.kind:
        case "control":
            where = _options(question.where, language)
            return [
                FieldWords("", "choice", "answers", options=_five(language)),
                FieldWords("where", "choices", "ticks", _own(_("Où est-ce en place ?"), language), options=where),
                FieldWords(
                    "since",
                    "date",
                    "date",
                    _own(_("Depuis quand ?"), language),
                    _own(_("Sans le jour, nous comptons le premier du mois."), language),
                ),
                FieldWords(
                    "note",
                    "long_text",
                    "lines",
                    _own(_("Précision (facultatif)"), language),
                    _own(_("Aucune donnée de patient, aucun mot de passe."), language),
                ),
            ]
        case "incidents" | "study" | "clauses":
            fields = [_table_field(question, index, language) for index in range(len(question.fields))]
            if question.kind == "incidents":
                asked = _own(_("Avez-vous connu un incident ?"), language)
                removed = _own(_("Retirer cet incident"), language)
                fields.append(FieldWords("any", "boolean", "radios", asked, options=_yes_no(language)))
                fields.append(FieldWords("remove", "flag", "tick", removed))
            return fields
        case "boolean":
            return [FieldWords("", "boolean", "radios", options=_yes_no(language))]
        case "country":
            named = tuple(Option(code, typography.typeset(name, language)) for code, name in countries(language))
            return [FieldWords("", "country", "select", options=named)]
    options = _options(question.choices, language)
    return [FieldWords("", question.kind, _shape(question.kind, len(options)), options=options)]


def _table_field(question: Question, index: int, language: Language) -> FieldWords:
    field = question.fields[index]
    options = _yes_no(language) if field.kind == "boolean" else _options(question.choices_of(field), language)
    shape = _shape(field.kind, len(options))
    if field.kind == "choice" and question.kind != "study":  # many on a page: short ones
        shape = "select"
    elif field.kind == "texts":  # a handful of codes holds on one line
        shape = "line"
    label = _set(field.label, language) or NO_LABEL
    return FieldWords(field.code, field.kind, shape, label, _set(field.help, language), options)


def _shape(kind: str, options: int) -> str:
    if kind == "choice":
        return "radios" if options <= RADIOS_MAX else "select"
    return SHAPES.get(kind, "line")


def _options(choices: tuple[Choice, ...], language: Language) -> tuple[Option, ...]:
    return tuple(Option(choice.code, typography.typeset(choice.label.to(language), language)) for choice in choices)


def _yes_no(language: Language) -> tuple[Option, ...]:
    return Option("yes", _own(_("Oui"), language)), Option("no", _own(_("Non"), language))


def _five(language: Language) -> tuple[Option, ...]:
    words = {
        "yes": _("Oui"),
        "partly": _("En partie"),
        "no": _("Non"),
        "unknown": _("Je ne sais pas"),
        "not_applicable": _("Sans objet"),
    }
    return tuple(Option(code, _own(label, language)) for code, label in words.items())


def _who(colleague: str) -> str:
    return {
        "founder": _("Un fondateur, ou la personne qui dirige l’entreprise."),
        "technology": _("La personne qui dirige la technique ou l’informatique."),
        "quality": _("La personne chargée de la qualité ou de la réglementation."),
        "finance": _("La personne chargée des finances, ou votre expert-comptable."),
        "legal": _("Votre juriste, ou votre avocat."),
        "data_protection": _("Votre délégué à la protection des données (DPO)."),
        "broker": _("Votre courtier ou votre assureur actuel."),
        "host": _("Votre hébergeur."),
    }[colleague]


def _worst(question: Question, language: Language) -> SafeString | None:
    """What "I don't know" counts as, in words; None for a question that has no such answer."""
    if question.kind == "control":
        return _own(_("En attendant, nous comptons comme « non » et l’ajoutons à votre plan."), language)
    worst = next((choice.label.to(language) for choice in question.choices if choice.code == question.worst), None)
    if worst is None:
        return None
    return _own(
        _("En attendant, nous retenons la réponse la plus prudente : « %(answer)s ».") % {"answer": worst}, language
    )


def _open(question: Question, language: Language) -> SafeString | None:
    """What leaving a yes or no empty means; nothing is said on the short path, where every question waits."""
    if question.kind != "boolean" or question.short:
        return None
    if question.refers:
        return _own(_("Laissez vide si vous ne savez pas : ce sera un point à lever avant le devis."), language)
    return _own(_("Laissez vide si vous ne savez pas : un courtier vous le demandera s’il le faut."), language)


def _set(text: Text | None, language: Language) -> SafeString | None:
    return None if text is None else typography.typeset(text.to(language), language)


def _own(text: str, language: Language) -> SafeString:
    return typography.typeset(text, language)
