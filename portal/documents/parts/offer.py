"""What a quote offers: its covers and their price, what differs from the request, on what conditions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from portal import typography

from ..answers import Answers
from ..words import Words
from .duties import conditions
from .money import RECOMMENDED

Covers = Sequence[Mapping[str, Any]]

CYBER, FINES = "cyber", "administrative_fines"
_WIDEST = 15
"""Letters that an amount may have before the table is set in smaller type."""
_BASES = {CYBER: "discovery", "public_liability": "claims_or_act"}
_WISHES = {
    CYBER: (("limit", "wishes.cyber_limit_eur"), ("retention", "wishes.cyber_retention_eur")),
    "professional_liability": (("limit", "wishes.professional_limit_eur"),),
    "product_liability": (("limit", "wishes.product_limit_eur"),),
    "directors_liability": (("limit", "wishes.directors_limit_eur"),),
}
_REQUIRED = ("professional_liability", "contracts.client_required_limit_eur")


def covers(quoted: Covers, assessment: Mapping[str, Any] | None, words: Words) -> list[dict[str, Any]]:
    """One row for each cover of the quote, amounts in full."""
    language = words.language
    compulsory = {cover["code"] for cover in _known(assessment) if cover["compulsory"]}

    def cents(amount: Any) -> str:
        return typography.eur(amount, language, cents=True)

    def plain(amount: Any) -> str:
        return typography.eur(amount, language, cents=Decimal(amount) % 1 != 0)

    return [
        {
            "label": words.label("covers", cover["code"]),
            "basis": words(f"quote.covers.{_BASES.get(cover['code'], 'claims_made')}"),
            "compulsory": cover["code"] in compulsory,
            "limit": plain(cover["limit_eur"]),
            "retention": plain(cover["retention_eur"]),
            "net": cents(cover["net_eur"]),
            "tax": cents(cover["tax_eur"]),
            "total": cents(Decimal(cover["net_eur"]) + Decimal(cover["tax_eur"])),
        }
        for cover in quoted
    ]


def never(quoted: Covers, guide: Any, words: Words) -> list[dict[str, str]]:
    """What the guide says that these covers don't pay: fines first, once for all; then cover by cover."""
    fines: dict[str, str] = {}
    rows = []
    for cover in quoted:
        told = []
        for entry in guide.guarantees.covers.get(cover["code"], ()):
            if entry.included == "no" and entry.code == FINES:
                fines.setdefault(entry.code, entry.text.to(words.language))
            elif entry.included == "no":
                told.append(entry.text.to(words.language))
        if told:
            rows.append({"label": words.label("covers", cover["code"]), "text": " ".join(told)})
    return [{"label": words.label("guarantees", code), "text": text} for code, text in fines.items()] + rows


def differences(
    quoted: Covers, assessment: Mapping[str, Any] | None, answers: Answers, words: Words
) -> tuple[str, list[str]]:
    """What the applicant asked for, or was advised, against what it is given: an answer, and a sentence for each."""
    given = {cover["code"]: cover for cover in quoted}
    asked = [
        (kind, code, path)
        for code, wishes in (*_WISHES.items(), (_REQUIRED[0], (("required", _REQUIRED[1]),)))
        for kind, path in wishes
        if code in given and answers.raw(path) is not None
    ]
    found = []
    for kind, code, path in asked:
        wish, got = (
            Decimal(str(answers.raw(path))),
            given[code]["retention_eur" if kind == "retention" else "limit_eur"],
        )
        if Decimal(got) < wish if kind == "required" else Decimal(got) != wish:
            found.append(_difference(kind, code, wish, got, words))
    wished = {code for kind, code, _ in asked if kind == "limit"}
    for code, limit in _advised(assessment).items():
        if code in given and code not in wished and Decimal(given[code]["limit_eur"]) < Decimal(limit):
            found.append(_difference("advised", code, limit, given[code]["limit_eur"], words))
    for cover in _known(assessment):
        label = words.label("covers", cover["code"])
        if cover["needed"] and cover["code"] not in given:
            key = "missing_compulsory" if cover["compulsory"] else "missing"
            found.append(words(f"quote.differences.{key}", cover=label))
        elif not cover["needed"] and cover["code"] in given:
            found.append(words("quote.differences.added", cover=label))
    if found:
        return "", found
    return words(f"quote.differences.{'same' if asked else 'unasked'}"), []


def _difference(kind: str, code: str, asked: Any, given: Any, words: Words) -> str:
    amounts = {name: typography.eur(value, words.language) for name, value in (("asked", asked), ("given", given))}
    return words(f"quote.differences.{kind}", cover=words.label("covers", code), **amounts)


def _advised(assessment: Mapping[str, Any] | None) -> dict[str, str]:
    if not assessment or not assessment["quote"]["published"]:
        return {}
    options = assessment["quote"]["options"]
    return {c["code"]: c["limit_eur"] for option in options if option["code"] == RECOMMENDED for c in option["covers"]}


def told(conditions: str | None) -> list[str]:
    """The conditions as they were typed, one a line, without marks of a list."""
    return [line for line in (typed.strip(" -•–\t") for typed in (conditions or "").splitlines()) if line]


def proofs(quoted: Covers, assessment: Mapping[str, Any] | None, words: Words) -> list[dict[str, Any]]:
    """What the assessment makes these covers subject to: answers still missing, before signing, after the start.

    A condition that does not hold for all of the covers names those that it holds for.
    """
    codes = {cover["code"] for cover in quoted}
    held = [cover for cover in _known(assessment) if cover["code"] in codes]
    if not assessment or not held:
        return []
    groups: dict[str, list[dict[str, str]]] = {"unanswered": [], "before": [], "after": []}
    for row in conditions({"quote": {**assessment["quote"], "covers": held}}, words)["rows"]:
        moment = "after" if row["before"] == "30_days_after" else "before"
        key = "unanswered" if row["question"] else moment
        groups[key].append({"text": row["question"] or row["text"], "only": _only(row["covers"], len(held), words)})
    return [{"title": words(f"quote.conditions.{key}"), "rows": rows} for key, rows in groups.items() if rows]


def _only(codes: Sequence[str], count: int, words: Words) -> str:
    if len(codes) >= count:
        return ""
    named = typography.listing((words.label("covers_short", code) for code in codes), words.language)
    return words("quote.conditions.only", covers=named)


def crowded(rows: Iterable[Mapping[str, Any]], sums: Mapping[str, str]) -> bool:
    """Whether an amount is too wide for its column in ordinary type: money is never broken, nor shortened here."""
    amounts = [row[key] for row in rows for key in ("limit", "retention", "net", "tax", "total")]
    return any(len(amount) > _WIDEST for amount in (*amounts, *sums.values()))


def _known(assessment: Mapping[str, Any] | None) -> Iterable[Mapping[str, Any]]:
    return assessment["quote"]["covers"] if assessment else ()
