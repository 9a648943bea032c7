"""Which edition of the guide is in force, read and held together."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path

from .coherence import problems_of
from .guide.loader import GUIDES, Guide, GuideError, editions, gather


def load_guide(edition: str | None = None, *, on: date | None = None, root: Path = GUIDES) -> Guide:
    """The edition named, or the latest one in force on a day (the latest of all when no day is given).

    Raises GuideError when there is none, or with every problem of its files.
    """
    known = editions(root)
    if edition is not None and edition not in known:
        raise GuideError([f"guide: edition {edition}: there is no such edition: one of {', '.join(known)}"])
    if edition is not None:
        return _checked(root / edition)
    guides = [_checked(root / name) for name in reversed(known)]
    for guide in guides:
        if on is None or guide.effective_from <= on:
            return guide
    raise GuideError([f"guide: no edition is in force on {on}: the first one starts on {guides[-1].effective_from}"])


def read_edition(folder: Path) -> Guide:
    """An edition as its files are at this moment, whatever was read of the folder before.

    Raises GuideError with the problems of its files, then those between them.
    """
    guide, problems = gather(folder)
    if problems := (*problems, *problems_of(guide)):
        raise GuideError(problems)
    return guide


_checked = lru_cache(maxsize=8)(read_edition)
