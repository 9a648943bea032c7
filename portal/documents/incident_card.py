"""The incident card of a company: one sheet that folds in four, filled in before anything happens.

Its steps and delays are those of the incident page; of the delays, those of the duties that bind this company.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils import translation

from portal import typography
from portal.figures import figure
from portal.incident.clocks import Running, clocks
from portal.incident.page import time_of
from portal.incident.texts import incident
from underwriting import Guide, Language

from .pdf import Rendered
from .sheet import Sheet, sheet_of
from .words import Words

LINES = 9
"""How many lines of the journal fit its quarter."""
ATTACKED = ("attack",)
"""The box of whoever was attacked: the card is for nobody else."""
ROLES = {"controller": ("controller", "joint", "mixed"), "processor": ("processor", "mixed")}
"""Boxes of the incident page that depend on the company's role, and the roles that tick them."""


def lay_out_incident_card(assessment: Mapping[str, Any], applicant: Mapping[str, Any], **common: Any) -> Rendered:
    """The card as PDF, one page. `common`: as for the recommendation."""
    sheet = sheet_of("incident card", assessment, applicant, **common)
    words, guide = sheet.words, common["guide"]
    language: Language = "en" if words.language == "en" else "fr"
    unsure = any(duty["applies"] == "to_confirm" for duty in sheet.assessment["obligations"])
    with translation.override(language):
        context = {
            "title": words("card.title"),
            "steps": [
                {"title": step.title.to(language), "short": step.short.to(language)} for step in incident().steps
            ],
            "clocks": [
                {
                    "title": one.clock.title.to(language),
                    "time": _time(one, guide, words, language),
                    "short": one.clock.when != "open",
                }
                for one in _binding(sheet, guide)
            ],
            "unsure": words("card.unsure") if unsure else "",
            "blanks": [words(f"card.{blank}") for blank in ("insurer", "policy", "technician", "decider", "lawyer")],
            "journal": range(LINES),
            "edition": words(
                "card.edition",
                edition=sheet.assessment["guide"]["edition"],
                day=typography.day(sheet.document["issued_on"], language),
            ),
        }
    return sheet.lay_out("incident_card", context)


def _binding(sheet: Sheet, guide: Guide) -> Iterator[Running]:
    """The clocks of settled law that run for this company: those of everybody, and of the duties that bind it."""
    duties = {duty["code"]: duty["applies"] for duty in sheet.assessment["obligations"]}
    role = sheet.answers.raw("data.role")
    for one in clocks(guide):
        everybody = one.clock.cases in ((), ATTACKED)
        roles = {known for box in one.clock.cases for known in ROLES.get(box, ())}
        concerned = not roles or role in (None, "unknown", *roles)
        if one.standing == "settled" and concerned and (everybody or duties.get(one.clock.duty) == "yes"):
            yield one


def _time(one: Running, guide: Guide, words: Words, language: Language) -> str:
    """The time that it leaves; in words where no hour is set."""
    if one.clock.when == "clock":
        return time_of(one)
    if one.clock.open is None:
        return words("card.at_once")
    numbers = guide.obligations.duty(one.clock.duty).numbers
    return one.clock.open.to(language, **{name: figure(number, language) for name, number in numbers.items()})
