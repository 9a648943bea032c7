"""Makes `static/built/`: what pages load of Bootstrap and htmx, taken out of their Python packages, and the fonts."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import tinycss2
import tinycss2.ast as css

from . import fonts

# The maps themselves are left behind: they are four times as heavy as what they explain.
_MAP_COMMENT = re.compile(rb"\s*(/\*# sourceMappingURL=\S+ \*/|//# sourceMappingURL=\S+)\s*$")
UNUSED = re.compile(
    r"\.(accordion|alert|badge|breadcrumb|btn-close|btn-group|btn-outline|btn-toolbar|card|carousel|collaps(e|ing)|"
    r"drop(down|up|end|start)|list-group|modal|nav(bar)?|offcanvas|offset|order|pagination|placeholder|popover|"
    r"progress|ratio|row-cols|spinner|tab-content|tab-pane|toast|tooltip|bs-popover|bs-tooltip)(?![a-z])"
)
"""Families of Bootstrap's classes that no page uses: half of its style sheet."""


class AssetError(RuntimeError):
    """A package doesn't hold a file that the pages need; the message names both."""


def as_it_is(content: bytes) -> bytes:
    """A file without the comment that names its map."""
    return _MAP_COMMENT.sub(b"\n", content)


def without_unused(content: bytes) -> bytes:
    """A style sheet without the rules that only concern classes which no page uses."""
    rules = tinycss2.parse_stylesheet(as_it_is(content).decode(), skip_comments=False, skip_whitespace=True)
    return "".join(_kept(rules)).encode()


def _kept(rules: Iterable[css.Node]) -> Iterable[str]:
    for rule in rules:
        if isinstance(rule, css.QualifiedRule):
            used = [tinycss2.serialize(one) for one in _selectors(rule.prelude) if not _unused(one)]
            if used:
                yield f"{','.join(used)}{{{tinycss2.serialize(rule.content)}}}"
        elif isinstance(rule, css.AtRule) and rule.lower_at_keyword == "media" and rule.content:
            inner = "".join(_kept(tinycss2.parse_rule_list(rule.content, skip_whitespace=True)))
            if inner:
                yield f"@media{tinycss2.serialize(rule.prelude)}{{{inner}}}"
        else:
            yield rule.serialize()


def _selectors(prelude: Iterable[css.Node]) -> list[list[css.Node]]:
    """The selectors of a rule, told apart by the commas that stand in no bracket."""
    selectors: list[list[css.Node]] = [[]]
    for node in prelude:
        if node == ",":
            selectors.append([])
        else:
            selectors[-1].append(node)
    return selectors


def _unused(selector: Iterable[css.Node]) -> bool:
    """Whether a selector names a class that no page uses; what stands in :not() or :is() doesn't count."""
    return bool(UNUSED.search(tinycss2.serialize(node for node in selector if not isinstance(node, css.FunctionBlock))))


@dataclass(frozen=True)
class Copied:
    """A file of a Python package, where it goes under `static/built/`, and what is done to it on the way."""

    package: str
    source: str
    target: str
    change: Callable[[bytes], bytes] = as_it_is


COPIED = (
    Copied("django_include_bootstrap", "static/css/bootstrap.min.css", "bootstrap/bootstrap.min.css", without_unused),
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
    content = item.change(source.read_bytes())
    path = target / item.target
    if not path.is_file() or path.read_bytes() != content:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return path
