"""Whole applicant files for hypothesis, drawn from the file's own types: sparse or full, plain or extreme."""

from __future__ import annotations

import types
from datetime import date
from functools import cache
from itertools import compress
from typing import Any, Literal, Union, get_args, get_origin

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from underwriting.applicant import kinds, model, sections

ANSWERS = ("yes", "partly", "no", "unknown", "not_applicable")
QUESTIONS = len(model.QUESTION_PATHS)
SIRENS = ("900000001", "900000019", "900000027", "900000035", "552100554")
DAYS = st.dates(date(2000, 1, 1), date(2035, 12, 31))
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=30)


def _amounts(top: int) -> SearchStrategy[int]:
    """Mostly the sizes of real companies, sometimes nothing, sometimes the largest number allowed."""
    return st.one_of(
        st.integers(0, 10).map(lambda exponent: 3 * 10**exponent).filter(lambda amount: amount <= top),
        st.integers(0, min(top, 20_000_000)),
        st.sampled_from((0, 1, top)),
    )


BY_KIND: dict[str, SearchStrategy[Any]] = {
    "text": TEXTS,
    "note": TEXTS,
    "email": st.just("prenom.nom@societe.example"),
    "siren": st.sampled_from(SIRENS),
    "country": st.sampled_from(("FR", "BE", "DE", "US")),
    "money": _amounts(kinds.MONEY_MAX),
    "count": _amounts(kinds.COUNT_MAX),
    "year": st.integers(2015, 2027),
    "share": st.one_of(st.sampled_from((0.0, 0.05, 0.1, 0.2, 1.0)), st.floats(0, 1)),
    "date": DAYS,
    "flag": st.booleans(),
    "activity": st.integers(1, 6),
    "control": st.one_of(
        st.sampled_from(ANSWERS),
        st.fixed_dictionaries({"answer": st.sampled_from(ANSWERS)}, optional={"since": DAYS, "note": TEXTS}),
    ),
}


def _value(annotation: Any) -> SearchStrategy[Any]:
    kind = next((m.name for m in getattr(annotation, "__metadata__", ()) if isinstance(m, kinds.Kind)), None)
    if kind in BY_KIND:
        return BY_KIND[kind]
    if kind is not None:
        return _value(get_args(annotation)[0])
    origin = get_origin(annotation)
    if origin in (Union, types.UnionType):
        return _value(next(part for part in get_args(annotation) if part is not type(None)))
    if origin is Literal:
        return st.sampled_from(get_args(annotation))
    if origin is tuple:
        return st.lists(_value(get_args(annotation)[0]), max_size=4, unique_by=repr)
    return _table(annotation)


def _table(section: type[sections.Section]) -> SearchStrategy[dict[str, Any]]:
    """A table of the file with all its required keys and any of the others."""
    fields = {
        name: BY_KIND[kind] if (kind := _own_kind(field)) in BY_KIND else _value(field.annotation)
        for name, field in section.model_fields.items()
    }
    required = {name for name, field in section.model_fields.items() if field.is_required()}
    return st.fixed_dictionaries(
        {name: fields[name] for name in required},
        optional={name: strategy for name, strategy in fields.items() if name not in required},
    )


def _own_kind(field: Any) -> str | None:
    return next((m.name for m in field.metadata if isinstance(m, kinds.Kind)), None)


@cache
def _answers_to(path: str) -> SearchStrategy[Any]:
    """Every answer that a question takes; made once, as making it costs more than drawing from it."""
    *groups, last = path.split(".")
    owner: type[sections.Section] = model.Applicant
    for group in groups:
        owner = owner.model_fields[group].annotation  # type: ignore[assignment]
    field = owner.model_fields[last]
    kind = _own_kind(field)
    return BY_KIND[kind] if kind in BY_KIND else _value(field.annotation)


@st.composite
def applicants(draw: DrawFn, complete: bool = False) -> dict[str, Any]:
    """A valid applicant file as plain tables. `complete`: every question is answered."""
    raw: dict[str, Any] = {}
    answered = [True] * QUESTIONS
    if not complete and (silent := draw(st.sampled_from((204, 102, 25, 0)))):
        # One draw for all questions: a draw each would cost as much as assessing the file.
        answered = [byte >= silent for byte in draw(st.binary(min_size=QUESTIONS, max_size=QUESTIONS))]
    for path in compress(model.QUESTION_PATHS, answered):
        *groups, last = path.split(".")
        table = raw
        for group in groups:
            table = table.setdefault(group, {})
        table[last] = draw(_answers_to(path))
    product = raw.get("product", {})
    if product.get("families"):
        if "main_family" in product:
            product["main_family"] = draw(st.sampled_from(product["families"]))
    else:
        product.pop("main_family", None)
    return raw


def changed(raw: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    """A copy of a file with one answer changed; None takes it away."""
    head, _, rest = path.partition(".")
    if not rest:
        return {key: item for key, item in raw.items() if key != head} | ({} if value is None else {head: value})
    return raw | {head: changed(raw.get(head, {}), rest, value)}
