"""Eligibility, situations and gaps."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from portal import typography

from ..answers import Answers
from ..words import Words

_DEPTHS, _DETAILED, _DETAILED_ROWS, _SHARED = 4, 50, 5, 3
_LAST_SENTENCE = re.compile(r"(?<=[.?!]) [A-ZÀ-Ý][^.?!]*\.$")
_TOLD, _TOLD_POINTS = 6, 1.5


def eligibility(assessment: Mapping[str, Any], answers: Answers, words: Words) -> dict[str, Any]:
    """The five prerequisites with their remedies, then each reason that a person must look at."""
    items = assessment["eligibility"]
    rows = [
        {
            "label": words.label("prerequisites", item["code"]),
            "status": item["status"],
            "status_label": words.label("statuses", item["status"]),
            "text": item["text"],
            "remedy": item.get("remedy") or "",
        }
        for item in items
    ]
    blocked = [item for item in items if item["status"] in ("not_met", "unknown")]
    partly = [item for item in items if item["status"] == "partly"]
    if blocked:
        answer = words("parts.eligibility.open_one" if len(blocked) == 1 else "parts.eligibility.open_many",
                       count=typography.in_words(len(blocked), words.language).lower())  # fmt: skip
    elif partly:
        answer = words("parts.eligibility.partly_one" if len(partly) == 1 else "parts.eligibility.partly_many")
    else:
        answer = words("parts.eligibility.all")
    maturity, found = assessment["maturity"], reasons(assessment, answers, words)
    return {
        "answer": answer,
        "rows": rows,
        "reasons": found,
        "others": [reason for reason in found if not reason["told"]],
        "missing": [answers.name(path) for path in missing_short_path(assessment)],
        "maturity": words(
            "parts.eligibility.maturity",
            score=typography.number(maturity["score"], words.language),
            grade=maturity["grade"],
        ),
    }


def missing_short_path(assessment: Mapping[str, Any]) -> list[str]:
    """The fields whose absence makes the file incomplete, each once, in order."""
    found: dict[str, None] = {}
    for reason in assessment["decision"]["reasons"]:
        if reason["effect"] == "incomplete":
            found.update(dict.fromkeys(reason["fields"]))
    return list(found)


def reasons(assessment: Mapping[str, Any], answers: Answers, words: Words) -> list[dict[str, Any]]:
    """What keeps a cover or the file from being automatic, the gravest first; missing answers told apart."""
    grave = {"decline": 0, "incomplete": 1, "refer": 2}
    found = [reason for reason in assessment["decision"]["reasons"] if reason["effect"] in grave]
    everything = len(assessment["quote"]["covers"])
    rows = []
    for reason in sorted(found, key=lambda reason: grave[reason["effect"]]):
        covers = reason.get("covers") or ()
        whole = not covers or len(covers) >= min(4, everything)
        rows.append(
            {
                "effect": reason["effect"],
                "text": _missing_words(reason, words) if reason["effect"] == "incomplete" else reason["text"],
                "told": reason["effect"] == "incomplete" or reason["code"].startswith("prerequisite_"),
                "way_back": reason.get("way_back") or "",
                "covers": words("parts.eligibility.company") if whole else typography.listing(
                    (words.label("covers_short", code) for code in covers), words.language
                ),
            }
        )  # fmt: skip
    return rows


def _missing_words(reason: Mapping[str, Any], words: Words) -> str:
    count = len(reason["fields"])
    key = "missing_one" if count == 1 else "missing_count"
    return words(f"parts.eligibility.{key}", count=typography.number(count, words.language))


def situations(assessment: Mapping[str, Any], words: Words) -> dict[str, Any]:
    """The three situations, those that apply with their drivers, the strongest first."""
    items = []
    for item in assessment["situations"]:
        drivers = sorted(item["drivers"], key=lambda driver: -driver["points"])
        items.append(
            {
                "code": item["code"],
                "label": words.label("situations", item["code"]),
                "short": words.label("situations_short", item["code"]),
                "applies": item["applies"],
                "score": item["score"],
                "coupling_label": words.label("couplings", item["coupling"]),
                "architecture": item["cover_architecture"],
                "drivers": [(driver["text"], driver["points"]) for driver in drivers],
                **_told(drivers, words),
            }
        )
    applying = [item for item in items if item["applies"]]
    if not applying:
        answer = words("parts.situations.none")
    elif len(applying) == 1:
        answer = words("parts.situations.one", label=applying[0]["label"], coupling=applying[0]["coupling_label"])
    else:
        labels = typography.listing((typography.lower_first(item["label"]) for item in applying), words.language)
        answer = words("parts.situations.many", labels=labels[:1].upper() + labels[1:])
    for item in applying:
        item["heading"] = words(
            "parts.situations.drivers", label=item["label"], score=typography.number(item["score"], words.language)
        )
    tied = any(item["applies"] and item["coupling"] != "distinct" for item in assessment["situations"])
    return {
        "answer": answer,
        "rows": items,
        "applying": applying,
        "tied": tied,
        "alt": _alternative(items, words),
    }


def _told(drivers: Sequence[Mapping[str, Any]], words: Words) -> dict[str, Any]:
    """The strongest drivers one by one; the others as one line, so that the points still add up."""
    strong = [driver for driver in drivers if abs(driver["points"]) >= _TOLD_POINTS]
    strong = sorted(strong, key=lambda driver: -abs(driver["points"]))[:_TOLD]
    others = [driver for driver in drivers if driver not in strong and driver["points"]]
    shown = [driver for driver in drivers if driver in strong]
    rest = sum(driver["points"] for driver in others)
    one = len(others) == 1
    label = words("parts.situations.other" if one else "parts.situations.others", count=len(others))
    return {
        "told": [_driver(driver["text"], driver["points"], words) for driver in shown],
        "others": _driver(label, rest, words) if rest else None,
    }


def _driver(text: str, points: float, words: Words) -> dict[str, str]:
    sign = typography.MINUS if points < 0 else "+"
    digits = 0 if float(points).is_integer() else 1 if float(points * 2).is_integer() else 2
    return {"text": text, "points": sign + typography.number(abs(points), words.language, digits)}


def _alternative(items: Sequence[Mapping[str, Any]], words: Words) -> str:
    said = [
        words("parts.situations.alt_item", label=item["label"], coupling=item["coupling_label"],
              score=typography.number(item["score"], words.language))
        if item["applies"] else words("parts.situations.alt_none", label=item["label"])
        for item in items
    ]  # fmt: skip
    return f"{words('parts.situations.alt')} {typography.semicolons(said, words.language)}."


def gaps(assessment: Mapping[str, Any], words: Words) -> dict[str, Any]:
    """Open gaps, the worst first, each with its question; what is covered and what is no concern are named below.

    The gravest are told in full, in a table; the others, in `lesser`, in a few words.
    """
    items = assessment["gaps"]
    shown = [item for item in items if item["applies"] and item["cover"] != "covered" and item["code"] != "fines"]
    rows = [
        {
            "label": words.label("gaps", item["code"]),
            "text": item["text"],
            "exposure": item["exposure"],
            "cover": words.label("gap_covers", item["cover"]),
            "status": item["cover"],
            "severity": item["severity"],
            "depth": min(_DEPTHS, -(-item["severity"] * _DEPTHS // 100)),
            "question": item.get("question_to_insurer") or "",
        }
        for item in sorted(shown, key=lambda item: (-item["severity"], -item["exposure"]))
    ]
    grave = [row for row in rows if row["severity"] >= _DETAILED][:_DETAILED_ROWS]
    repeated = _shared_endings(grave)

    def named(chosen: Sequence[Mapping[str, Any]]) -> str:
        return typography.listing(
            (typography.lower_first(words.label("gaps", item["code"])) for item in chosen), words.language
        )

    covered = [item for item in items if item["applies"] and item["cover"] == "covered"]
    silent = [item for item in items if not item["applies"] and item["code"] != "fines"]
    key = "none" if not rows else "one" if len(rows) == 1 else "many"
    return {
        "answer": words(f"parts.gaps.{key}", count=typography.in_words(len(rows), words.language)),
        "rows": rows,
        "grave": grave,
        "lesser": rows[len(grave) :],
        "repeated": repeated,
        "covered": words("parts.gaps.covered", gaps=named(covered)) if covered else "",
        "silent": words("parts.gaps.silent", gaps=named(silent)) if silent else "",
        "title": words(
            "parts.gaps.title" if any(i["cover"] not in ("no_policy",) for i in shown) else "parts.gaps.title_none"
        ),
    }


def _shared_endings(rows: Sequence[dict[str, Any]]) -> str:
    """Takes the last sentence out of the texts that share it with two others, and returns what was taken out.

    A file without known policies would say five times that nothing is known of a policy: the note says it once.
    """
    endings = {id(row): found for row in rows if (found := _LAST_SENTENCE.search(row["text"]))}
    counted = Counter(found[0] for found in endings.values())
    for row in rows:
        found = endings.get(id(row))
        if found and counted[found[0]] >= _SHARED:
            row["text"] = row["text"][: found.start()]
    return "".join(sentence for sentence, times in counted.items() if times >= _SHARED).strip()
