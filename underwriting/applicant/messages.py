"""What is wrong with a field and what would be right, in both languages."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, get_args, get_origin

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from ..guide.base import Language
from .kinds import Kind
from .model import Applicant


@dataclass(frozen=True)
class Problem:
    """One mistake: its dotted path (empty for the whole file), what is wrong, what would be right."""

    path: str
    wrong: str
    right: str

    def __str__(self) -> str:
        return ": ".join(part for part in (self.path, self.wrong, self.right) if part)


WORDS: dict[str, dict[Language, tuple[str, str]]] = {
    "extra_forbidden": {
        "en": ("not a key of the applicant file", "remove it{nearest}"),
        "fr": ("cette clé n’existe pas dans un dossier", "retirez-la{nearest}"),
    },
    "missing": {"en": ("missing", "give it: {expects}"), "fr": ("manque", "donnez-la : {expects}")},
    "literal_error": {
        "en": ("{value} is not a choice", "one of {allowed}"),
        "fr": ("{value} n’est pas un choix", "un parmi {allowed}"),
    },
    "siren_check": {
        "en": ("{value} fails its check digit", "copy the nine digits from your registration certificate"),
        "fr": ("{value} : le chiffre de contrôle ne tombe pas juste", "recopiez les neuf chiffres de votre Kbis"),
    },
    "siren_digits": {
        "en": ("{value} is not nine digits", "copy the nine digits from your registration certificate"),
        "fr": ("{value} ne compte pas neuf chiffres", "recopiez les neuf chiffres de votre Kbis"),
    },
    "email": {
        "en": ("{value} is not an e-mail address", "an address such as name@company.example"),
        "fr": ("{value} n’est pas une adresse électronique", "une adresse comme nom@societe.example"),
    },
    "country": {
        "en": ("{value} is not a country code", "the two capital letters of ISO 3166, such as FR"),
        "fr": ("{value} n’est pas un code de pays", "les deux lettres majuscules de la norme ISO 3166, comme FR"),
    },
    "control_character": {
        "en": ("holds a control character ({point})", "type the text again without it"),
        "fr": ("contient un caractère de contrôle ({point})", "tapez le texte à nouveau, sans lui"),
    },
    "main_family": {
        "en": ("{value} is not among product.families", "one of {allowed}, or add it to product.families"),
        "fr": ("{value} ne figure pas dans product.families", "un parmi {allowed}, ou ajoutez-la à product.families"),
    },
    "repeated": {
        "en": ("appears twice in one table", "keep one of the two"),
        "fr": ("figure deux fois dans une table", "gardez-en une"),
    },
    "encoding": {
        "en": ("not UTF-8 text (byte {position})", "save the file as UTF-8"),
        "fr": ("ce n’est pas du texte UTF-8 (octet {position})", "enregistrez le fichier en UTF-8"),
    },
    "toml": {
        "en": ("not valid TOML ({detail})", "mend that line, or name the file .json if it is JSON"),
        "fr": (
            "ce n’est pas du TOML valide ({detail})",
            "corrigez cette ligne, ou nommez le fichier .json si c’est du JSON",
        ),
    },
    "json": {
        "en": ("not valid JSON ({detail})", "mend that place, or name the file .toml if it is TOML"),
        "fr": (
            "ce n’est pas du JSON valide ({detail})",
            "corrigez cet endroit, ou nommez le fichier .toml si c’est du TOML",
        ),
    },
    "too_deep": {
        "en": ("tables lie too deep in one another", "the sections and keys of an applicant file only"),
        "fr": ("des tables trop imbriquées", "les sections et les clés d’un dossier seulement"),
    },
    "not_a_table": {
        "en": ("not a table of sections", 'an object such as {{"company": {{…}}}}'),
        "fr": ("ce n’est pas une table de sections", 'un objet comme {{"company": {{…}}}}'),
    },
    "too_large": {
        "en": ("larger than {limit} bytes", "a file of answers only"),
        "fr": ("plus de {limit} octets", "un fichier de réponses seulement"),
    },
    "other": {
        "en": ("{value} is not {expects_short}", "{expects}"),
        "fr": ("{value} n’est pas {expects_short}", "{expects}"),
    },
}

EXPECTS: dict[str, dict[Language, tuple[str, str]]] = {
    "text": {
        "en": ("a line of text", "a line of at most 200 characters"),
        "fr": ("une ligne de texte", "une ligne d’au plus 200 caractères"),
    },
    "note": {
        "en": ("a text", "a text of at most 500 characters"),
        "fr": ("un texte", "un texte d’au plus 500 caractères"),
    },
    "email": {
        "en": ("an e-mail address", "an address of at most 200 characters"),
        "fr": ("une adresse électronique", "une adresse d’au plus 200 caractères"),
    },
    "siren": {
        "en": ("a SIREN written as text", "nine digits between quotes"),
        "fr": ("un SIREN écrit en texte", "neuf chiffres entre guillemets"),
    },
    "country": {
        "en": ("a country code", "the two capital letters of ISO 3166, such as FR"),
        "fr": ("un code de pays", "les deux lettres majuscules de la norme ISO 3166, comme FR"),
    },
    "money": {
        "en": ("an amount in whole euros", "a whole number of euros from 0 to 1,000,000,000,000"),
        "fr": ("un montant en euros entiers", "un nombre entier d’euros de 0 à 1 000 000 000 000"),
    },
    "count": {
        "en": ("a count", "a whole number from 0 to 1,000,000,000"),
        "fr": ("un compte", "un nombre entier de 0 à 1 000 000 000"),
    },
    "year": {
        "en": ("a year", "a year of four digits, such as 2025"),
        "fr": ("une année", "une année de quatre chiffres, comme 2025"),
    },
    "share": {
        "en": ("a share", "a number from 0 to 1, such as 0.25 for a quarter"),
        "fr": ("une part", "un nombre de 0 à 1, comme 0.25 pour un quart"),
    },
    "date": {"en": ("a date", "a day written 2026-12-31"), "fr": ("une date", "un jour écrit 2026-12-31")},
    "flag": {
        "en": ("true or false", "true or false, without quotes"),
        "fr": ("true ou false", "true ou false, sans guillemets"),
    },
    "activity": {"en": ("an HDS activity", "a number from 1 to 6"), "fr": ("une activité HDS", "un nombre de 1 à 6")},
    "list": {
        "en": ("a list that can be read", "a list between brackets of at most 50 values"),
        "fr": ("une liste lisible", "une liste entre crochets d’au plus 50 valeurs"),
    },
    "control": {
        "en": (
            "an answer",
            "yes, partly, no, unknown or not_applicable, or a table with answer, where, since and note",
        ),
        "fr": (
            "une réponse",
            "yes, partly, no, unknown ou not_applicable, ou une table avec answer, where, since et note",
        ),
    },
    "table": {"en": ("a table", "a table of keys and values"), "fr": ("une table", "une table de clés et de valeurs")},
}


def problem(code: str, path: str, language: Language, **values: object) -> Problem:
    """A mistake written out; `values` fill its placeholders."""
    wrong, right = WORDS[code][language]
    return Problem(path, wrong.format(**values), right.format(**values))


def explain(error: ErrorDetails, raw: Mapping[str, Any], language: Language) -> Problem:
    """Turn one error of validation into words."""
    loc, code, value = tuple(error["loc"]), error["type"], error.get("input")
    if loc and loc[-1] == "answer" and isinstance(_at(raw, loc[:-1]), str):
        loc = loc[:-1]
    path = ".".join(shown(str(part)) for part in loc)
    short, expects = EXPECTS[_kind(loc)][language]
    values = {"value": shown(value), "expects": expects, "expects_short": short}
    if code == "literal_error":
        values["allowed"] = error["ctx"]["expected"].replace("'", "").replace(" or ", ", ")
    elif code == "extra_forbidden":
        values["nearest"] = _nearest(loc, language)
    elif code == "control_character":
        values["point"] = next((f"U+{ord(c):04X}" for c in str(value) if unicodedata.category(c) in ("Cc", "Cs")), "?")
    elif code not in WORDS:
        code = "other"
    return problem(code, path, language, **values)


def shown(value: object, limit: int = 60) -> str:
    """A value as it may be printed in one line: shortened, invisible characters as their code point."""
    text = value if isinstance(value, str) else repr(value) if not isinstance(value, bool) else str(value).lower()
    visible = "".join(c if c.isprintable() else f"<U+{ord(c):04X}>" for c in text[: limit + 1])
    return visible if len(text) <= limit else visible[:limit] + "…"


def _at(raw: Any, loc: tuple[int | str, ...]) -> Any:
    for part in loc:
        try:
            raw = raw[part]
        except (KeyError, IndexError, TypeError):
            return None
    return raw


def _nearest(loc: tuple[int | str, ...], language: Language) -> str:
    owner = _model(loc[:-1])
    close = difflib.get_close_matches(str(loc[-1]), owner.model_fields if owner else (), n=1)
    if not close:
        return ""
    return f", or did you mean {close[0]}?" if language == "en" else f", ou vouliez-vous {close[0]} ?"


def _fields(annotation: object) -> tuple[list[str], type[BaseModel] | None]:
    """Names of the kinds found inside an annotation, and the table it holds, if any."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [], annotation
    kinds = [m.name for m in getattr(annotation, "__metadata__", ()) if isinstance(m, Kind)]
    table = None
    for part in get_args(annotation) if get_origin(annotation) is not None else ():
        inner, found = _fields(part)
        kinds, table = kinds + inner, table or found
    return kinds, table


@cache
def _walk(names: tuple[str, ...]) -> tuple[str, type[BaseModel] | None]:
    """Kind and table at a path of the file, positions in lists left out."""
    kind, owner = "table", Applicant
    model: type[BaseModel] | None = owner
    for name in names:
        field = model.model_fields.get(name) if model else None
        if field is None:
            return "table", None
        own = [m.name for m in field.metadata if isinstance(m, Kind)]
        inner, model = _fields(field.annotation)
        kind = (own + inner or ["table"])[0]
    return kind, model


def _kind(loc: tuple[int | str, ...]) -> str:
    kind = "control" if loc and loc[-1] == "answer" else _walk(tuple(p for p in loc if isinstance(p, str)))[0]
    if kind == "list" and loc and isinstance(loc[-1], int):
        return "text"
    return kind


def _model(loc: tuple[int | str, ...]) -> type[BaseModel] | None:
    return _walk(tuple(p for p in loc if isinstance(p, str)))[1]
