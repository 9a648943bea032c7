"""How words, numbers, dates and money are written for people, in French and in English.

One place decides every no-break space of the pages, the mails and the documents: authors write plain spaces, the
functions here set the right ones at the last moment. All are pure; the language is an argument. What they return is
plain text, except `typeset`, which escapes and returns markup.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeData, SafeString, mark_safe

NARROW, NOBREAK, HYPHEN, MINUS = "\u202f", "\u00a0", "\u2011", "\u2212"
MISSING_MARK = "▯"
NOTHING = "—"
REMEMBERED = 1 << 14
"""Texts whose spaces a process remembers: most of a page's are the same for every reader."""

Amount = str | int | float | Decimal
MONTHS = {
    "fr": ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
           "décembre"],
    "en": ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
           "December"],
}  # fmt: skip
SHORT_MONTHS = {
    "fr": ["janv.", "févr.", "mars", "avril", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."],
    "en": ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
}
_WORDS = {
    "fr": ["Zéro", "Une", "Deux", "Trois", "Quatre", "Cinq", "Six", "Sept", "Huit", "Neuf", "Dix", "Onze", "Douze",
           "Treize", "Quatorze", "Quinze", "Seize", "Dix-sept", "Dix-huit", "Dix-neuf", "Vingt"],
    "en": ["No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve",
           "Thirteen", "Fourteen", "Fifteen", "Sixteen", "Seventeen", "Eighteen", "Nineteen", "Twenty"],
}  # fmt: skip
_UNITS = (
    "h|heures?|min|minutes?|jours?|semaines?|mois|ans?|années?|personnes|dossiers|patients|dirigeants|réponses?"
    "|questions?|points?|étapes?|actions?|preuves?|millions?|milliards?"
)
_ABBREVIATIONS = r"art\.|n°|no|p\.|§|M\.|Mme|Dr|C\.|ass\.|\(UE\)|partie|classe|phase|étape|condition|annexe|NIS"

Rule = tuple[re.Pattern[str], str]


def _rules(*pairs: tuple[str, str]) -> list[Rule]:
    return [(re.compile(pattern), replacement) for pattern, replacement in pairs]


_MONTHS = "|".join(MONTHS["fr"])
_SHORT = "|".join(re.escape(month) for month in SHORT_MONTHS["fr"] if month.endswith("."))
_PERSONS = "ils?|elles?|vous|nous|on|je|tu|ce|même"
_APOSTROPHE = (re.compile("'"), _rules((r"(?<=\w)'(?=\w)", "’")))
# Each family of rules behind what all of it needs: most pieces of a page hold none of that, and one look tells.
_FAMILIES = {
    "fr": [
        _APOSTROPHE,
        (
            re.compile(r"[\d½] |1er "),
            _rules(
                (r"(?<=\d) (?=\d{3}(?!\d))", NARROW),
                (r"(?<=\d) (?=(?:€|%|‰|[kM]€|Md€)(?!\w))", NARROW),
                (rf"(?<=[\d½]) (?=(?:{_UNITS})\b)", NOBREAK),
                (rf"(?<=\d) (?=(?:{_MONTHS})\b)", NOBREAK),
                (rf"(?<=\d) (?=(?:{_SHORT}))", NOBREAK),
                (rf"(?<=\b1er) (?=(?:{_MONTHS})\b)", NOBREAK),
            ),
        ),
        (
            re.compile(r" [;!?»:\[]|« "),
            _rules((r" (?=[;!?»])|(?<=«) | (?=\[\d+\])", NARROW), (r" (?=:)", NOBREAK)),
        ),
        (
            re.compile(r" [\dA-ZÉ]"),
            _rules(
                (rf"(?<!\w)({_ABBREVIATIONS}) (?=[\dA-ZÉIVL])", rf"\1{NOBREAK}"),
                (r"(?<=\bsur) (?=\d)", NOBREAK),
            ),
        ),
        (
            re.compile(r"[a-zé]-"),
            _rules(
                (rf"(?<=[a-zé])-(?=(?:t-)?(?:{_PERSONS})\b)", HYPHEN),
                (rf"(?<={HYPHEN}t)-(?=(?:ils?|elles?|on)\b)", HYPHEN),
            ),
        ),
    ],
    "en": [
        _APOSTROPHE,
        (
            re.compile(r"\d | [\dA-Z]"),
            _rules(
                (rf"(?<=\b\d) (?=(?:{'|'.join(MONTHS['en'])})\b)", NOBREAK),
                (rf"(?<=\b\d\d) (?=(?:{'|'.join(MONTHS['en'])})\b)", NOBREAK),
                (
                    r"(?<!\w)([Aa]rt\.|p\.|No\.|\(EU\)|section|part|class|phase|step|annex|NIS) (?=[\dA-Z])",
                    rf"\1{NOBREAK}",
                ),
                (r"(?<=\d) (?=h\b)", NOBREAK),
            ),
        ),
    ],
}

_PROPER = ("États-Unis", "Canada", "United", "France", "French", "Internet", "Monaco")
_OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069]")
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
# All letters that are written from right to left, and Arabic numbers, stand in these blocks; so do few others.
_UNEASY = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u0590-\u08ff\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufeff"
    "\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_TAG = re.compile(r"(<[^>]*>)")
