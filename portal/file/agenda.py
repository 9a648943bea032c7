"""The dates of a file, as events for a calendar: from the assessment on file, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext

from portal import guides, typography
from portal.calendars import Event
from portal.documents.parts.duties import plan
from portal.models import Snapshot, Submission
from portal.snapshots import in_language
from underwriting import Language

from .result import PageWords

DAY_BEFORE, WEEK_BEFORE = 15 * 60, (7 * 24 - 9) * 60
"""Minutes before the midnight that begins a day: nine in the morning the day before, and a week before."""
TITLE = 90


def events(submission: Submission, snapshot: Snapshot, language: Language) -> list[Event]:
    """What is to do and by when, by date: the plan's first actions, the way to a price, conditions, notices, duties."""
    guide = guides.named(snapshot.edition, snapshot.guide_sha256)
    shown, words = in_language(submission, snapshot, guide, language), PageWords(language, guide)
    found = [
        *_actions(shown, words),
        *_conditions(shown["quote"]["covers"], words),
        *_duties(shown, words),
    ]
    told = [_told(event, submission, language) for event in found]
    return sorted(told, key=lambda event: (event.start.isoformat(), event.uid))


def _actions(shown: Mapping[str, Any], words: PageWords) -> Iterator[Event]:
    """The actions that the recommendation prints, the notices to give whatever their rank, the way to a price."""
    effects = {action["code"]: action["effect"] for step in shown["plan"] for action in step["actions"]}
    meant = set()
    for step in plan(shown, words)["steps"]:
        printed = {action["code"] for action in step["actions"]}
        for action in [*step["actions"], *step["later"]]:
            notice = _ahead(action["notice"], shown)
            if action["code"] not in printed and not notice:
                continue
            effect = effects[action["code"]]
            meant |= {effect.get("improves"), f"prerequisites.{effect.get('meets_prerequisite')}"}
            about = ". ".join(part.rstrip(".") for part in (action["why"], _capital(action["effort"])) if part)
            alarm = WEEK_BEFORE if notice else DAY_BEFORE
            yield Event(f"plan-{action['code']}", notice or action["on"], action["text"], about, alarm)
    for fix in (shown.get("fix_to_quote") or {}).get("fixes", ()):
        if fix["field"] not in meant:
            yield Event(f"fix-{fix['code']}", date.fromisoformat(fix["due_on"]), fix["text"], fix["effort"], DAY_BEFORE)


def _ahead(day: str | None, shown: Mapping[str, Any]) -> date | None:
    """A day to come on the day of the assessment; None when there is none, or it has passed."""
    return date.fromisoformat(day) if day and day >= shown["assessed_on"] else None


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _conditions(covers: Iterable[Mapping[str, Any]], words: PageWords) -> Iterator[Event]:
    """Each condition on the day that it falls due first, with the covers that wait for it."""
    found: dict[str, dict[str, Any]] = {}
    for cover in covers:
        for item in cover["subjectivities"]:
            if item["deadline"]:
                row = found.setdefault(item["code"], {"text": item["text"], "on": item["deadline"], "covers": []})
                row["on"] = min(row["on"], item["deadline"])
                row["covers"].append(words.label("covers", cover["code"]))
    for code, row in found.items():
        about = gettext("Condition pour : {covers}.").format(covers=typography.listing(row["covers"], words.language))
        yield Event(f"condition-{code}", date.fromisoformat(row["on"]), row["text"], about, WEEK_BEFORE)


def _duties(shown: Mapping[str, Any], words: PageWords) -> Iterator[Event]:
    """Duties that bind, or may bind, from a day to come. One whose law is not settled says so."""
    for duty in shown["obligations"]:
        day = _ahead(duty["deadline"], shown)
        if day is None or duty["applies"] == "no":
            continue
        remarks = [duty["text"]]
        if duty["applies"] == "to_confirm":
            remarks.append(words("parts.obligations.to_confirm"))
        if duty["standing"] == "unsettled":
            remarks.append(words("parts.obligations.unsettled"))
        yield Event(f"duty-{duty['code']}", day, words.label("laws", duty["code"]), " ".join(remarks), WEEK_BEFORE)


def _told(event: Event, submission: Submission, language: Language) -> Event:
    """An event of this file: its own identity, a short title, the whole text below with the file's reference."""
    title = typography.spaced(typography.clip_words(event.summary, TITLE), language)
    whole = [event.summary if event.summary != title else "", event.description]
    whole.append(gettext("Dossier {reference}, Égide.").format(reference=submission.reference))
    return Event(
        f"{event.uid}.{submission.pk}@egide",
        event.start,
        title,
        typography.spaced("\n".join(part for part in whole if part), language),
        event.alarm_minutes_before,
    )
