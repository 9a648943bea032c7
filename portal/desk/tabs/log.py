"""The history: every event, newest first, and whether its chain of hashes holds."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django.utils.translation import gettext, ngettext

from portal import typography
from portal.desk.reading import Reading
from portal.desk.words import (
    ACTORS,
    DECLINE_CODES,
    DOCUMENTS,
    MAILS,
    OUTCOMES,
    OVERRIDES,
    STATES,
    VERBS,
    Mark,
    mark,
    moment,
    word,
)
from portal.models import Event, verify_chain

SHORT_HASH = 12
SHORT_RUN = 3
"""As many saves in a row stand each for itself."""


def build(reading: Reading) -> dict[str, Any]:
    """See the module."""
    events = sorted(reading.submission.events.all(), key=lambda event: -event.number)
    rows = [_event(event, reading) for event in events]
    return {"runs": [*_runs(rows)], "chain": _chain(reading, len(events))}


def _runs(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The events; those of one person's answers that follow one another stand under one line, to be unfolded."""
    for (saved, who), group in groupby(rows, key=lambda row: (row["saved"], row["who"] if row["saved"] else row)):
        run = [*group]
        if not saved or len(run) <= SHORT_RUN:
            yield from ({"event": row, "others": ()} for row in run)
        else:
            said = gettext("%(count)s enregistrements de réponses") % {"count": len(run)}
            first, last = run[-1], run[0]
            yield {"event": None, "said": said, "who": who, "first": first, "last": last, "others": run}


def _chain(reading: Reading, count: int) -> Mark:
    broken = verify_chain(reading.submission)
    if broken is None:
        said = ngettext(
            "Fil vérifié : %(count)s événement, empreinte juste.",
            "Fil vérifié : %(count)s événements, chaque empreinte découle de la précédente.",
            count,
        )
        return Mark("yes", said % {"count": count})
    said = gettext("Fil rompu à l’événement %(number)s : il a été modifié après coup, ou il manque.")
    return Mark("no", said % {"number": broken.number})


def _event(event: Event, reading: Reading) -> dict[str, Any]:
    moved = event.from_state and event.from_state != event.to_state
    return {
        "number": event.number,
        "saved": event.verb == "save_answers",
        "when": moment(event.at),
        "verb": word(VERBS, event.verb),
        "who": by_whom(event),
        "states": (mark(STATES, event.from_state), mark(STATES, event.to_state)) if moved else None,
        "reason": event.reason,
        "detail": _detail(event, reading),
        "hash": event.hash[:SHORT_HASH],
    }


def by_whom(event: Event) -> str:
    """Who did it, by their name once they have given it: until then an applicant is the word of the kind alone."""
    kind = word(ACTORS, event.actor_kind)
    return str(kind) if event.actor_kind in ("system", event.actor) else f"{event.actor} ({kind})"


def _detail(event: Event, reading: Reading) -> str:
    """What the event holds beside its words, where it adds something."""
    data, language = event.data, reading.language
    parts = []
    if event.verb == "save_answers":
        count = len(data.get("questions", ()))
        parts.append(ngettext("%(count)s réponse", "%(count)s réponses", count) % {"count": count})
    elif questions := data.get("questions"):
        parts.append(typography.listing([reading.field(path) for path in questions], language))
    if outcome := data.get("outcome"):
        parts.append(str(mark(OUTCOMES, outcome).word))
    if same := data.get("same_company"):
        parts.append(gettext("ressemble à %(reference)s") % {"reference": same})
    if other := data.get("into") or data.get("joined"):
        parts.append(other)
    if insurers := data.get("insurers"):
        parts.append(typography.listing(insurers, language))
    if insurer := data.get("insurer"):
        parts.append(insurer)
    if code := data.get("reason_code"):
        parts.append(str(dict(DECLINE_CODES).get(code, code)))
    if kind := data.get("override_kind"):
        parts.append(_override(data, kind, reading))
    if number := data.get("policy_number"):
        parts.append(gettext("police %(number)s") % {"number": number})
    if kind := data.get("kind"):
        parts.append(str(MAILS.get(kind) or DOCUMENTS.get(kind) or kind))
    if (version := data.get("version")) and event.verb not in ("reopen_as_new_version",):
        parts.append(gettext("n° %(version)s") % {"version": version})
    if total := data.get("total_eur"):
        parts.append(typography.eur(total, language, cents=True))
    if capacity := data.get("capacity"):
        parts.append(gettext("en qualité de : %(capacity)s") % {"capacity": capacity})
    return ", ".join(parts)


def _override(data: dict[str, Any], kind: str, reading: Reading) -> str:
    """A cover, what is set aside, and the amounts on both sides."""
    named = f"{reading.words.label('covers', data['cover'])}, {typography.lower_first(str(word(OVERRIDES, kind)))}"
    if data["after"] is None:
        return named
    before = typography.NOTHING if data["before"] is None else typography.eur(data["before"], reading.language)
    return f"{named}, {before} → {typography.eur(data['after'], reading.language)}"
