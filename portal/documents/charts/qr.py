"""A QR code as one vector path."""

from __future__ import annotations

import segno
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from ..palette import Palette


def qr(address: str, colours: Palette, title: str, size: float = 24) -> SafeString:
    """The code of an address, `size` millimetres wide."""
    matrix = segno.make(address, error="m", micro=False).matrix
    runs = []
    for y, row in enumerate(matrix):
        x = 0
        while x < len(row):
            length = 0
            while x + length < len(row) and row[x + length]:
                length += 1
            if length:
                runs.append(f"M{x} {y}h{length}v1h-{length}z")
            x += length + 1
    side = len(matrix)
    return mark_safe(
        f'<svg xmlns="http://www.w3.org/2000/svg" class="qr" role="img" width="{size:g}mm" height="{size:g}mm"'
        f' viewBox="0 0 {side} {side}"><title>{escape(title)}</title>'
        f'<path d="{"".join(runs)}" fill="{colours["ink"]}"/></svg>'
    )
