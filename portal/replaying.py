"""A file under two editions of the guide: reading it, comparing it, and counting what was found over all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from portal.models import Submission
from underwriting import Applicant, Change, Guide, InvalidApplicant, assess, compare, portable, read_bytes

# The companies of the home page and of the demo go with the product, and the tests hold them to their references.
REFERENCES = Path(__file__).resolve().parent / "examples"
MONEY = ("premium", "limit", "retention", "option", "loss")
"""Parts whose values are euros."""
OPENED = ("gap", "obligation")
"""Parts of which one that appears opens something, and one that goes closes it."""


@dataclass(frozen=True)
class Source:
    """A file to replay: its answers, or why they can't be read."""

    kind: str
    reference: str
    read: Applicant | tuple[str, ...]


@dataclass(frozen=True)
class Replayed:
    """One file under both editions. `problems` says why it could not be read; then there are no changes.

    `priced` counts the covers with a premium under both.
    """

    kind: str
    reference: str
    changes: tuple[Change, ...] = ()
    problems: tuple[str, ...] = ()
    priced: int = 0


def reference(file: Path) -> Source:
    """A reference company, or any applicant file."""
    try:
        return Source("reference", file.stem, read_bytes(file.read_bytes(), file.name))
    except OSError as error:
        return Source("reference", str(file), (f"{error.strerror}: the path of a readable file",))
    except InvalidApplicant as error:
        return Source("reference", str(file), tuple(map(str, error.problems)))


def stored(submission: Submission) -> Source:
    """A stored file, by its reference: whose it is stays out of what is told.

    The answers are those of its last assessment: they change no more once a file is submitted. A problem names the
    question and not the answer.
    """
    try:
        return Source("submission", submission.reference, submission.applicant)
    except InvalidApplicant as error:
        problems = tuple(f"{problem.path}: can't be read any more: {problem.right}" for problem in error.problems)
        return Source("submission", submission.reference, problems)


def replayed(source: Source, before: Guide, after: Guide, on: date) -> Replayed:
    """What changes for a file from one edition to the other, as on this day."""
    if not isinstance(source.read, Applicant):
        return Replayed(source.kind, source.reference, problems=source.read)
    one, other = assess(source.read, before, on=on), assess(source.read, after, on=on)
    priced = {cover.code for cover in one.quote.covers if cover.total_eur is not None}
    also = {cover.code for cover in other.quote.covers if cover.total_eur is not None}
    return Replayed(source.kind, source.reference, compare(one, other), priced=len(priced & also))


def kept_change(change: Change) -> dict[str, Any]:
    """A change as it is kept: amounts as the contract writes them, `share` as a number: 0.1 is 10 % more."""
    share = None if change.share is None else round(float(change.share), 6)
    kept: dict[str, Any] = portable(change)
    return kept | {"share": share}


def change_of(kept: Mapping[str, Any]) -> Change:
    """The change that was kept so."""
    before, after = kept["before"], kept["after"]
    if kept["part"] in MONEY:
        before, after = (None if value is None else Decimal(str(value)) for value in (before, after))
    return Change(kept["part"], kept["code"], before, after)


def touched(change: Change) -> Iterator[str]:
    """Under which words a file with this change is found."""
    yield f"part:{change.part}"
    if change.part == "outcome":
        yield f"outcome:{change.before}>{change.after}"
    elif change.part in OPENED:
        yield f"{change.part}:{WAYS[change.kind]}:{change.code}"
    elif change.part == "premium":
        yield f"premium:{_way(change)}"


WAYS = {"appeared": "opens", "gone": "closes", "changed": "changes"}


def _way(change: Change) -> str:
    if change.share is None:
        return WAYS[change.kind]
    return "up" if change.share > 0 else "down"


def found_in(rows: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The differences of all files, counted. Each row: `pk`, `submission`, `changes` as kept, `problems`, `priced`,
    `touched`.

    Premiums are told by cover: among those that move, by which part the middle one does, one in ten on either side,
    and the one that moves most, with its row.
    """
    files: Counter[str] = Counter()
    keys: Counter[str] = Counter()
    moves: list[float] = []
    largest: dict[str, Any] = {}
    differ = unread = priced = 0
    for row in rows:
        files["reference" if row["submission"] is None else "submission"] += 1
        differ, unread, priced = differ + bool(row["changes"]), unread + bool(row["problems"]), priced + row["priced"]
        keys.update(key for key in row["touched"].split("|") if key)
        for change in row["changes"]:
            if change["part"] == "premium" and change["share"] is not None:
                moves.append(change["share"])
                if not largest or abs(change["share"]) > abs(largest["share"]):
                    largest = {"row": row["pk"], **change}
    return {
        "references": files["reference"],
        "submissions": files["submission"],
        "differ": differ,
        "unread": unread,
        "touched": dict(sorted(keys.items(), key=lambda item: (-item[1], item[0]))),
        "premiums": {"priced": priced, "moved": len(moves), **_spread(moves), "largest": largest or None},
    }


def _spread(moves: list[float]) -> dict[str, float]:
    """The middle, and one in ten on either side; nothing of nothing."""
    if not moves:
        return {}
    tenths = quantiles(moves, n=10, method="inclusive") if len(moves) > 1 else moves
    return {"p10": round(tenths[0], 6), "median": round(median(moves), 6), "p90": round(tenths[-1], 6)}
