"""Pieces of sentences taken from the questionnaire: what a question is called, and where an answer holds."""

from __future__ import annotations

from . import words
from .applicant import ControlAnswer
from .guide.base import Language
from .guide.loader import Guide


def name_of(path: str, guide: Guide, language: Language) -> str:
    """What a question is about, in two to five words, for the middle of a sentence."""
    return guide.question(path).name.to(language)


def names_of(paths: list[str], guide: Guide, language: Language) -> str:
    """The names of several questions, listed once each."""
    return words.listing(list(dict.fromkeys(name_of(path, guide, language) for path in paths)), language)


def opening(phrase: str) -> str:
    """A phrase as the beginning of a sentence."""
    return phrase[:1].upper() + phrase[1:]


def scope(answer: ControlAnswer | None, path: str, guide: Guide, language: Language) -> str:
    """The places that an answer names: the guide's words for its codes, the applicant's own for anything else."""
    if answer is None:
        return ""
    known = {place.code: place.label.to(language) for place in guide.question(path).where}
    return words.listing([known.get(place, place) for place in answer.where], language)


def unnamed_places(answer: ControlAnswer | None, path: str, guide: Guide, language: Language) -> str:
    """The usual places of a control that a partial answer leaves out."""
    named = answer.where if answer else ()
    places = [place.label.to(language) for place in guide.question(path).where if place.code not in named]
    return words.listing(places, language)
