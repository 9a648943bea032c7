"""What a simulation lets a founder change, and what an address says of it.

The state of a simulation is its query string: a question's path with its answer, and `oui` for each safeguard put in
place. What stands there as it does on file, or can't be read, changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext

from portal import typography
from portal.intake.fields import fields_of
from portal.intake.inputs import OneOf
from portal.intake.sentences import sentence
from portal.intake.values import put
from underwriting import Applicant, Assessment, Guide, InvalidApplicant, Language, Question, read_applicant

SWITCH = "oui"
WISHES = "wishes."
FORECAST, PERSONS = "company.revenue_forecast_eur", ("data.health_records", "data.personal_records")
PROMISES = ("contracts.commitments", "contracts.penalties", "contracts.liability_cap")
LADDER = (1, 1.5, 2, 3, 5, 7.5)
STOPS_AROUND = {FORECAST: (100_000, 5), PERSONS[0]: (100, 20), PERSONS[1]: (100, 20)}
"""The smallest stop of a slider, and how many times the present figure the largest is."""


@dataclass(frozen=True)
class Option:
    """One answer of a list, its code as it stands in the address."""

    code: str
    label: str


@dataclass
class Lever:
    """A question whose answer can be tried out.

    `shown` is the code chosen or what was typed; `stops`, for a figure, where its slider stops. `wrong` names what
    could not be read.
    """

    path: str
    label: str
    help: str
    kind: str
    shown: str
    options: tuple[Option, ...] = ()
    stops: tuple[int, ...] = ()
    wrong: str = ""

    @property
    def id(self) -> str:
        return f"essai-{self.path.replace('.', '-').replace('_', '-')}"

    @property
    def slides(self) -> bool:
        """Whether its answers are amounts, that a slider can run through."""
        return bool(self.stops) or self.path.startswith(WISHES)


@dataclass(frozen=True)
class Switch:
    """A safeguard that is not in place everywhere.

    `first` says why it comes first: nothing replaces it, or a point that a broker checks hangs on it. `worth` is what
    it takes off premiums and average losses in a year, in euros, and `saved` says it.
    """

    path: str
    label: str
    first: str
    saved: str
    worth: Decimal
    on: bool

    @property
    def id(self) -> str:
        return f"essai-{self.path.replace('.', '-').replace('_', '-')}"


@dataclass
class Trial:
    """A simulation: the file as it would be, and the controls that say so. `changed` are the answers that differ."""

    applicant: Applicant
    wishes: list[Lever]
    promises: list[Lever]
    size: list[Lever]
    switches: list[Switch]
    changed: dict[str, Any] = field(default_factory=dict)

    @property
    def levers(self) -> list[Lever]:
        return [*self.wishes, *self.promises, *self.size]

    @property
    def wrong(self) -> bool:
        return any(lever.wrong for lever in self.levers)

    @property
    def query(self) -> str:
        """The shortest address of the same simulation, whoever's language reads it."""
        return query_of(self.changed)


def query_of(changed: Mapping[str, Any]) -> str:
    """What an address says of these answers, by path."""
    levers = [(path, "" if answer is None else answer) for path, answer in changed.items() if answer != SWITCH]
    return urlencode([*levers, *((SWITCH, path) for path, answer in changed.items() if answer == SWITCH)])


def trial(asked: QueryDict, on_file: Applicant, before: Assessment, guide: Guide, language: Language) -> Trial:
    """The simulation that an address asks for. `before`: the assessment on file, as its applicant may read it."""
    found = Trial(
        on_file,
        wishes=[_wish(path, guide, language) for path in _wishes(before, guide)],
        promises=[_promise(path, on_file, guide, language) for path in PROMISES],
        size=[_figure(path, on_file, guide, language) for path in _sizes(on_file, guide)],
        switches=[],
    )
    for lever in found.levers:
        _read(lever, asked, on_file, guide, language, found.changed)
    ticked = set(asked.getlist(SWITCH))
    found.switches = _switches(before, on_file, guide, language, ticked)
    found.changed |= {switch.path: SWITCH for switch in found.switches if switch.on}
    found.applicant = _tried(found, on_file, language)
    return found


def _tried(found: Trial, on_file: Applicant, language: Language) -> Applicant:
    """The file with the answers changed; those that it refuses are named and left as they were."""
    while True:
        tables = on_file.tables()
        for path, answer in found.changed.items():
            put(tables, path, {"answer": "yes"} if answer == SWITCH else answer)
        try:
            return read_applicant(tables, language)
        except InvalidApplicant as error:
            blamed = {problem.path: problem for problem in error.problems if problem.path in found.changed}
            if not blamed:
                raise
            for lever in found.levers:
                if lever.path in blamed:
                    lever.wrong = sentence(blamed[lever.path], lever.shown)
            found.changed = {path: answer for path, answer in found.changed.items() if path not in blamed}


def _wishes(before: Assessment, guide: Guide) -> Iterator[str]:
    """The limits of the covers that are needed, and the retention that can be wished."""
    for cover in before.quote.covers:
        tariff = guide.tariff.covers.get(cover.code)
        if tariff and cover.needed:
            yield tariff.limit_wish
            if tariff.retention_wish:
                yield tariff.retention_wish


def _sizes(on_file: Applicant, guide: Guide) -> list[str]:
    visible = guide.questionnaire.visible(on_file.get)
    return [FORECAST, next((path for path in PERSONS if path in visible), PERSONS[1])]


