"""Insurers' terms side by side, cover by cover, against what was asked; the best of each line is marked with a word."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext

from portal import typography
from portal.market import Wanted
from portal.models import InsurerTerms
from underwriting import Language

AMOUNTS = ("limit_eur", "retention_eur", "net_eur", "tax_eur")


@dataclass(frozen=True)
class Cell:
    """What an insurer says on a line, the word that marks it, and whether that word is a warning."""

    text: str
    mark: str = ""
    watch: bool = False


@dataclass(frozen=True)
class Line:
    """One line of the table, a cell for each insurer."""

    label: str
    cells: tuple[Cell, ...]

    def under(self, columns: Sequence[Column]) -> list[tuple[Column, Cell]]:
        """Each cell with its insurer."""
        return [*zip(columns, self.cells, strict=True)]


@dataclass(frozen=True)
class Block:
    """The lines of a cover, or of the whole offer; `asked` says what was asked."""

    title: str
    asked: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Column:
    """An insurer: its last terms."""

    name: str
    delegated: bool


@dataclass(frozen=True)
class Table:
    """The comparison."""

    columns: tuple[Column, ...]
    blocks: tuple[Block, ...]

    @property
    def shown(self) -> list[tuple[Block, list[tuple[str, list[tuple[Column, Cell]]]]]]:
        """The blocks, with each cell under its insurer."""
        return [(block, [(line.label, line.under(self.columns)) for line in block.lines]) for block in self.blocks]


@dataclass(frozen=True)
class _Offer:
    limit: Decimal
    retention: Decimal
    net: Decimal
    tax: Decimal

    @property
    def total(self) -> Decimal:
        return self.net + self.tax


def compare(
    terms: Sequence[InsurerTerms],
    asked: Sequence[Wanted],
    *,
    on: date,
    name: Callable[[str], str],
    language: Language,
) -> Table | None:
    """The last terms of each insurer, in the order in which they came; None when there are none.

    `name` names a cover, `on` is the day on which terms may have expired.
    """
    last: dict[tuple[str, bool], InsurerTerms] = {}
    for row in terms:
        last[row.insurer.casefold(), row.delegated] = row
    rows = [*last.values()]
    if not rows:
        return None
    offers = [{cover["code"]: _offer(cover) for cover in row.covers} for row in rows]
    wanted = {one.code: one for one in asked}
    codes = dict.fromkeys([*wanted, *(code for offer in offers for code in offer)])
    said = _Saying(language)
    blocks = [
        said.cover(name(code), wanted.get(code), [offer.get(code) for offer in offers])
        for code in codes
        if any(code in offer for offer in offers) or code in wanted
    ]
    columns = tuple(Column(typography.neutral(row.insurer), row.delegated) for row in rows)
    return Table(columns, (*blocks, said.whole(rows, offers, [*wanted], on)))


def _offer(cover: Mapping[str, str]) -> _Offer:
    return _Offer(*(Decimal(cover[amount]) for amount in AMOUNTS))


class _Saying:
    """The table's words in one language."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def euros(self, amount: Decimal, cents: bool = False) -> str:
        return typography.eur(amount, self.language, cents=cents)

    def cover(self, title: str, asked: Wanted | None, offers: Sequence[_Offer | None]) -> Block:
        """The lines of one cover."""
        gap = Line(gettext("Écart avec la demande"), tuple(self._gap(asked, one) for one in offers))
        if not any(offers):
            return Block(title, self._asked(asked), (gap,))
        widest, cheapest = gettext("le plus large"), gettext("le moins cher")
        lowest = gettext("la plus basse")
        return Block(
            title,
            self._asked(asked),
            (
                self._line(gettext("Plafond"), offers, lambda one: one.limit, best=max, word=widest),
                self._line(gettext("Franchise"), offers, lambda one: one.retention, best=min, word=lowest),
                self._line(gettext("Prime nette"), offers, lambda one: one.net, cents=True),
                self._line(gettext("Taxe"), offers, lambda one: one.tax, cents=True),
                self._line(gettext("Total"), offers, lambda one: one.total, best=min, word=cheapest, cents=True),
                gap,
            ),
        )

    def whole(
        self, rows: Sequence[InsurerTerms], offers: Sequence[Mapping[str, _Offer]], wanted: Sequence[str], on: date
    ) -> Block:
        """All covers together. Totals compare only where the same covers are offered."""
        same = len({frozenset(offer) for offer in offers}) == 1
        sums = [_Offer(Decimal(0), Decimal(0), row.net_eur, row.tax_eur) for row in rows]
        best: dict[str, object] = {"best": min, "word": gettext("le moins cher")} if same else {}
        held = [sum(code in offer for code in wanted) for offer in offers]
        return Block(
            gettext("Toutes garanties"),
            "",
            (
                self._line(gettext("Prime nette"), sums, lambda one: one.net, cents=True),
                self._line(gettext("Taxe"), sums, lambda one: one.tax, cents=True),
                self._line(gettext("Total par an"), sums, lambda one: one.total, cents=True, **best),  # type: ignore[arg-type]
                Line(
                    gettext("Garanties demandées"),
                    tuple(
                        Cell(gettext("%(count)s sur %(all)s") % {"count": count, "all": len(wanted)}) for count in held
                    ),
                ),
                Line(gettext("Conditions"), tuple(Cell(row.conditions or gettext("aucune")) for row in rows)),
                Line(gettext("Valables jusqu’au"), tuple(self._until(row.valid_until, on) for row in rows)),
            ),
        )

    def _asked(self, asked: Wanted | None) -> str:
        if asked is None:
            return gettext("Non demandée")
        if asked.limit_eur is None or asked.retention_eur is None:
            return gettext("Demandé : à proposer par l’assureur")
        words = {"limit": self.euros(asked.limit_eur), "retention": self.euros(asked.retention_eur)}
        return gettext("Demandé : plafond %(limit)s, franchise %(retention)s") % words

    def _line(
        self,
        label: str,
        offers: Sequence[_Offer | None],
        amount: Callable[[_Offer], Decimal],
        *,
        best: Callable[..., Decimal] | None = None,
        word: str = "",
        cents: bool = False,
    ) -> Line:
        amounts = [amount(one) for one in offers if one]
        first = best(amounts) if best and len(set(amounts)) > 1 else None
        return Line(
            label,
            tuple(
                Cell(self.euros(amount(one), cents), word if first is not None and amount(one) == first else "")
                if one
                else Cell(gettext("non proposée"))
                for one in offers
            ),
        )

    def _gap(self, asked: Wanted | None, offer: _Offer | None) -> Cell:
        """How an offer departs from what was asked, in euros."""
        if offer is None:
            return Cell(gettext("Manque"), watch=True) if asked else Cell(typography.NOTHING)
        if asked is None or asked.limit_eur is None or asked.retention_eur is None:
            return Cell(typography.NOTHING)
        said = []
        if under := asked.limit_eur - offer.limit:
            words = gettext("plafond %(sum)s de moins") if under > 0 else gettext("plafond %(sum)s de plus")
            said.append(words % {"sum": self.euros(abs(under))})
        if over := offer.retention - asked.retention_eur:
            words = gettext("franchise %(sum)s de plus") if over > 0 else gettext("franchise %(sum)s de moins")
            said.append(words % {"sum": self.euros(abs(over))})
        if not said:
            return Cell(gettext("comme demandé"))
        worse = offer.limit < asked.limit_eur or offer.retention > asked.retention_eur
        return Cell(typography.listing(said, self.language), watch=worse)

    def _until(self, until: date, on: date) -> Cell:
        over = until < on
        return Cell(typography.day(until, self.language), gettext("expirées") if over else "", watch=over)
