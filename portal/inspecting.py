"""Reads a file of a stranger's in a process of its own: little memory, seconds, no files, nothing of ours to take.

`python -m portal.inspecting application/pdf < file` prints "ok", or one word that says why it is not taken. It is
run by `portal.uploads`; whatever breaks it ends it, and nothing else.
"""

from __future__ import annotations

import io
import sys
import warnings
from collections.abc import Iterator
from typing import Any

MEMORY, SECONDS = 400 << 20, 8
MOST_PAGES = 300
MOST_PIXELS = 50_000_000
MOST_OBJECTS = 100_000
CARRIES = "a file that could run"
ACTIVE = {"/JavaScript", "/JS", "/Launch", "/RichMedia", "/XFA", "/SubmitForm", "/ImportData", "/GoToE", "/Rendition",
          CARRIES}  # fmt: skip
"""What in a PDF acts by itself, or carries what could."""
DATA = (".json", ".xml", ".csv", ".txt", ".pdf")
"""Files that a PDF may carry: data, as PDF/A-3 has them, our own documents and electronic invoices among others."""


def inspect(kind: str, content: bytes) -> str:
    """ok, unreadable, locked, pages (too many), heavy (too many objects), active, pixels (too many)."""
    return _pdf(content) if kind == "application/pdf" else _picture(content)


def _picture(content: bytes) -> str:
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None  # counted here
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as image:
            if image.width * image.height > MOST_PIXELS:
                return "pixels"
            image.verify()
    return "ok"


def _pdf(content: bytes) -> str:
    import pikepdf

    try:
        # Many papers open without a password and only forbid to print or copy.
        found = pikepdf.open(io.BytesIO(content))
    except pikepdf.PasswordError:
        return "locked"
    with found:
        if len(found.pages) > MOST_PAGES:
            return "pages"
        if len(found.objects) > MOST_OBJECTS:
            return "heavy"
        if any(name in ACTIVE for one in found.objects for name in _names(one)):
            return "active"
        return "ok" if len(found.pages) else "unreadable"


def _names(one: Any) -> Iterator[str]:
    """Every name in an object, key or value; not in those it points at, which come by themselves."""
    import pikepdf

    waiting, first = [one], True
    while waiting:
        one = waiting.pop()
        if isinstance(one, pikepdf.Object) and one.is_indirect and not first:
            continue
        first = False
        if isinstance(one, pikepdf.Name):
            yield str(one)
        elif isinstance(one, pikepdf.Array):
            waiting.extend(one)
        elif isinstance(one, (pikepdf.Dictionary, pikepdf.Stream)):
            if "/EF" in one and not str(one.get("/UF", one.get("/F", ""))).lower().endswith(DATA):
                yield CARRIES
            for key, value in one.items():
                yield key
                waiting.append(value)


def _confine() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    _confine()
    try:
        told = inspect(sys.argv[1], sys.stdin.buffer.read())
    except Exception:
        told = "unreadable"
    print(told)


if __name__ == "__main__":
    main()
