"""Page one: the answer, the price or its absence, three decisions, three dates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from portal import typography

from ..answers import Answers
from ..words import Words
from .duties import SENTENCE_END

Rows = Sequence[Mapping[str, Any]]

_MANY_REASONS = 3
_ANSWERED = {"excluded", "sublimited"}
_TITLE, _BRIEF = 200, 260
_COVERS = {
    "professional_liability": "professional_liability",
    "product_liability": "product_liability",
    "cyber": "cyber",
    "directors": "directors_liability",
}


def essentials(
    assessment: Mapping[str, Any],
    answers: Answers,
    reasons: Rows,
    conditions: Rows,
    gaps: Rows,
    urgent: Rows,
    valid_until: date | None,
    words: Words,
) -> dict[str, Any]:
    """Headline by outcome, lead drawn from prerequisites and gaps, reasons when there is no price."""
    outcome = assessment["decision"]["outcome"]
    decisions = [_decision(action) for action in urgent[:3]]
    dates = key_dates(assessment, answers, urgent, valid_until, words)
    return {
        "outcome": outcome,
        "headline": _headline(outcome, reasons, len(conditions), words),
        "lead": _lead(assessment, outcome, gaps, words),
        "reasons": [_short(reason) for reason in reasons[:_MANY_REASONS]],
        "more_reasons": len(reasons) > _MANY_REASONS,
        "decisions": decisions,
        "decisions_title": _counted(len(decisions), "decision", words),
        "dates": dates,
        "dates_title": _counted(len(dates), "date", words),
    }


def _decision(action: Mapping[str, Any]) -> dict[str, Any]:
    """The action, with its reason where both hold in a narrow column; the plan always has it."""
    text = _sentences(action["text"], _TITLE)
    return {
        "text": text,
        "why": action["why"] if len(text) + len(action["why"]) <= _BRIEF else "",
        "due": action["due"],
    }


def _sentences(text: str, most: int) -> str:
    """As many whole sentences as hold in `most` letters, one at least; only one without end is cut."""
    first, *others = SENTENCE_END.split(text)
    told = typography.clip_words(first, max(most, _BRIEF))
    for sentence in others:
        if len(told) + 1 + len(sentence) > most:
            break
        told += f" {sentence}"
    return told


def _counted(count: int, noun: str, words: Words) -> str:
    if count == 1:
        return words(f"frame.essentials.{noun}")
    return words(f"frame.essentials.{noun}s", count=typography.in_words(count, words.language))


def _short(reason: Mapping[str, Any]) -> dict[str, Any]:
    return {"text": reason["text"], "way_back": reason["way_back"]}


def _headline(outcome: str, reasons: Rows, conditions: int, words: Words) -> str:
    if outcome == "quote" and conditions:
        key = "quote_condition" if conditions == 1 else "quote_conditions"
        return words(f"frame.headline.{key}", count=typography.in_words(conditions, words.language).lower())
    if outcome == "decline" and sum(reason["effect"] == "decline" for reason in reasons) > 1:
        return words("frame.headline.decline_many")
    return words(f"frame.headline.{outcome}")


def _lead(assessment: Mapping[str, Any], outcome: str, gaps: Rows, words: Words) -> str:
    sentences = []
    if outcome in ("decline", "incomplete"):
        sentences.append(words(f"frame.lead.{outcome}"))
    if outcome != "incomplete":
        sentences.append(_prerequisites(assessment, words))
    worst = [gap for gap in gaps if gap["severity"] > 0][:3]
    if worst and outcome not in ("decline", "incomplete"):
        answers_of = {gap["status"] for gap in worst}
        key = "gaps_unheld" if answers_of == {"no_policy"} else "gaps_held" if answers_of & _ANSWERED else "gaps_unsure"
        labels = typography.listing((typography.lower_first(gap["label"]) for gap in worst), words.language)
        sentences.append(words(f"frame.lead.{key}", gaps=labels))
    return " ".join(sentences)


def _prerequisites(assessment: Mapping[str, Any], words: Words) -> str:
    statuses = [item["status"] for item in assessment["eligibility"]]
    met = sum(status in ("met", "not_applicable") for status in statuses)
    partly = statuses.count("partly")
    in_words = typography.in_words(partly, words.language, masculine=True).lower()
    if met == len(statuses):
        return words("frame.lead.met_all")
    if met == 0:
        return words("frame.lead.met_none")
    key = ("met_one" if met == 1 else "met_some") + ("_partly" if partly else "")
    return words(f"frame.lead.{key}", met=typography.in_words(met, words.language), partly=in_words)


def key_dates(
    assessment: Mapping[str, Any], answers: Answers, urgent: Rows, valid_until: date | None, words: Words
) -> list[dict[str, Any]]:
    """The three dates that matter: first action, end of the indication, what the applicant waits for, expiries."""
    today = date.fromisoformat(assessment["assessed_on"])
    found: list[tuple[int, date, str, str]] = []
    if urgent:
        first = min(urgent, key=lambda action: (action["on"], action["priority"]))
        rank = next((n for n, action in enumerate(urgent[:3], 1) if action is first), 0)
        text = words("frame.dates.first_action_text", n=rank) if rank else _sentences(first["text"], 90)
        found.append((0, first["on"], words("frame.dates.first_action"), text))
    if valid_until and assessment["quote"]["published"]:
        found.append((1, valid_until, words("frame.dates.valid_until"), words("frame.dates.valid_until_text")))
    for rank, path, key in ((2, "wishes.start_on", "start_on"), (3, "contact.needed_by", "needed_by")):
        if answers.raw(path):
            when = typography.as_date(answers.raw(path))
            found.append((rank, when, words(f"frame.dates.{key}"), words(f"frame.dates.{key}_text")))
    for action in urgent:
        if action["notice"]:
            when = typography.as_date(action["notice"])
            found.append(
                (
                    1,
                    when,
                    words("frame.dates.notice"),
                    words("frame.dates.notice_text", day=typography.day(action["expires"], words.language)),
                )
            )
    for cover, code in _COVERS.items():
        expires = answers.raw(f"cover.{cover}.expires_on")
        if expires:
            title = words("frame.dates.expires", cover=typography.lower_first(words.label("covers", code)))
            found.append((4, typography.as_date(expires), title, words("frame.dates.expires_text")))
    for item in assessment["obligations"]:
        if item["applies"] == "yes" and item["standing"] == "settled" and item.get("deadline"):
            title = words.label("laws", item["code"])
            found.append((5, typography.as_date(item["deadline"]), title, words("frame.dates.obligation_text")))
    coming = sorted((item for item in found if item[1] >= today), key=lambda item: item[:2])[:3]
    return [
        {"on": typography.day(when, words.language, year=when.year != today.year), "title": title, "text": text}
        for _, when, title, text in sorted(coming, key=lambda item: item[1])
    ]
