"""Needs and demands as the applicant stated them, with the wishes that were corrected."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from portal import typography

from ..answers import Answers
from ..words import FOLDER, Words

_COVERS = ("professional_liability", "product_liability", "cyber", "directors", "clinical_trial", "public_liability",
           "e_reputation")  # fmt: skip
_HELD = (("insurer", "insurer"), ("limit_eur", "limit"), ("retention_eur", "retention"), ("expires_on", "expires"),
         ("non_material_limit_eur", "non_material"), ("certificate", "certificate"))  # fmt: skip

Row = dict[str, str]


@lru_cache(maxsize=1)
def _layout() -> dict[str, Any]:
    return tomllib.loads((FOLDER / "needs.toml").read_text(encoding="utf-8"))


def needs(assessment: Mapping[str, Any], answers: Answers, words: Words) -> dict[str, Any]:
    """Three groups of rows (stated, held, wished), the needs retained, the wishes corrected."""
    groups = [
        {"label": words(f"parts.needs.{name}"), "rows": rows}
        for name, rows in (
            ("stated", _rows("stated", answers, words)),
            ("held", _held(answers, words)),
            ("wished", _rows("wished", answers, words)),
        )
        if rows
    ]
    covers = [words.label("covers", cover["code"]) for cover in assessment["quote"]["covers"] if cover["needed"]]
    reason = answers.raw("contact.reason")
    key = reason if isinstance(reason, str) and reason in words.table["parts"]["needs"] else "none"
    return {
        "answer": words(f"parts.needs.{key}"),
        "groups": groups,
        "retained": words(
            "parts.needs.reading", needs=typography.listing(map(typography.lower_first, covers), words.language)
        ) if covers else "",
        "corrections": [_correction(item, words) for item in assessment["quote"].get("wish_corrections") or ()],
        "wished": any(group["label"] == words("parts.needs.wished") for group in groups),
    }  # fmt: skip


def activity(answers: Answers, words: Words) -> str:
    """What the company does, as it stated it; an empty string when it said nothing of it."""
    return _text(_layout()["stated"][0], answers, words)


def _rows(name: str, answers: Answers, words: Words) -> list[Row]:
    told = ((row["label"][words.language], _text(row, answers, words)) for row in _layout()[name])
    return [{"label": label, "text": text} for label, text in told if text]


def _text(row: Mapping[str, Any], answers: Answers, words: Words) -> str:
    parts = []
    for part in row["parts"]:
        text = _told(part["path"], answers)
        if text and ("when" not in part or answers.raw(part["path"]) == part["when"]):
            free = text == answers.raw(part["path"])
            parts.append(part[words.language].format(text if free else _inline(text)))
    return _sentence(parts, words.language) if parts else ""


def _told(path: str, answers: Answers) -> str:
    """The answer in words; of a list of tables, only how many there are: annex A has them all."""
    raw = answers.raw(path)
    if isinstance(raw, list | tuple) and raw and isinstance(raw[0], Mapping):
        return str(len(raw))
    return answers.text(path)


def _inline(text: str) -> str:
    """An answer inside a longer line: no capital, no full stop."""
    return typography.lower_first(text.removesuffix("."))


def _sentence(parts: list[str], language: str) -> str:
    return typography.semicolons([parts[0][:1].upper() + parts[0][1:], *parts[1:]], language)


def _held(answers: Answers, words: Words) -> list[Row]:
    layout, rows, said_none = _layout(), [], []
    for cover in _COVERS:
        held = answers.raw(f"cover.{cover}.held")
        label = layout["covers"][cover][words.language]
        if held == "no":
            said_none.append(typography.lower_first(label))
        if held not in ("yes", "unknown"):
            continue
        parts = [
            layout["held"][key][words.language].format(answers.text(f"cover.{cover}.{field}"))
            for field, key in _HELD
            if held == "yes" and answers.text(f"cover.{cover}.{field}")
        ]
        text = (
            _sentence(parts, words.language)
            if parts
            else layout["held"]["held" if held == "yes" else "unsure"][words.language]
        )
        rows.append({"label": label, "text": text})
    if said_none:
        key = "others" if rows else "nothing"
        text = typography.listing(said_none, words.language) if rows else layout["held"]["nothing_text"][words.language]
        rows.append({"label": layout["held"][key][words.language], "text": text[:1].upper() + text[1:]})
    return rows


def _correction(item: Mapping[str, Any], words: Words) -> str:
    def amount(value: Any) -> str:
        if item["field"].endswith("_eur"):
            return typography.eur(value, words.language)
        return typography.number(value, words.language)

    return words(
        "parts.needs.correction", asked=amount(item["asked"]), given=amount(item["given"]), because=item["because"]
    )
