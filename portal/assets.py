"""Makes `static/built/`: what pages load of Bootstrap and htmx, taken out of their Python packages, and the fonts."""

from __future__ import annotations

import importlib.util
import re
from dataclasses import dataclass
from pathlib import Path

from . import fonts

# The maps themselves are left behind: they are four times as heavy as what they explain.
_MAP_COMMENT = re.compile(rb"\s*(/\*# sourceMappingURL=\S+ \*/|//# sourceMappingURL=\S+)\s*$")


class AssetError(RuntimeError):
    """A package doesn't hold a file that the pages need; the message names both."""


@dataclass(frozen=True)
class Copied:
    """A file of a Python package, and where it goes under `static/built/`."""

    package: str
    source: str
    target: str


COPIED = (
    Copied("django_include_bootstrap", "static/css/bootstrap.min.css", "bootstrap/bootstrap.min.css"),
    Copied("django_include_bootstrap", "static/js/bootstrap.bundle.min.js", "bootstrap/bootstrap.bundle.min.js"),
    Copied("django_htmx", "static/django_htmx/htmx-2.min.js", "htmx/htmx.min.js"),
)


def build(target: Path) -> list[Path]:
    """Make every file under `target` and return their paths. Files that are right already are not touched.

    Raises AssetError or FontError, naming the package at fault.
    """
    made = [_copy(item, target) for item in COPIED]
    return made + fonts.build(target / "fonts")


def missing(target: Path) -> list[str]:
    """The files that aren't there, as paths relative to `target`."""
    copied = [item.target for item in COPIED if not (target / item.target).is_file()]
    return copied + [f"fonts/{name}" for name in fonts.fonts_ready(target / "fonts")]


def _copy(item: Copied, target: Path) -> Path:
    spec = importlib.util.find_spec(item.package)
    places = (spec.submodule_search_locations if spec else None) or []
    source = next((Path(place) / item.source for place in places if (Path(place) / item.source).is_file()), None)
    if source is None:
        raise AssetError(f"{item.package}: {item.source} is not there: install the version of constraints.txt")
    content = _MAP_COMMENT.sub(b"\n", source.read_bytes())
    path = target / item.target
    if not path.is_file() or path.read_bytes() != content:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return path
