"""The four steps, the conditions, the legal duties, and the dates that follow from them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from portal import typography

from ..words import Words

_LONG = 220
SENTENCE_END = re.compile(r"(?<=[.?!])(?<!art\.)(?<!\bC\.)\s+(?=[A-ZÀ-Ý«“])")
_SHOWN = 3
"""Actions printed for each step: a founder does the first ones first; all of them are in the attached file."""


def plan(assessment: Mapping[str, Any], words: Words) -> dict[str, Any]:
    """The four steps with their actions, each with its due date: the day of the assessment plus its delay.

    The questions to insurers, one action for each gap, are one line a step: part 4 has their words.
    """
    start, language = date.fromisoformat(assessment["assessed_on"]), words.language
    steps = []
    for step in assessment["plan"]:
        actions = [_action(action, start, words) for action in step["actions"]]
        asked = [action for action in actions if action["gap"]]
        others = [action for action in actions if not action["gap"]]
        lines = sorted([*others, _questions(asked, words)] if len(asked) > 1 else actions, key=_priority)
        # The most pressing are printed, in the order of their days.
        shown, later = sorted(lines[:_SHOWN], key=lambda action: action["on"]), len(lines) - _SHOWN
        steps.append(
            {
                "step": step["step"],
                "title": words.label("steps", step["code"]),
                "short": words.label("steps_short", step["code"]),
                "actions": shown,
                "later": lines[_SHOWN:],
                "more": words("parts.plan.more" if later > 1 else "parts.plan.more_one", count=later)
                if later > 0
                else "",
                "dues": sorted({action["on"] for action in shown}),
                "all": actions,
            }
        )
    everything = sorted((action for step in steps for action in step["all"]), key=_urgency)
    key = "answer" if len(everything) > 1 else "answer_one" if everything else "answer_none"
    first = min((action["on"] for action in everything), default=start)
    said = [
        words("parts.plan.alt_item", step=step["step"], title=step["title"],
              days=", ".join(typography.day(due, language) for due in step["dues"]) or words("parts.plan.nothing"))
        for step in steps
    ]  # fmt: skip
    count = typography.in_words(len(everything), language, masculine=True).lower()
    return {
        "answer": words(f"parts.plan.{key}", count=count, day=typography.day(first, language)),
        "steps": steps,
        "urgent": everything,
        "start": start,
        "alt": f"{words('parts.plan.alt')} {typography.semicolons(said, language)}.",
    }


def _priority(action: Mapping[str, Any]) -> int:
    """Actions of one priority keep the assessment's order: by worth for the work."""
    return int(action["priority"])


def _urgency(action: Mapping[str, Any]) -> tuple[int, date]:
    return action["priority"], action["on"]


def _action(action: Mapping[str, Any], start: date, words: Words) -> dict[str, Any]:
    due = start + timedelta(days=action["due_in_days"])
    effect = action.get("effect") or {}
    text, why = _told(action, effect, words)
    return {
        "code": action["code"],
        "text": text,
        "why": why,
        "priority": action["priority"],
        "on": due,
        "due": typography.day(due, words.language, month="short"),
        "effort": action.get("effort") or "",
        "gap": effect.get("closes_gap") if "?" in text else None,
        "notice": effect.get("deadline") if "expires_on" in effect else None,
        "expires": effect.get("expires_on"),
        "gains": typography.semicolons(action.get("gains") or (), words.language),
    }


def _told(action: Mapping[str, Any], effect: Mapping[str, Any], words: Words) -> tuple[str, str]:
    """The words and the reason in the plan. What another part tells in full is only named here."""
    text, why = str(action["text"]), str(action.get("why") or "")
    if action["code"] == "complete_short_path" and len(text) > _LONG:
        return words("parts.plan.missing", count=typography.number(len(effect["answers"]), words.language)), why
    if "meets_prerequisite" in effect:
        label = words.label("prerequisites", effect["meets_prerequisite"])
        key = "verify" if "answers" in effect else "prerequisite"
        return words(f"parts.plan.{key}", label=typography.lower_first(label)), ""
    if "meets_duty" in effect and len(text) > _LONG:
        return words("parts.plan.duty", law=typography.lower_first(words.label("laws", effect["meets_duty"]))), why
    return text, why


def _questions(asked: list[dict[str, Any]], words: Words) -> dict[str, Any]:
    """One line for several questions to an insurer, due when the first of them is."""
    first = min(asked, key=_urgency)
    labels = typography.listing(
        (typography.lower_first(words.label("gaps", action["gap"])) for action in asked), words.language
    )
    effort = first["effort"] if len({action["effort"] for action in asked}) > 1 else words(
        "parts.plan.each", count=len(asked), effort=first["effort"]
    )  # fmt: skip
    return {
        **first,
        "text": words("parts.plan.questions", gaps=labels),
        "why": "",
        "effort": effort,
        "gains": "",
        "gap": None,
    }


