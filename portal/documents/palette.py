"""The colours of the documents: the light column of the portal's tokens, the only place where a value is chosen."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from .errors import DocumentError

_TOKEN = re.compile(r"--([\w-]+):\s*light-dark\(\s*(#[0-9a-fA-F]{3,8})\s*,")
_VARIABLE = re.compile(r"var\(--([\w-]+)\)")


class Palette(dict[str, str]):
    """Colours by token name, "accent" giving "#2b3fae"; an unknown name is a DocumentError."""

    def __missing__(self, name: str) -> str:
        raise DocumentError(f"static/tokens.css has no colour --{name}: print uses it")

    def applied(self, css: str) -> str:
        """The sheet with each `var(--name)` replaced by its value."""
        return _VARIABLE.sub(lambda found: self[found[1]], css)


@lru_cache(maxsize=4)
def load_palette(tokens: Path) -> Palette:
    """Read the colours of a tokens sheet; DocumentError when the file is missing or holds none."""
    try:
        found = _TOKEN.findall(tokens.read_text(encoding="utf-8"))
    except OSError as error:
        raise DocumentError(f"{tokens} cannot be read: the documents take their colours from it") from error
    if not found:
        raise DocumentError(f"{tokens} holds no light-dark() colour: the documents take their colours from it")
    return Palette(found)
