"""Differences between two editions of the guide, as a table for the terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from portal.typography import eur, percent
from underwriting import Change, Guide, Language, Text

Words = dict[str, dict[Language, str]]

PARTS: Words = {
    "outcome": {"fr": "Issue du dossier", "en": "Outcome of the file"},
    "cover": {"fr": "Issue de la couverture", "en": "Outcome of the cover"},
    "reason": {"fr": "Motif", "en": "Reason"},
    "prerequisite": {"fr": "Préalable", "en": "Prerequisite"},
    "condition": {"fr": "Condition", "en": "Condition"},
    "contradiction": {"fr": "Question à éclaircir", "en": "Question to clear up"},
    "premium": {"fr": "Prime TTC", "en": "Premium with tax"},
    "limit": {"fr": "Plafond", "en": "Limit"},
    "retention": {"fr": "Franchise", "en": "Retention"},
    "option": {"fr": "Formule, TTC", "en": "Option with tax"},
    "guarantee": {"fr": "Garantie", "en": "Guarantee"},
    "situation": {"fr": "Score de la situation", "en": "Score of the situation"},
    "maturity": {"fr": "Maturité", "en": "Maturity"},
    "gap": {"fr": "Gravité de la lacune", "en": "Severity of the gap"},
    "gap_cover": {"fr": "Réponse du contrat", "en": "What the policy answers"},
    "obligation": {"fr": "Obligation", "en": "Obligation"},
    "loss": {"fr": "Perte", "en": "Loss"},
    "action": {"fr": "Action", "en": "Action"},
}
VALUES: Words = {
    "quote": {"fr": "prix immédiat", "en": "immediate price"},
    "partial": {"fr": "prix en partie", "en": "price in part"},
    "refer": {"fr": "par un courtier", "en": "by a broker"},
    "incomplete": {"fr": "réponses manquantes", "en": "answers missing"},
    "decline": {"fr": "refus proposé", "en": "decline proposed"},
    "not_needed": {"fr": "pas nécessaire", "en": "not needed"},
    "bind": {"fr": "avant la prise d’effet", "en": "before it is bound"},
    "30_days_after": {"fr": "dans les 30 jours", "en": "within 30 days"},
    "condition": {"fr": "condition", "en": "condition"},
    "met": {"fr": "rempli", "en": "met"},
    "partly": {"fr": "en partie", "en": "partly"},
    "not_met": {"fr": "non rempli", "en": "not met"},
    "not_applicable": {"fr": "sans objet", "en": "not applicable"},
    "covered": {"fr": "couvert", "en": "covered"},
    "sublimited": {"fr": "sous-limité", "en": "sublimited"},
    "excluded": {"fr": "exclu", "en": "excluded"},
    "unknown": {"fr": "inconnu", "en": "unknown"},
    "no_policy": {"fr": "aucun contrat", "en": "no policy"},
    "yes": {"fr": "oui", "en": "yes"},
    "no": {"fr": "non", "en": "no"},
    "option": {"fr": "en option", "en": "as an option"},
    "to_confirm": {"fr": "à confirmer", "en": "to be confirmed"},
    "asked": {"fr": "posée", "en": "asked"},
    "advised": {"fr": "conseillée", "en": "advised"},
}
MOMENTS: Words = {"quote": {"fr": "avant le devis", "en": "before the quote"}}
NAMES: Words = {
    "file": {"fr": "", "en": ""},
    "score": {"fr": "score", "en": "score"},
    "grade": {"fr": "note", "en": "grade"},
    "expected_annual_eur": {"fr": "moyenne d’une année", "en": "average of a year"},
    "var_99_eur": {"fr": "une année sur cent", "en": "one year in a hundred"},
    "essential": {"fr": "essentielle", "en": "essential"},
    "recommended": {"fr": "recommandée", "en": "recommended"},
    "extended": {"fr": "étendue", "en": "extended"},
}
HEADS: dict[Language, tuple[str, str, str, str]] = {
    "fr": ("Ce qui change", "Avant", "Après", "Écart"),
    "en": ("What changes", "Before", "After", "Change"),
}
ABSENT = "—"
WIDEST = 72


class Names:
    """What people call the codes of two editions, the later one first."""

    def __init__(self, before: Guide, after: Guide, language: Language) -> None:
        self.language = language
        self._texts: dict[str, dict[str, Text]] = {}
        for guide in (before, after):
            for part, texts in _texts(guide).items():
                self._texts.setdefault(part, {}).update(texts)

    def of(self, change: Change) -> str:
        """A part and the name of its code; the code itself where the guide has no name for it."""
        part = PARTS[change.part][self.language]
        name = self._name(change)
        return f"{part} : {name}" if name and self.language == "fr" else f"{part}: {name}" if name else part

    def called(self, part: str, code: str) -> str:
        """The name of a code of a part; the code itself where the guide has none."""
        return self._said(self._texts.get(part, {}), code)

    def _name(self, change: Change) -> str:
        if change.code in NAMES:
            return NAMES[change.code][self.language]
        first, _, rest = change.code.partition(".")
        texts = self._texts.get(change.part, {})
        if not rest:
            return self._said(texts, first)
        if change.part == "reason":
            return f"{self._said(texts, first)} ({rest})"
        if change.part in ("condition", "guarantee"):
            return f"{self._said(self._texts['cover'], first)}, {self._said(texts, rest)}"
        return change.code

    def _said(self, texts: dict[str, Text], code: str) -> str:
        return texts[code].to(self.language) if code in texts else code


def _texts(guide: Guide) -> dict[str, dict[str, Text]]:
    covers: dict[str, Text] = {cover.code: cover.name for cover in guide.covers.covers}
    gaps: dict[str, Text] = {gap.code: gap.label for gap in guide.gaps.gaps}
    return {
        **dict.fromkeys(("cover", "premium", "limit", "retention"), covers),
        "reason": {rule.code: rule.title for rule in guide.rules},
        "prerequisite": {rule.code: rule.label for rule in guide.eligibility.prerequisites},
        "condition": {rule.code: rule.name for rule in guide.conditions.conditions},
        "situation": {rule.code: rule.label for rule in guide.situations.situations},
        **dict.fromkeys(("gap", "gap_cover"), gaps),
        "obligation": {duty.code: duty.title for duty in guide.obligations.duties},
    }


def table(changes: Sequence[Change], names: Names) -> Iterator[str]:
    """The changes of one file: a line of headings, then one line each, in columns."""
    rows = [HEADS[names.language], *(_row(change, names) for change in changes)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADS["fr"]))]
    for row in rows:
        yield "  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def rows(changes: Sequence[Change], names: Names) -> list[tuple[str, str, str, str]]:
    """The same for a page: what changes, before, after, by how much."""
    return [_row(change, names) for change in changes]


def summary(changed: Iterable[Sequence[Change]], language: Language) -> Iterator[str]:
    """How many files each kind of difference touches, the most frequent first."""
    touched = Counter(part for changes in changed for part in {change.part for change in changes})
    for part, count in sorted(touched.items(), key=lambda item: (-item[1], item[0])):
        yield f"  {count:>5}  {PARTS[part][language]}"


def _row(change: Change, names: Names) -> tuple[str, str, str, str]:
    language = names.language
    what = names.of(change)
    return (
        what if len(what) <= WIDEST else what[: WIDEST - 1] + "…",
        _value(change, change.before, language),
        _value(change, change.after, language),
        _moved(change, language),
    )


def _value(change: Change, value: object, language: Language) -> str:
    if value is None:
        return ABSENT
    if isinstance(value, Decimal):
        return eur(value, language, cents=True)
    if isinstance(value, int | float):
        return _score(value, language)
    words = MOMENTS if change.part == "condition" and value in MOMENTS else VALUES
    return words[str(value)][language] if str(value) in words else str(value)


def _score(value: float, language: Language) -> str:
    written = f"{value:.2f}".rstrip("0").rstrip(".")
    return written.replace(".", ",") if language == "fr" else written


def _moved(change: Change, language: Language) -> str:
    """By how much, signed: a part of an amount, points of a score; else whether it came or went."""
    if change.share is not None:
        return ("+" if change.share > 0 else "") + percent(change.share, language, 1)
    if isinstance(change.before, int | float) and isinstance(change.after, int | float):
        points = change.after - change.before
        sign = "+" if points > 0 else "−"
        return f"{sign}{_score(abs(points), language)}"
    came, went = ("apparaît", "disparaît") if language == "fr" else ("appears", "goes")
    return {"appeared": came, "gone": went, "changed": ""}[change.kind]
