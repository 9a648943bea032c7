"""The incident page laid out: steps, whom to call, the clocks with their due times, the card."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.figures import figure
from portal.typography import MONTHS
from underwriting import Guide, Language, SourceEntry

from .asking import BOUNDS, ERRORS, Asked
from .clocks import Running, clocks, in_order
from .sources import Sources
from .texts import Clock, Contact, Step, incident
from .words import WEEKDAYS, moment_in_words, patterns, time_left

FIRST_CALL = "cyber17"
"""The public service named beside the insurer and the broker, at the top."""


@dataclass(frozen=True)
class Row:
    """A clock as the page shows it: when it runs out in words, how far that is, what the rule says and who says so."""

    running: Running
    shown: bool
    title: str
    how: str
    due: str
    left: str
    passed: bool
    late: str
    host: str
    law: str
    rule: str
    sources: list[SourceEntry]

    @property
    def clock(self) -> Clock:
        """As the file has it."""
        return self.running.clock


def incident_page(guide: Guide, language: Language, asked: Asked, now: datetime) -> dict[str, Any]:
    """Everything that the page shows. Rows that concern somebody else are there too, hidden, for the script."""
    sources = Sources(guide, language)
    named = {contact.code: contact for contact in incident().contacts}
    first_call = _contact(named[FIRST_CALL], language, sources)
    steps = [_step(step, language, sources) for step in incident().steps]
    rows = _rows(guide, language, asked, now, sources)
    contacts = [_contact(contact, language, sources) for contact in incident().contacts]
    upcoming = next((row for row in rows if row.shown and row.left and row.running.standing == "settled"), None)
    return {
        "steps": steps,
        "rows": rows,
        "upcoming": _upcoming(upcoming) if upcoming else "",
        "first_call": first_call,
        "contacts": contacts,
        "groups": _groups(language, asked),
        "fields": _fields(asked),
        "errors": asked.errors,
        "aware": moment_in_words(asked.aware, language) if asked.aware else "",
        "query": address_of(asked) if asked.aware else "",
        "script": _for_script(language),
        "sources": sources.named(),
    }


def card(guide: Guide, language: Language) -> dict[str, Any]:
    """The card to print: the steps in a few words, and the time that each rule in force leaves."""
    return {
        "steps": [{"title": step.title.to(language), "short": step.short.to(language)} for step in incident().steps],
        "times": [
            {"title": one.clock.title.to(language), "time": time_of(one)}
            for one in clocks(guide)
            if one.clock.when == "clock" and one.standing == "settled"
        ],
    }


def rows_due(guide: Guide, language: Language, asked: Asked, now: datetime) -> list[Row]:
    """The clocks of this visitor, by due time."""
    return [row for row in _rows(guide, language, asked, now, Sources(guide, language)) if row.shown]


def address_of(asked: Asked) -> str:
    """The query that asks for the same again."""
    cases = [("case", case.code) for case in incident().cases if case.code in asked.cases]
    return urlencode([*((name, asked.typed[name]) for name in BOUNDS), *cases])


def _rows(guide: Guide, language: Language, asked: Asked, now: datetime, sources: Sources) -> list[Row]:
    aware = asked.aware or now
    return [_row(one, guide, language, asked, aware, now, sources) for one in in_order(clocks(guide), aware)]


def _row(one: Running, guide: Guide, language: Language, asked: Asked, aware: datetime, now: datetime,
         sources: Sources) -> Row:  # fmt: skip
    clock, duty = one.clock, guide.obligations.duty(one.clock.duty)
    figures = {name: figure(number, language) for name, number in duty.numbers.items()}
    due, left = one.due(aware), ""
    if due:
        told, left = moment_in_words(due, language), time_left(due, now)
    else:
        told = clock.open.to(language, **figures) if clock.open else _("maintenant")
    return Row(
        running=one,
        shown=asked.aware is not None and one.concerns(asked.cases),
        title=clock.title.to(language),
        how=clock.how.to(language),
        due=told,
        left=left,
        passed=bool(due) and not left,
        late=clock.late.to(language) if clock.late else "",
        host=urlsplit(clock.address).netloc.removeprefix("www."),
        law=duty.title.to(language),
        rule=duty.text.to(language, **figures),
        sources=sources.name([duty.source, *clock.sources]),
    )


def _step(step: Step, language: Language, sources: Sources) -> dict[str, Any]:
    return {
        "code": step.code,
        "title": step.title.to(language),
        "text": step.text.to(language),
        "why": step.why.to(language),
        "sources": sources.name(step.sources),
        "doubt": step.doubt
        and {
            "title": step.doubt.title.to(language),
            "text": step.doubt.text.to(language),
            "sources": sources.name(step.doubt.sources),
        },
    }


def _contact(contact: Contact, language: Language, sources: Sources) -> dict[str, Any]:
    return {
        "code": contact.code,
        "title": contact.title.to(language),
        "text": contact.text.to(language),
        "name": contact.name,
        "url": contact.url,
        "sources": sources.name(contact.sources),
    }


def _groups(language: Language, asked: Asked) -> list[dict[str, Any]]:
    return [
        {
            "title": group.title.to(language),
            "cases": [
                {
                    "code": case.code,
                    "label": case.label.to(language),
                    "help": case.help.to(language),
                    "ticked": case.code in asked.cases,
                    "usual": case.ticked,
                }
                for case in group.cases
            ],
        }
        for group in incident().groups
    ]


def _fields(asked: Asked) -> list[dict[str, Any]]:
    labels = {"day": _("Jour"), "month": _("Mois"), "year": _("Année"), "hour": _("Heure"), "minute": _("Minutes")}
    return [
        {"name": name, "label": label, "value": asked.typed[name], "error": asked.errors.get(name)}
        for name, label in labels.items()
    ]


def _upcoming(row: Row) -> str:
    return _next().format(title=row.title, moment=row.due, left=row.left)


def _next() -> str:
    return _("Prochaine échéance : {title}, {moment}, {left}.")


def _for_script(language: Language) -> Mapping[str, Any]:
    """What the script needs in order to say the same without a server."""
    said = {**patterns(), "next": _next(), **{f"error-{code}": str(text) for code, text in ERRORS.items()}}
    # Sunday first, as scripts count.
    weekdays = [WEEKDAYS[language][-1], *WEEKDAYS[language][:-1]]
    return {"words": said, "weekdays": " ".join(weekdays), "months": " ".join(MONTHS[language])}


def time_of(one: Running) -> str:
    """72 h, 15 jours, 72 h puis 1 mois."""
    first = (
        _("{n} h").format(n=one.hours) if one.hours else ngettext("{n} jour", "{n} jours", one.days).format(n=one.days)
    )
    return _("{first} + 1 mois").format(first=first) if one.months else first
