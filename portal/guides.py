"""Which edition of the guide applies on a day, and the edition that a file was assessed under.

Nothing decided yet: the editions that ship apply, each from its own day. From the first activation on, only what a
second person activated does, whatever lies in a folder.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import structlog
from django.core.cache import cache
from django.db import Error as DatabaseError

from portal.models import ACTIVATED, GuideContent, GuideDecision
from underwriting import Guide, GuideError, editions, load_guide, read_edition

log = structlog.get_logger(__name__)

KNOWN = "guides.activations"
LAST = "guides.activations.last"
SECONDS = 2
"""For how long a process may go on with what it knew: pages ask several times each."""


class Version(NamedTuple):
    """An edition, by its name and the hash of its content."""

    edition: str
    sha256: str


class Step(NamedTuple):
    """One activation: from which day, the seals of what applies and of what it was compared with."""

    starts_on: date
    seal: str
    before: str


def in_force(on: date) -> Guide:
    """The edition that applies on a day. Raises GuideError when there is none."""
    steps = _activations()
    if not steps:
        return load_guide(on=on)
    started = [step for step in steps if step.starts_on <= on]
    guide = sealed(started[-1].seal if started else steps[0].before)
    if guide.effective_from > on:
        raise GuideError([f"guide: no edition is in force on {on}: {guide.edition} starts on {guide.effective_from}"])
    return guide


def named(edition: str, sha256: str = "") -> Guide:
    """An edition by its name, with exactly this content if it is known. Raises GuideError for one that is not.

    What ships needs no database. Without a hash it is the one that ships, else the one activated last.
    """
    ours = load_guide(edition) if edition in editions() else None
    if ours and sha256 in ("", ours.sha256):
        return ours
    if sha256:
        kept = GuideContent.objects.filter(edition=edition, sha256=sha256)
    else:
        kept = GuideContent.objects.filter(edition=edition, decisions__kind=ACTIVATED).order_by("decisions__number")
    found = kept.values_list("seal", flat=True).last()
    return sealed(found) if found else ours or load_guide(edition)


@lru_cache(maxsize=8)
def sealed(seal: str) -> Guide:
    """The edition that was kept under this seal, read once. Raises GuideContent.DoesNotExist."""
    content = GuideContent.objects.get(seal=seal)
    with unpacked(content.edition, content.files) as folder:
        guide = read_edition(folder)
    if guide.sha256 != content.sha256:
        raise GuideError([f"guide: edition {content.edition}: what was kept of it is not what was replayed"])
    return guide


@contextmanager
def unpacked(edition: str, files: Mapping[str, str]) -> Iterator[Path]:
    """The files of an edition in a folder of its name, for as long as it is read."""
    with tempfile.TemporaryDirectory(prefix="egide-guide-") as root:
        folder = Path(root) / edition
        for name, text in files.items():
            place = folder / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(text.encode())
        yield folder


def forget() -> None:
    """Ask the database again: something was activated."""
    cache.set(KNOWN, None)


def _activations() -> tuple[Step, ...]:
    """Every activation, in the order written. Without the database, those that this process last knew."""
    known: tuple[Step, ...] | None = cache.get(KNOWN)
    if known is not None:
        return known
    rows = GuideDecision.objects.filter(kind=ACTIVATED).order_by("number")
    try:
        found = tuple(Step(*row) for row in rows.values_list("starts_on", "content__seal", "replay__before__seal"))
    except DatabaseError as error:
        log.warning("guide_activations_unknown", reason=str(error))
        return cache.get(LAST) or ()
    cache.set(KNOWN, found, SECONDS)
    cache.set(LAST, found, None)
    return found
