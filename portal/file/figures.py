"""The figures of the result page, as its templates draw them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from portal import typography
from portal.documents.figures import loss_curves
from portal.documents.palette import Palette
from portal.documents.words import Words

GAPS_SHOWN = 5
PIPS = tuple(6 + 14 * rank for rank in range(4))
CALIBRATIONS = ("claims", "blended", "stress")
THEMED = Palette({name: f"var(--{name})" for name in ("ink", "quiet", "edge", "hair", "accent", "watch", "heat-4")})
THEMED["ground"] = "var(--paper)"
NARROW = {"width": 74.0, "height": 90.0}
ADDED = ("loading", "expenses", "minimum")
"""The steps from the risk alone to the net premium."""
EXACT = ("typical_loss_eur", "var_99_eur", "expected_annual_eur")


def shown_gaps(found: Mapping[str, Any]) -> dict[str, Any]:
    """The open gaps, the worst apart, each with the dots of its exposure: where they stand, and which are full."""
    rows = [row | {"pips": [(x, rank < row["exposure"]) for rank, x in enumerate(PIPS)]} for row in found["rows"]]
    return dict(found) | {"worst": rows[:GAPS_SHOWN], "others": rows[GAPS_SHOWN:]}


def shown_losses(assessment: Mapping[str, Any], found: Mapping[str, Any] | None, words: Words) -> dict[str, Any] | None:
    """The three views, exact amounts behind the rounded ones; the middle one in a sentence; the curves."""
    if found is None:
        return None
    calibrations = assessment["losses"]["calibrations"]
    present = [calibrations[code] for code in CALIBRATIONS if code in calibrations]
    rows = [
        row | {"exact": [calibration[name] for name in EXACT], "chance": calibration["probability_any"]}
        for row, calibration in zip(found["rows"], present, strict=True)
    ]
    # On a phone the names would stand on one another: they are told below the drawing.
    unnamed = {code: calibration | {"label": ""} for code, calibration in found["calibrations"].items()}
    middle = rows[min(1, len(rows) - 1)]
    return dict(found) | {
        "rows": rows,
        "chance": typography.number(max(1, round(1 / middle["chance"])), words.language),
        "typical": middle["typical"],
        "worst": middle["worst"],
        "wide": loss_curves(found, THEMED, words),
        "narrow": loss_curves(dict(found) | {"calibrations": unnamed}, THEMED, words, **NARROW),
        "names": [calibration["label"] for calibration in found["calibrations"].values()],
    }


def shown_options(found: Mapping[str, Any]) -> dict[str, Any]:
    """The three options, each with its own covers in order and the names of those that it leaves out."""
    rows = found["rows"]
    columns = [
        column
        | {
            "held": [{"label": row["label"], **row["cells"][rank]} for row in rows if row["cells"][rank]["limit"]],
            "left_out": [row["label"] for row in rows if not row["cells"][rank]["limit"]],
        }
        for rank, column in enumerate(found["columns"])
    ]
    return dict(found) | {"columns": columns}


def price_factors(assessment: Mapping[str, Any], words: Words) -> list[dict[str, Any]]:
    """For each priced cover, at the advised limit: why it is needed, where its price starts, what moves it."""
    published = assessment["quote"]["published"]
    return [
        {
            "label": words.label("covers", cover["code"]),
            "why": cover["why"],
            "advice": cover.get("advice", ""),
            "reference": cover["reference_eur"],
            "reference_because": cover["trace"][0]["because"],
            "factors": [
                (entry["because"], "×" + typography.NOBREAK + typography.number(entry["value"], words.language, 3))
                for entry in cover["trace"]
                if entry["kind"] == "factor"
            ],
            "steps": [
                (entry["because"], entry["value"])
                for entry in cover["trace"]
                if entry["kind"] == "step" and entry["factor"] in ADDED and Decimal(entry["value"])
            ],
            "sources": tuple(dict.fromkeys(entry["source"] for entry in cover["trace"])),
            "pure": cover["pure_eur"],
            "net": cover["net_eur"],
            "tax": cover["tax_eur"],
            "total": cover["total_eur"],
        }
        for cover in assessment["quote"]["covers"]
        if published and cover["outcome"] == "quote" and cover["trace"]
    ]


def shown_way(found: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """The way to a price, or to a lower one; nothing while essential answers are missing, or where it leads nowhere."""
    if not found or found["answer_first"] or not (found["fixes"] or found["cheaper"]):
        return None
    fixes = [fix | {"on": date.fromisoformat(fix["due_on"])} for fix in found["fixes"]]
    return {"text": found["text"], "fixes": fixes, "quoted": found["outcome_now"] == "quote"}


def shown_levers(found: Mapping[str, Any] | None, words: Words) -> dict[str, Any] | None:
    """What each lever takes off an average year, and what stays, today and after the plan, in parts of a thousand."""
    if not found:
        return None

    def share(thousandths: int) -> str:
        return typography.percent(thousandths / 1000, words.language, 1)

    return {
        "text": found["text"],
        "rows": [
            {
                "label": lever["label"],
                "text": lever["text"],
                "today": share(lever["today_per_thousand"]),
                "after": share(lever["after_per_thousand"]),
                "today_eur": lever["today_eur"],
                "after_eur": lever["after_eur"],
            }
            for lever in found["levers"]
        ],
    }
