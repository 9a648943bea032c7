"""The tools of the system that some tests need, how to tell whether they are there, and what installs them."""

from __future__ import annotations

import ctypes
import os
import shutil
from collections.abc import Callable

from .postgres import programs

CI = os.environ.get("CI") == "true"


def _library(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


_PANGO = ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0")
TOOLS: dict[str, tuple[Callable[[], bool], str]] = {
    "pango": (lambda: all(map(_library, _PANGO)), "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"),
    "gettext": (lambda: shutil.which("msgfmt") is not None, "gettext"),
    "chromium": (lambda: shutil.which("chromium") is not None, "chromium"),
    "postgresql": (lambda: programs() is not None, "postgresql"),
    "poppler": (lambda: shutil.which("pdftotext") is not None, "poppler-utils"),
}


def has(tool: str) -> bool:
    return TOOLS[tool][0]()


def left_out(tool: str) -> str:
    """Why something is left out, and what would bring it back."""
    return f"left out: {tool} is missing: apt-get install {TOOLS[tool][1]}"
