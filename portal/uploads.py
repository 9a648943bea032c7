"""A file that somebody sends: what it is by its content, and a name that can be kept."""

from __future__ import annotations

import io
import re
import unicodedata
import warnings
from dataclasses import dataclass

from django.utils.translation import gettext
from PIL import Image

MOST_BYTES = 10_000_000
MOST_PIXELS = 50_000_000
LONGEST_NAME = 100
PDF, PNG, JPEG = "application/pdf", "image/png", "image/jpeg"
ENDINGS = {PDF: ".pdf", PNG: ".png", JPEG: ".jpg"}


class NotTaken(Exception):
    """The file is not one that is taken; the message says why, in the reader's language."""


@dataclass(frozen=True)
class Upload:
    """A file that was looked at: its cleaned name, its kind by content, its bytes."""

    name: str
    kind: str
    content: bytes


def looked_at(name: str, content: bytes) -> Upload:
    """Take a PDF, PNG or JPEG, whatever its name says. Raises NotTaken for anything else, and for one too big."""
    if not content:
        raise NotTaken(gettext("Ce fichier est vide."))
    if len(content) > MOST_BYTES:
        raise NotTaken(gettext("Ce fichier dépasse dix mégaoctets : réduisez-le, ou envoyez-le en plusieurs parties."))
    kind = _kind(content)
    if kind is None:
        raise NotTaken(gettext("Envoyez un PDF, une image PNG ou une image JPEG : ce fichier n’en est pas un."))
    return Upload(clean_name(name, kind), kind, content)


def _kind(content: bytes) -> str | None:
    """What the content is; None for what is not taken. The name and the browser's word count for nothing."""
    if content.startswith(b"%PDF-") and b"%%EOF" in content[-2048:]:
        return PDF
    for kind, start in ((PNG, b"\x89PNG\r\n\x1a\n"), (JPEG, b"\xff\xd8\xff")):
        if content.startswith(start) and _is_image(content):
            return kind
    return None


def _is_image(content: bytes) -> bool:
    """Whether the picture can be read, without unpacking more of it than a page's worth."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as image:
                width, height = image.size
                image.verify()
    except Exception:
        return False
    return width * height <= MOST_PIXELS


def clean_name(name: str, kind: str) -> str:
    """The last part of a name without anything that could steer a terminal, a path or a header, ended by its kind."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    stem = "".join(letter for letter in last if letter.isprintable() and letter not in '"<>:|?*;')
    stem = "".join(letter for letter in stem if unicodedata.category(letter) != "Cf").strip(" .")
    stem = re.sub(r"\.(pdf|png|jpe?g)$", "", stem, flags=re.I)[:LONGEST_NAME].strip(" .")
    return (stem or "document") + ENDINGS[kind]
