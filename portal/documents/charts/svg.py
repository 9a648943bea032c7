"""Primitives of the drawings: everything that people wrote is escaped here."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

SANS, SERIF = "Egide Sans", "Egide Serif"
POINT = 0.3528  # of a millimetre
WHITE = "#ffffff"


def drawing(width: float, height: float, title: str, body: Iterable[str], css: str = "", desc: str = "") -> SafeString:
    """A whole drawing, in millimetres; `title` is its alternative text, `desc` says where its figures can be read."""
    described = f"<desc>{escape(desc)}</desc>" if desc else ""
    return mark_safe(
        f'<svg xmlns="http://www.w3.org/2000/svg" class="{css}" role="img" width="{width:g}mm" height="{height:g}mm"'
        f' viewBox="0 0 {width:g} {height:g}"><title>{escape(title)}</title>{described}{"".join(body)}</svg>'
    )


def text(x: float, y: float, words: object, fill: str, size: float = 7.6, anchor: str = "start", weight: int = 400,
         family: str = SANS, style: str = "normal") -> str:  # fmt: skip
    """A label; `size` in points, (x, y) on the baseline."""
    return (
        f'<text x="{x:.2f}" y="{y:.2f}" font-family="{family}" font-size="{size * POINT:.3f}" font-weight="{weight}"'
        f' font-style="{style}" text-anchor="{anchor}" fill="{fill}">{escape(words)}</text>'
    )


def line(x1: float, y1: float, x2: float, y2: float, stroke: str, width: float = 0.2, dash: str = "") -> str:
    """A straight stroke."""
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<line x1="{x1:.2f}" y1="{y1:.2f}" x2="{x2:.2f}" y2="{y2:.2f}" stroke="{stroke}"'
        f' stroke-width="{width}"{dashes}/>'
    )


def rect(x: float, y: float, width: float, height: float, fill: str, stroke: str = "none", weight: float = 0) -> str:
    """A rectangle; a negative width draws nothing."""
    return (
        f'<rect x="{x:.2f}" y="{y:.2f}" width="{max(width, 0):.2f}" height="{height:.2f}" fill="{fill}"'
        f' stroke="{stroke}" stroke-width="{weight}"/>'
    )


def circle(x: float, y: float, radius: float, fill: str, stroke: str = "none", weight: float = 0) -> str:
    """A disc or a ring."""
    return (
        f'<circle cx="{x:.2f}" cy="{y:.2f}" r="{radius:.2f}" fill="{fill}" stroke="{stroke}" stroke-width="{weight}"/>'
    )


def path(shape: str, stroke: str, width: float, dash: str = "", fill: str = "none", cap: str = "butt") -> str:
    """A free shape."""
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<path d="{shape}" fill="{fill}" stroke="{stroke}" stroke-width="{width}" stroke-linecap="{cap}"'
        f' stroke-linejoin="round"{dashes}/>'
    )


def through(points: Iterable[tuple[float, float]]) -> str:
    """The broken line through points."""
    return "M" + "L".join(f"{x:.2f} {y:.2f}" for x, y in points)
