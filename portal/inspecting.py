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
ACTIVE = {
    "/JavaScript", "/JS", "/Launch", "/EmbeddedFile", "/EmbeddedFiles", "/RichMedia", "/XFA", "/SubmitForm",
    "/ImportData", "/GoToE", "/Rendition",
}  # fmt: skip
"""What in a PDF acts by itself, or carries other files."""


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
    from pyhanko.pdf_utils.crypt import AuthStatus
    from pyhanko.pdf_utils.reader import PdfFileReader

    reader = PdfFileReader(io.BytesIO(content), strict=False)
    # Many papers open without a password and only forbid to print or copy.
    if reader.encrypted and reader.decrypt(b"").status == AuthStatus.FAILED:
        return "locked"
    pages = 0
    for name, number in _names(reader.root):
        if name in ACTIVE:
            return "active"
        pages += name == "/Page"
        if pages > MOST_PAGES:
            return "pages"
        if number > MOST_OBJECTS:
            return "heavy"
    return "ok" if pages else "unreadable"


def _names(root: Any) -> Iterator[tuple[str, int]]:
    """Every name that can be reached from the root, keys and values, with how many objects were read so far."""
    from pyhanko.pdf_utils import generic

    seen: set[Any] = set()
    waiting = [root]
    while waiting:
        one = waiting.pop()
        if isinstance(one, generic.IndirectObject):
            if one.reference in seen:
                continue
            seen.add(one.reference)
            one = one.get_object()
        if isinstance(one, generic.NameObject):
            yield str(one), len(seen)
        elif isinstance(one, generic.ArrayObject):
            waiting.extend(one.raw_get(place) for place in range(len(one)))
        elif isinstance(one, generic.DictionaryObject):
            for key in list(one):
                yield str(key), len(seen)
                waiting.append(one.raw_get(key))


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
