"""The calculation, whole: each cover from its reference to its total, options, losses, maturity, situations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from portal import typography
from portal.desk.reading import Reading
from portal.desk.words import FACTORS, word

TOTALS = ("net", "total")
"""Steps that say where the sum stands, and add nothing."""


def build(reading: Reading) -> dict[str, Any]:
    """See the module; nothing for a file that was never assessed."""
    result = reading.result
    if not result:
        return {}
    label = reading.words.label
    themes = {theme.code: theme.label.to(reading.language) for theme in reading.guide.maturity.themes}
    return {
        "covers": [_cover(cover, reading) for cover in result["quote"]["covers"]],
        "quote": result["quote"],
        "corrections": [
            {**correction, "name": reading.field(correction["field"])}
            for correction in result["quote"]["wish_corrections"]
        ],
        "options": [_option(option, reading) for option in result["quote"]["options"]],
        "calibrations": [
            {"name": label("calibrations", code), **figures}
            for code, figures in result["losses"]["calibrations"].items()
        ],
        "scenarios": [
            {**scenario, "name": label("scenarios", scenario["code"])} for scenario in result["losses"]["scenarios"]
        ],
        "controls": [{**control, "name": reading.field(control["code"])} for control in result["losses"]["controls"]],
        "maturity": {
            **result["maturity"],
            "written": _points(result["maturity"]["score"], reading),
            "themes": [
                {
                    "name": themes.get(theme["code"], theme["code"]),
                    "score": _points(theme["score"], reading),
                    "weight": _points(theme["weight"], reading),
                }
                for theme in result["maturity"]["themes"]
            ],
            "drivers": _drivers(result["maturity"]["drivers"], reading),
        },
        "situations": [
            {
                "name": label("situations", situation["code"]),
                "applies": situation["applies"],
                "score": _points(situation["score"], reading),
                "coupling": label("couplings", situation["coupling"]),
                "text": situation["cover_architecture"],
                "drivers": _drivers(situation["drivers"], reading),
            }
            for situation in result["situations"]
        ],
    }


def _cover(cover: Mapping[str, Any], reading: Reading) -> dict[str, Any]:
    return {
        "name": reading.words.label("covers", cover["code"]),
        "outcome": reading.words.label("cover_outcomes", cover["outcome"]),
        "why": cover["why"],
        "advice": cover.get("advice", ""),
        "needed": cover["needed"],
        "compulsory": cover["compulsory"],
        "limit_eur": cover["limit_eur"],
        "retention_eur": cover["retention_eur"],
        "range_eur": cover["range_eur"],
        "published": cover["outcome"] == "quote" and reading.result["quote"]["published"],
        "trace": _trace(cover["trace"], reading),
        "subjectivities": [
            {**item, "before": reading.words.label("moments", item["before"])} for item in cover["subjectivities"]
        ],
    }


def _trace(trace: Iterable[Mapping[str, Any]], reading: Reading) -> list[dict[str, Any]]:
    """Each line with the sum that stands after it: factors multiply, steps add."""
    running, rows = Decimal(0), []
    for entry in trace:
        value = Decimal(str(entry["value"]))
        stands = entry["kind"] == "reference" or entry["factor"] in TOTALS
        if stands:
            running = value
        elif entry["kind"] == "factor":
            running *= value
        else:
            running += value
        rows.append(
            {
                "name": word(FACTORS, entry["factor"]),
                "value": "" if stands else _value(entry["kind"], value, reading),
                "running": typography.eur(running, reading.language, cents=True),
                "because": entry["because"],
                "source": reading.source(entry["source"]),
                "total": entry["factor"] in TOTALS,
            }
        )
    return rows


def _value(kind: str, value: Decimal, reading: Reading) -> str:
    if kind == "factor":
        return f"×{typography.NOBREAK}{typography.number(value, reading.language, 4)}"
    return f"+{typography.NOBREAK}{typography.eur(value, reading.language, cents=True)}"


def _option(option: Mapping[str, Any], reading: Reading) -> dict[str, Any]:
    return {
        **option,
        "name": reading.words.label("options", option["code"]),
        "covers": [{**cover, "name": reading.words.label("covers", cover["code"])} for cover in option["covers"]],
    }


def _drivers(drivers: Iterable[Mapping[str, Any]], reading: Reading) -> list[dict[str, Any]]:
    return [{"points": _points(driver["points"], reading), "text": driver["text"]} for driver in drivers]


def _points(value: float, reading: Reading) -> str:
    """Points with as many decimals as they have, two at most."""
    digits = 0 if float(value).is_integer() else 1 if float(value * 10).is_integer() else 2
    return typography.number(value, reading.language, digits)