_FIRST = re.compile(r"\b1(er|re)\b")


def spaced(text: object, language: str) -> str:
    """`text` with the no-break spaces, hyphens and apostrophes of the language; plain text in, plain text out."""
    return _spaced(str(text), "fr" if language == "fr" else "en")


@lru_cache(maxsize=REMEMBERED)
def _spaced(words: str, language: str) -> str:
    for needed, rules in _FAMILIES[language]:
        if needed.search(words):
            for pattern, replacement in rules:
                words = pattern.sub(replacement, words)
    return words


def neutral(text: object) -> str:
    """`text` unable to reorder what stands around it.

    Overrides and embeddings are taken out, and a text that holds right-to-left letters is put in an isolate. Control
    characters, which no screen should receive, become spaces.
    """
    words = str(text)
    if not _UNEASY.search(words):
        return words
    words = _CONTROLS.sub(" ", _OVERRIDES.sub("", words))
    if any(unicodedata.bidirectional(letter) in ("R", "AL", "AN") for letter in words):
        return f"\u2068{words}\u2069"
    return words


def typeset(text: object, language: str) -> SafeString:
    """Markup of `text`: escaped, neutralised, spaced, with the superior letters of « 1er ».

    Text already marked safe keeps its tags; only what stands between them is spaced.
    """
    if isinstance(text, SafeData):
        pieces = _TAG.split(str(text))  # what stands between tags, and tags, in turn
        pieces[::2] = [_superior(spaced(piece, language), language) for piece in pieces[::2]]
        return mark_safe("".join(pieces))
    return mark_safe(_superior(str(escape(spaced(neutral(text), language))), language))


def _superior(markup: str, language: str) -> str:
    return _FIRST.sub(r"1<sup>\1</sup>", markup) if language == "fr" and "1" in markup else markup


def drawable(text: str, letters: frozenset[str] | set[str]) -> str:
    """`text` with nothing outside `letters`: the plain form of an accented letter, else one ▯ for a run of strangers.

    Joiners, variation selectors and direction marks disappear: they draw nothing of their own.
    """
    words = unicodedata.normalize("NFC", text)
    if all(letter in letters for letter in words):
        return words
    out: list[str] = []
    for letter in words:
        if letter in letters or letter in "\n\t":
            out.append(letter)
            continue
        plain = [part for part in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(part)]
        if plain and all(part in letters for part in plain):
            out.extend(plain)
        elif unicodedata.category(letter) not in ("Mn", "Me", "Cf", "Cc", "Sk") and out[-1:] != [MISSING_MARK]:
            out.append(" " if unicodedata.category(letter).startswith("Z") else MISSING_MARK)
    return "".join(out)


def decimal(value: Amount) -> Decimal:
    """An exact number out of what a JSON file holds; ValueError when it is no finite number."""
    try:
        number = Decimal(str(value))
    except ArithmeticError as error:
        raise ValueError(f"not a number: {value!r}") from error
    if not number.is_finite():
        raise ValueError(f"not a finite number: {value!r}")
    return number


def number(value: Amount, language: str, digits: int = 0) -> str:
    """3 050 000 or 3,050,000, rounded half up to `digits` decimals, with a true minus sign."""
    amount = decimal(value).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    written = f"{abs(amount):,.{digits}f}"
    if language == "fr":
        written = written.replace(",", NARROW).replace(".", ",")
    return (MINUS if amount < 0 else "") + written


def _priced(sign: str, body: str, language: str, scale: str = "") -> str:
    if language == "fr":
        return f"{sign}{body}{NARROW}{scale}€"
    return f"{sign}€{body}{scale}"


def eur(amount: Amount | None, language: str, cents: bool = False) -> str:
    """6 228,50 € or €6,228.50; a dash for None."""
    if amount is None:
        return NOTHING
    body = number(amount, language, 2 if cents else 0)
    sign = MINUS if body.startswith(MINUS) else ""
    return _priced(sign, body.removeprefix(MINUS), language)


_SCALES = ((Decimal(10**9), {"fr": "Md", "en": "bn"}), (Decimal(10**6), {"fr": "M", "en": "m"}),
           (Decimal(1000), {"fr": "k", "en": "k"}))  # fmt: skip


