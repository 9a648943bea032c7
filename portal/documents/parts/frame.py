"""What stands around the parts: the company on the cover, the broker, sentences that hold a value."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from portal import typography

from ..answers import Answers
from ..words import Words


def broker_in(broker: Mapping[str, Any], language: str) -> dict[str, str]:
    """The broker's particulars in the reader's language, where they are given in both."""
    return {
        key: str(value[language] if isinstance(value, Mapping) else value) for key, value in broker.items() if value
    }


def company(answers: Answers, words: Words) -> dict[str, Any]:
    """Who the document is for."""
    name = answers.raw("company.name") or words("frame.cover.unnamed")
    siren = answers.raw("company.siren")
    contact = [text for text in (answers.text("contact.full_name"), answers.text("contact.role")) if text]
    return {
        "name": name,
        "short": typography.clip(name, 46),
        "long": len(name) > 60,
        "activity": answers.text("product.summary"),
        "contact": ", ".join(contact),
        "siren": words("frame.cover.siren", number=typography.siren(str(siren))) if siren else "",
    }


def lines(
    assessment: Mapping[str, Any],
    answers: Answers,
    document: Mapping[str, Any],
    valid_until: date | None,
    broker: Mapping[str, Any],
    priced: list[dict[str, Any]],
    checked: date | None,
    words: Words,
) -> dict[str, str]:
    """Sentences that hold a value. `priced`: covers with a price; `checked`: the oldest check of a source cited."""
    language, guide = words.language, assessment["guide"]
    until = typography.day(valid_until, language)
    names = typography.listing((typography.lower_first(row["label"]) for row in priced), language)
    person = answers.text("contact.full_name")
    return {
        "valid": words("frame.cover.valid", day=until),
        "registration": words("frame.broker.registration_number", number=broker["registration"]),
        "file": words("frame.cover.version", reference=document["reference"], version=document["version"]),
        "price": words("frame.essentials.price_aside", day=until),
        "partial": words("frame.essentials.price_partial", covers=names)
        if assessment["decision"]["outcome"] == "partial"
        else "",
        "ledger": words("frame.ledger.given_by", name=person) if person else words("frame.ledger.given"),
        "checked": words("frame.sources.checked", day=typography.day(checked, language)) if checked else "",
        "edition": words(
            "frame.sources.edition", edition=guide["edition"], day=typography.day(guide["effective_from"], language)
        ),
    }
