"""A list of files as a spreadsheet opens it: people's words, numbers as numbers, and no text that acts as a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from portal.context import reader_language
from portal.desk.words import OUTCOMES, STATES
from portal.models import Quote, Submission

from . import harmless, harmless_in_csv

MOST_ROWS = 1_000_000
"""What a sheet holds."""
AT_ONCE = 500
BOM = "\ufeff"
"""Without it, Excel reads accents as two letters each."""

Cell = str | int | Decimal | date | None


@dataclass(frozen=True)
class Sheet:
    """The heads of the columns, and the rows, read from the database a few at a time."""

    heads: tuple[str, ...]
    rows: Iterable[tuple[Cell, ...]]


def sheet_of(files: QuerySet[Submission]) -> Sheet:
    """The files in the order given, without their answers."""
    heads = (
        gettext("Référence"), gettext("Version"), gettext("Société"), "SIREN", gettext("E-mail"),
        gettext("État"), gettext("Issue"), gettext("Chargé du dossier"), gettext("Langue"), gettext("Commencé le"),
        gettext("Envoyé le"), gettext("Dernier devis, total par an en euros"), gettext("Devis valable jusqu’au"),
    )  # fmt: skip
    # The words now: the rows are read while the answer is being sent, when the reader's language may be gone.
    states = {code: str(one.word) for code, one in STATES.items()}
    outcomes = {code: str(one.word) for code, one in OUTCOMES.items()}
    return Sheet(heads, _rows(files, states, outcomes))


def _rows(
    files: QuerySet[Submission], states: Mapping[str, str], outcomes: Mapping[str, str]
) -> Iterator[tuple[Cell, ...]]:
    last = Quote.objects.filter(submission=OuterRef("pk")).order_by("-version")
    told = files.annotate(
        quoted_eur=Subquery(last.values("total_eur")[:1]), quoted_until=Subquery(last.values("valid_until")[:1])
    )
    for file in told.defer("answers", "rejected")[:MOST_ROWS].iterator(chunk_size=AT_ONCE):
        yield (
            file.reference, file.version, file.company, file.siren, file.email, states.get(file.state, file.state),
            outcomes.get(file.outcome, file.outcome), file.handler, file.language,
            _day(file.created_at), _day(file.submitted_at), file.quoted_eur, file.quoted_until,
        )  # fmt: skip


def as_csv(sheet: Sheet) -> Iterator[str]:
    """Line by line: however many rows there are, one is held at a time.

    A French spreadsheet parts columns by semicolons and decimals by a comma, an English one by a comma and a point.
    """
    french = reader_language() == "fr"
    return _lines(sheet, *((";", ",") if french else (",", ".")))


def _lines(sheet: Sheet, delimiter: str, point: str) -> Iterator[str]:
    line = StringIO()
    writer = csv.writer(line, delimiter=delimiter, lineterminator="\r\n")
    yield BOM
    writer.writerow(sheet.heads)
    yield line.getvalue()
    for row in sheet.rows:
        line.seek(0)
        line.truncate()
        writer.writerow([_plain(cell, point) for cell in row])
        yield line.getvalue()


def as_xlsx(sheet: Sheet) -> bytes:
    """A workbook of one sheet; every text is a text, whatever it begins with."""
    book = Workbook(write_only=True)
    page = book.create_sheet(gettext("Dossiers"))
    page.freeze_panes = "A2"
    page.append([_head(page, head) for head in sheet.heads])
    for row in sheet.rows:
        page.append([_cell(page, cell) for cell in row])
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def _plain(cell: Cell, point: str) -> Cell:
    """Cents as the reader's spreadsheet takes them for a number."""
    if isinstance(cell, Decimal):
        return f"{cell:.2f}".replace(".", point)
    return harmless_in_csv(cell) if isinstance(cell, str) else cell


def _cell(page: Any, cell: Cell) -> Any:
    if not isinstance(cell, str):
        return cell
    told = WriteOnlyCell(page, value=harmless(cell))
    told.data_type = "s"
    return told


def _head(page: Any, head: str) -> Any:
    told = WriteOnlyCell(page, value=head)
    told.font = Font(bold=True)
    return told


def _day(at: datetime | None) -> date | None:
    return timezone.localdate(at) if at else None