def short(amount: Amount | None, language: str) -> str:
    """146 k€ or €146k, 1,5 M€ or €1.5m: for axes and sentences, never for a price."""
    if amount is None:
        return NOTHING
    value = abs(decimal(amount))
    sign = MINUS if decimal(amount) < 0 else ""
    for unit, names in _SCALES:
        scaled = value / unit
        if scaled >= Decimal("0.9995"):
            digits = 1 if scaled < 10 else 0
            body = number(scaled, language, digits)
            return _priced(sign, re.sub(r"[.,]0$", "", body) if digits else body, language, names[language])
    return eur(amount, language)


def fit(amount: Amount | None, language: str, chars: int = 11) -> str:
    """The full amount when it holds in `chars` characters, else its short form: money is never broken."""
    full = eur(amount, language)
    return full if len(full) <= chars else short(amount, language)


def span(low: Amount, high: Amount, language: str, chars: int | None = None) -> str:
    """A range on one line: 6 200 – 12 900 € or €6,200 – €12,900; in short form beyond `chars` characters."""
    left = number(low, language) if language == "fr" else eur(low, language)
    full = f"{left}{NOBREAK}–{NOBREAK}{eur(high, language)}"
    if chars is None or len(full) <= chars:
        return full
    return f"{short(low, language)}{NOBREAK}–{NOBREAK}{short(high, language)}"


def significant(amount: Amount, digits: int = 2) -> int:
    """Rounded to its first figures: 59 250 gives 59 000. For what is only an estimate."""
    value = int(decimal(amount))
    step = int(10 ** max(0, len(str(abs(value))) - digits))
    return round(value / step) * step


def percent(share: Amount, language: str, digits: int = 0) -> str:
    """A share between 0 and 1 as 31 % or 31%."""
    return number(decimal(share) * 100, language, digits) + (f"{NARROW}%" if language == "fr" else "%")


def one_in(probability: float, language: str) -> str:
    """1 sur 19 or 1 in 19; a dash when it never happens."""
    if probability <= 0:
        return NOTHING
    link = "sur" if language == "fr" else "in"
    return f"1{NOBREAK}{link}{NOBREAK}{number(max(1, round(1 / probability)), language)}"


def as_date(value: date | str) -> date:
    """A date out of an ISO string, a date or a moment."""
    return date.fromisoformat(str(value)[:10])


def day(value: date | str | None, language: str, month: str = "long", year: bool = True) -> str:
    """1er janvier 2027 or 1 January 2027; `month="short"` abbreviates, `year=False` leaves it out; a dash for None."""
    if value is None:
        return NOTHING
    when = as_date(value)
    names = (MONTHS if month == "long" else SHORT_MONTHS)[language]
    first = "1er" if when.day == 1 and language == "fr" else str(when.day)
    return f"{first}{NOBREAK}{names[when.month - 1]}" + (f"{NOBREAK}{when.year}" if year else "")


def in_words(count: int, language: str, masculine: bool = False) -> str:
    """Trois, Three: with a capital, French « Une » or « Un »; figures above twenty."""
    if masculine and count == 1 and language == "fr":
        return "Un"
    return _WORDS[language][count] if 0 <= count < len(_WORDS[language]) else number(count, language)


def listing(items: Iterable[str], language: str) -> str:
    """a, b et c."""
    parts = list(items)
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {'et' if language == 'fr' else 'and'} {parts[-1]}"


def semicolons(items: Iterable[str], language: str) -> str:
    """a ; b ; c in French, a; b; c in English."""
    return (" ; " if language == "fr" else "; ").join(items)


def clip(text: str, length: int = 46) -> str:
    """At most `length` characters, the last one an ellipsis when something is left out."""
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def clip_words(text: str, length: int) -> str:
    """At most `length` characters, cut between words, the last one an ellipsis when something is left out."""
    if len(text) <= length:
        return text
    return text[:length].rsplit(" ", 1)[0].rstrip(" ,;:.«(") + "…"


def lower_first(text: str) -> str:
    """For the middle of a sentence; acronyms and the names of countries keep their capitals."""
    return text if text[:2].isupper() or text.startswith(_PROPER) else text[:1].lower() + text[1:]


def siren(value: str) -> str:
    """Nine digits by threes."""
    return NARROW.join(value[i : i + 3] for i in range(0, len(value), 3)) if value.isdigit() else value


def mapped(value: Any, change: Callable[[str], str]) -> Any:
    """`value` (any nest of dicts, lists and tuples) with `change` applied to each of its strings."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {key: mapped(item, change) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(mapped(item, change) for item in value)
    return value