def _wish(path: str, guide: Guide, language: Language) -> Lever:
    tariff, sizes, bounds = guide.tariff, guide.tariff.limits, None
    for cover in tariff.covers.values():
        if path == cover.limit_wish:
            bounds = cover.limit
        elif path == cover.retention_wish:
            sizes, bounds = tariff.retentions, cover.retention
    assert bounds is not None
    sold = [size for size in sizes.values if bounds.smallest.value <= size <= bounds.largest.value]
    options = [Option("", gettext("Ce qu’Égide conseille")), *(_amount(size, language) for size in sold)]
    return _lever(path, guide, language, "choice", options)


def _promise(path: str, on_file: Applicant, guide: Guide, language: Language) -> Lever:
    options = [Option(choice.code, choice.label.to(language)) for choice in guide.question(path).choices]
    if on_file.get(path) is None:
        options.insert(0, Option("", gettext("Sans réponse")))
    return _lever(path, guide, language, "choice", options)


def _figure(path: str, on_file: Applicant, guide: Guide, language: Language) -> Lever:
    lever, now = _lever(path, guide, language, guide.question(path).kind), on_file.get(path)
    smallest, times = STOPS_AROUND[path]
    largest = max(times * (now or 0), smallest * 10**3)
    rungs = (int(rung * 10**power) for power in range(2, 12) for rung in LADDER)
    lever.stops = tuple(sorted({rung for rung in rungs if smallest <= rung <= largest} | ({now} if now else set())))
    return lever


def _lever(path: str, guide: Guide, language: Language, kind: str, options: list[Option] | None = None) -> Lever:
    question: Question = guide.question(path)
    name = question.name.to(language)
    told = question.help.to(language) if question.help else ""
    return Lever(path, name[:1].upper() + name[1:], told, kind, "", tuple(options or ()))


def _amount(amount: Any, language: Language) -> Option:
    return Option(str(int(amount)), typography.eur(amount, language))


def _read(
    lever: Lever, asked: QueryDict, on_file: Applicant, guide: Guide, language: Language, changed: dict[str, Any]
) -> None:
    """Take what the address says of one question, or the answer on file."""
    now = on_file.get(lever.path)
    amounts = lever.path.startswith(WISHES)
    if amounts and now is not None and str(now) not in {option.code for option in lever.options}:
        numbered = sorted([*lever.options[1:], _amount(now, language)], key=lambda option: int(option.code))
        lever.options = (lever.options[0], *numbered)
    form_field = (
        OneOf([option.code for option in lever.options if option.code])
        if lever.kind == "choice"
        else fields_of(guide, lever.path, language)[""]
    )
    lever.shown = str(form_field.prepare_value(now) if now is not None else "")
    if lever.path not in asked:
        return
    typed = str(asked[lever.path])
    if not typed.strip() and not amounts:  # emptied: as it is on file
        return
    try:
        answer: Any = form_field.clean(typed)
    except ValidationError as error:
        lever.shown, lever.wrong = typed, error.messages[0]
        return
    if amounts:
        answer = int(answer) if answer else None
    lever.shown = str(form_field.prepare_value(answer) if answer is not None else "")
    if answer != now:
        changed[lever.path] = answer


def _switches(
    before: Assessment, on_file: Applicant, guide: Guide, language: Language, ticked: set[str]
) -> list[Switch]:
    """What is not in place everywhere, prerequisites first, then what a point to check hangs on, then by worth."""
    worth = {control.code: control for control in before.losses.controls}
    hang = {
        path
        for reason in before.decision.reasons
        if reason.effect in ("refer", "decline")
        for path in reason.fields
        if guide.questions.get(path) and guide.question(path).kind == "control"
    }
    hang = {path for path in hang if on_file.control(path) in (None, "no", "partly", "unknown")}
    visible = set(guide.questionnaire.visible(on_file.get))
    switches = []
    for path in dict.fromkeys([*worth, *sorted(hang)]):
        if path not in visible:
            continue
        control, name = worth.get(path), guide.question(path).name.to(language)
        first = (
            gettext("Préalable des assureurs")
            if path.startswith("prerequisites.")
            else gettext("Un point à vérifier en dépend")
            if path in hang
            else ""
        )
        premium = (control.premium_saved_eur if control else None) or Decimal(0)
        losses = control.expected_saved_eur if control else Decimal(0)
        saved = _saved(premium, losses, language)
        switches.append(Switch(path, name[:1].upper() + name[1:], first, saved, premium + losses, path in ticked))
    return sorted(
        switches,
        key=lambda one: (
            not one.path.startswith("prerequisites."),
            one.path not in hang,
            -one.worth,
        ),
    )


def _saved(premium: Decimal, losses: Decimal, language: Language) -> str:
    """What is saved in a year, to the euro for the premium, to two figures for the loss; nothing below a euro."""
    given = {
        "premium": typography.eur(premium, language),
        "losses": typography.eur(typography.significant(losses), language),
    }
    if premium >= 1 and losses >= 1:
        words = gettext("Par an, {premium} de prime et {losses} de pertes moyennes en moins.")
    elif premium >= 1:
        words = gettext("Par an, {premium} de prime en moins.")
    else:
        words = gettext("Par an, {losses} de pertes moyennes en moins.") if losses >= 1 else ""
    return words.format(**given)
