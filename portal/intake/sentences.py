"""What is wrong with an answer and what would be right, in words for the person who typed it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from underwriting import Problem, Question

from .values import ROWS_MAX, row_parts


def sentence(problem: Problem, typed: str) -> str:
    """What the applicant file says of an answer. `typed` keeps its own capitals where the sentence begins with it."""
    if problem.path == "product.main_family":
        return _("Cette famille n’est pas cochée plus haut : cochez-la aussi, ou choisissez-en une autre.")
    if problem.path == "contact.email":
        return _("Aucun message n’arriverait à cette adresse : écrivez-la comme nom@societe.example.")
    wrong = problem.wrong if typed and problem.wrong.startswith(typed[:1]) else _capital(problem.wrong)
    return f"{wrong}. {_capital(problem.right)}."


def missing(question: Question, parts: Mapping[str, Any], unread: Collection[str]) -> Iterator[tuple[str, str]]:
    """Parts that must be given for the others to make sense, each with its sentence. `unread` couldn't be read."""
    if question.kind == "control" and not parts[""] and (parts["where"] or parts["since"] or parts["note"] or unread):
        yield "", _("Choisissez d’abord une des cinq réponses.")
    if question.kind == "incidents" and parts["any"] is not False:
        rows = [index for index in range(ROWS_MAX) if _begun(row_parts(index, question), index, parts, unread)]
        if parts["any"] and not rows:
            yield "any", _("Décrivez au moins un incident, ou répondez « Non ».")
        for index in rows:
            if not parts[f"{index}.year"]:
                yield f"{index}.year", _("Donnez l’année de cet incident.")
            if not parts[f"{index}.kind"]:
                yield f"{index}.kind", _("Dites de quoi il s’agissait.")


def _begun(row: Mapping[str, str], index: int, parts: Mapping[str, Any], unread: Collection[str]) -> bool:
    """Whether something stands in the row of an incident that is not to be taken out."""
    if parts.get(f"{index}.remove"):
        return False
    return any(parts.get(part) not in (None, "") or part in unread for part in row.values())


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
