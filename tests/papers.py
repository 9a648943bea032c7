"""Real papers to send: the smallest PDF that opens."""

from __future__ import annotations

import io

import pikepdf


def paper(title: str = "") -> bytes:
    """A PDF of one empty page; another title makes other bytes."""
    made, out = pikepdf.new(), io.BytesIO()
    made.add_blank_page()
    if title:
        made.docinfo["/Title"] = title
    made.save(out, static_id=True)
    return out.getvalue()
