"""What a bad year can cost, and which cover answers it at what price."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from portal import typography

from ..words import Words

RECOMMENDED = "recommended"
_CALIBRATIONS = ("claims", "blended", "stress")
_BAR = 15.0
_FAMILIES = {
    "response": ("incident_response", "legal_advice", "crisis_communication", "notification", "monitoring",
                 "authority_inquiry"),
    "losses": ("data_restoration", "system_restoration", "extra_expenses", "business_interruption",
               "supplier_interruption", "extortion_expenses", "ransom_payment", "card_industry_penalties",
               "payment_fraud"),
    "liability": ("client_liability", "third_party_liability", "media_liability"),
}  # fmt: skip


def losses(assessment: Mapping[str, Any], words: Words) -> dict[str, Any] | None:
    """The three calibrations in figures and in words, the scenarios, what each measure would be worth.

    None when the assessment holds no curve to show.
    """
    found, language = assessment.get("losses") or {}, words.language
    calibrations = {
        code: {**found["calibrations"][code], "label": words.label("calibrations", code)}
        for code in _CALIBRATIONS
        if code in (found.get("calibrations") or {})
    }
    if not any(calibration["exceedance"] for calibration in calibrations.values()):
        return None

    def about(amount: Any) -> str:
        return typography.fit(typography.significant(amount), language, 14)

    rows = [
        {
            "label": calibration["label"],
            "basis": words.label("calibration_basis", code),
            "odds": words("parts.losses.a_year", odds=typography.one_in(calibration["probability_any"], language)),
            "typical": about(calibration["typical_loss_eur"]),
            "worst": about(calibration["var_99_eur"]),
            "mean": about(calibration["expected_annual_eur"]),
        }
        for code, calibration in calibrations.items()
    ]
    controls = _controls(found, words)
    worst = sorted(Decimal(calibration["var_99_eur"]) for calibration in calibrations.values())
    said = (
        words(
            "parts.losses.alt_item",
            label=c["label"],
            worst=typography.short(typography.significant(c["var_99_eur"]), language),
        )
        for c in calibrations.values()
    )
    return {
        "answer": words("parts.losses.answer", low=about(worst[0]), high=about(worst[-1])),
        "calibrations": calibrations,
        "limit": _advised_limit(assessment),
        "rows": rows,
        "scenarios": _scenarios(found, words),
        "controls": controls,
        "premiums": any(row["premium"] != typography.NOTHING for row in controls),
        "alt": f"{words('parts.losses.alt')} {typography.semicolons(said, language)}.",
    }


def _advised_limit(assessment: Mapping[str, Any]) -> float | None:
    for option in assessment["quote"]["options"]:
        for cover in option["covers"]:
            if option["code"] == RECOMMENDED and cover["code"] == "cyber":
                return float(cover["limit_eur"])
    return None


def _scenarios(found: Mapping[str, Any], words: Words) -> list[dict[str, Any]]:
    items = sorted(found.get("scenarios") or (), key=lambda item: -float(item["expected_annual_eur"]))
    items = [item for item in items if float(item["expected_annual_eur"]) >= 0.5]
    top = max((float(item["expected_annual_eur"]) for item in items), default=1.0)
    return [
        {
            "label": words.label("scenarios", item["code"]),
            "amount": typography.fit(item["expected_annual_eur"], words.language, 10),
            "bar": f"{max(0.6, _BAR * float(item['expected_annual_eur']) / top):.1f}mm",
        }
        for item in items
    ]


def _controls(found: Mapping[str, Any], words: Words) -> list[dict[str, str]]:
    """The measures that would save something, by what they save in the worst year of a hundred."""
    items = [
        item for item in found.get("controls") or ()
        if float(item["var_99_saved_eur"] or 0) >= 0.5 or float(item["premium_saved_eur"] or 0) >= 0.5
    ]  # fmt: skip
    items.sort(key=lambda item: -float(item["var_99_saved_eur"] or 0))

    def saved(amount: Any) -> str:
        if amount is None or float(amount) < 0.5:
            return typography.NOTHING
        return typography.MINUS + typography.fit(typography.significant(amount), words.language, 10)

    return [
        {
            "label": words.label("controls", item["code"]),
            "worst": saved(item["var_99_saved_eur"]),
            "premium": saved(item["premium_saved_eur"]),
        }
        for item in items[:6]
    ]


def options(assessment: Mapping[str, Any], words: Words) -> dict[str, Any]:
    """The three options side by side when a price is published; every need with its reason; the cyber guarantees."""
    quote, language = assessment["quote"], words.language
    published = bool(quote["published"] and quote["options"])
    columns = [_column(option, words) for option in quote["options"]] if published else []
    priced = [cover for cover in quote["covers"] if any(cover["code"] in column["covers"] for column in columns)]
    recommended = next((column for column in columns if column["recommended"]), columns[0] if columns else None)
    answer = words("parts.options.answer_none")
    if recommended:
        low, high = recommended["range"]
        answer = words("parts.options.answer", low=typography.eur(low, language), high=typography.eur(high, language))
    return {
        "published": published,
        "title": words("parts.options.title" if published else "parts.options.title_none"),
        "answer": answer,
        "columns": columns,
        "rows": [_cover_row(cover, columns, words) for cover in priced],
        "sums": [
            {
                "label": words(f"parts.options.{key}"),
                "kind": key,
                "cells": [(column["recommended"], column[key]) for column in columns],
            }
            for key in ("net", "tax", "total")
        ],
        "spans": [(column["recommended"], column["span"]) for column in columns],
        "needs": [_need(cover, words) for cover in quote["covers"] if cover["needed"] and cover not in priced],
        "guarantees": guarantees(quote, words),
        "cyber": any(cover["code"] == "cyber" and cover["needed"] for cover in quote["covers"]),
    }


def _column(option: Mapping[str, Any], words: Words) -> dict[str, Any]:
    language = words.language
    return {
        "code": option["code"],
        "recommended": option["code"] == RECOMMENDED,
        "label": words.label("options", option["code"]),
        "promise": words.label("promises", option["code"]),
        "covers": {cover["code"]: cover for cover in option["covers"]},
        "net": typography.eur(option["net_eur"], language, cents=True),
        "tax": typography.eur(option["tax_eur"], language, cents=True),
        "total": typography.eur(option["total_eur"], language, cents=True),
        "range": option["range_eur"],
        "span": typography.span(option["range_eur"][0], option["range_eur"][1], language, 20),
    }


def _cover_row(cover: Mapping[str, Any], columns: list[dict[str, Any]], words: Words) -> dict[str, Any]:
    language, cells = words.language, []
    for column in columns:
        found = column["covers"].get(cover["code"])
        cells.append(
            {
                "recommended": column["recommended"],
                "limit": typography.eur(found["limit_eur"], language) if found else "",
                "retention": words("parts.options.retention", amount=typography.eur(found["retention_eur"], language))
                if found
                else "",
            }
        )
    return {**_need(cover, words), "cells": cells}


def _need(cover: Mapping[str, Any], words: Words) -> dict[str, Any]:
    return {
        "code": cover["code"],
        "label": words.label("covers", cover["code"]),
        "compulsory": cover["compulsory"],
        "outcome": cover["outcome"],
        "outcome_label": words.label("cover_outcomes", cover["outcome"]),
        "why": cover["why"],
    }


def guarantees(quote: Mapping[str, Any], words: Words) -> dict[str, list[dict[str, str]]]:
    """The guarantees of the cyber cover: those included by family, each optional or excluded one with its words."""
    cyber = next((cover for cover in quote["covers"] if cover["code"] == "cyber"), None)
    lists: dict[str, list[dict[str, str]]] = {"yes": [], "option": [], "no": []}
    families: dict[str, list[str]] = {}
    for item in (cyber or {}).get("guarantees") or ():
        label = words.label("guarantees", item["code"])
        if item["included"] == "yes":
            family = next((name for name, codes in _FAMILIES.items() if item["code"] in codes), "liability")
            families.setdefault(family, []).append(typography.lower_first(label))
        else:
            lists[item["included"]].append({"label": label, "text": item["text"]})
    for family, labels in families.items():
        text = typography.listing(labels, words.language)
        lists["yes"].append(
            {"label": words.label("guarantee_families", family), "text": text[:1].upper() + text[1:] + "."}
        )
    return lists
