"""The version of all that gives the documents their form: a digest of templates, sheet, words and code."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from django.conf import settings

FORM = (
    "templates/documents/**/*",
    "portal/documents/**/*.py",
    "portal/documents/**/*.toml",
    "portal/typography.py",
    "static/tokens.css",
)
LENGTH = 16


@lru_cache(maxsize=1)
def template_version() -> str:
    """Sixteen hexadecimal digits, read once in the life of a process, which runs what it has read."""
    return digest_of(files(FORM))


def digest_of(paths: Iterable[Path], *more: str) -> str:
    """The digest of files, and of strings that count beside them."""
    found = hashlib.sha256(" ".join(more).encode())
    for path in paths:
        found.update(path.read_bytes())
    return found.hexdigest()[:LENGTH]


def files(patterns: Iterable[str]) -> Iterator[Path]:
    """The files that the patterns name, in a fixed order."""
    root = Path(settings.BASE_DIR)
    for pattern in patterns:
        yield from sorted(path for path in root.glob(pattern) if path.is_file())
