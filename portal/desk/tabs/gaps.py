"""Gaps in the present policies, gravest first, and the duties of law, those that nobody has read yet included."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portal.desk.reading import Reading
from portal.desk.words import APPLIES, DUTIES, GAP_COVERS, STANDINGS, mark, word

ORDER = ("yes", "to_confirm", "no")


def build(reading: Reading) -> dict[str, Any]:
    """See the module; nothing for a file that was never assessed."""
    result = reading.result
    if not result:
        return {}
    gaps = sorted(result["gaps"], key=lambda gap: (not gap["applies"], -gap["severity"]))
    duties = sorted(result["obligations"], key=lambda duty: ORDER.index(duty["applies"]))
    return {
        "gaps": [_gap(gap, reading) for gap in gaps if gap["applies"]],
        "gaps_elsewhere": [reading.words.label("gaps", gap["code"]) for gap in gaps if not gap["applies"]],
        "duties": [
            {
                "title": word(APPLIES, applies),
                "rows": [_duty(duty, reading) for duty in found],
                "folded": applies == "no",
            }
            for applies in ORDER
            if (found := [duty for duty in duties if duty["applies"] == applies])
        ],
        "contradictions": result["contradictions"],
    }


def _gap(gap: Mapping[str, Any], reading: Reading) -> dict[str, Any]:
    severity = gap["severity"]
    return {
        "name": reading.words.label("gaps", gap["code"]),
        "exposure": gap["exposure"],
        "cover": mark(GAP_COVERS, gap["cover"]),
        "severity": severity,
        "heat": min(4, -(-int(severity) // 25)),
        "text": gap["text"],
        "question": gap["question_to_insurer"],
    }


def _duty(duty: Mapping[str, Any], reading: Reading) -> dict[str, Any]:
    return {
        "name": reading.words.label("laws", duty["code"]),
        "status": mark(DUTIES, duty["status"]) if duty["applies"] != "no" else None,
        "standing": word(STANDINGS, duty["standing"]),
        "unverified": duty["standing"] == "unverified",
        "unsettled": duty["standing"] == "unsettled",
        "text": duty["text"],
        "deadline": duty["deadline"],
        "source": reading.source(duty["source"]),
    }