def conditions(assessment: Mapping[str, Any], words: Words) -> dict[str, Any]:
    """Each condition once, in the order of its moment, with the covers that it opens; `question` if it asks one."""
    order = {"quote": 0, "bind": 1, "30_days_after": 2}
    found: dict[str, dict[str, Any]] = {}
    for cover in assessment["quote"]["covers"]:
        for item in cover.get("subjectivities") or ():
            row = found.setdefault(
                f"{item['code']} {item['text']}",
                {"code": item["code"], "text": item["text"], "before": item["before"], "covers": []},
            )
            row["covers"].append(cover["code"])
            row["before"] = min(row["before"], item["before"], key=lambda moment: order[moment])
    rows = sorted(found.values(), key=lambda row: order[row["before"]])
    needed = sum(cover["needed"] for cover in assessment["quote"]["covers"])
    for row in rows:
        row["moment"] = words.label("moments", row["before"])
        row["question"] = words.named.get("answers", {}).get(row["code"], "")
        everywhere = len(row["covers"]) >= needed
        row["for"] = (
            words("parts.conditions.everywhere")
            if everywhere
            else typography.listing((words.label("covers_short", code) for code in row["covers"]), words.language)
        )
    key = ("" if assessment["quote"]["published"] else "later_") + ("one" if len(rows) == 1 else "many")
    return {
        "answer": words(
            f"parts.conditions.{key}",
            count=typography.in_words(len(rows), words.language),
        ),
        "rows": rows,
        "questions": [row for row in rows if row["question"]],
        "others": [row for row in rows if not row["question"]],
    }


def obligations(assessment: Mapping[str, Any], numbers: Mapping[str, int], words: Words) -> dict[str, Any]:
    """Duties that bind or may bind: those to meet or prove one by one; those met, doubtful or for later by their names.

    `numbers` gives each source its number in annex C. `told` holds all but those met,
    for annex B: the part itself says the first sentence of each, or its name.
    """
    found = [item for item in assessment["obligations"] if item["applies"] != "no"]
    in_force = [item for item in found if item["applies"] == "yes" and item["standing"] == "settled"]
    open_ = [item for item in in_force if item["status"] in ("not_met", "unknown")]
    watched = [item for item in found if item not in in_force]
    count = typography.in_words(len(in_force), words.language, masculine=True)
    if len(in_force) < 2:
        answer = words("parts.obligations.answer_one" if in_force else "parts.obligations.none")
    else:
        known = all(item["status"] == "not_due" for item in in_force)
        key = "answer" if open_ else "answer_later" if known else "answer_met"
        answer = words(
            f"parts.obligations.{key}",
            count=count,
            open=typography.in_words(len(open_), words.language, masculine=True).lower(),
        )
    rows = [_duty(item, numbers, words) for item in open_]
    perhaps = [_duty(item, numbers, words) for item in watched]
    later = [_duty(item, numbers, words) for item in in_force if item["status"] == "not_due"]
    return {
        "answer": answer,
        "rows": rows,
        "kept": [_duty(item, numbers, words) for item in in_force if item["status"] == "met"],
        "perhaps": perhaps,
        "later": later,
        "told": [*rows, *perhaps, *later],
    }


def _duty(item: Mapping[str, Any], numbers: Mapping[str, int], words: Words) -> dict[str, Any]:
    unsure = item["applies"] == "to_confirm"
    status = "to_confirm" if unsure or item["standing"] == "unsettled" else item["status"]
    if item.get("deadline"):
        deadline = typography.day(item["deadline"], words.language, month="short")
    elif item["standing"] == "settled":
        # Without a date, what isn't due yet is due when something happens: a breach, an accident.
        deadline = words(f"parts.obligations.{'on_the_day' if status == 'not_due' else 'in_force'}")
    else:
        deadline = typography.NOTHING
    remark = "unsettled" if item["standing"] == "unsettled" else "to_confirm" if unsure else ""
    return {
        "law": words.label("laws", item["code"]),
        "source": numbers.get(item["source"]),
        "text": item["text"],
        "brief": SENTENCE_END.split(item["text"], maxsplit=1)[0],
        "deadline": deadline,
        "remark": words(f"parts.obligations.{remark}") if remark else "",
        "status": status,
        "status_label": words.label("duty_statuses", "to_watch" if item["standing"] == "unsettled" else status),
    }
